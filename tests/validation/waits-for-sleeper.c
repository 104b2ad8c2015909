// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 quit, nr, done;
};

#include "probe.h"

/* The kernel half, where it may sleep. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->quit = 1;
	own->nr = 3;
	return mystery(1);
}

/* Who sets this is in the user half. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->done = level;
	return 0;
}

static void for_quit(struct own *own)
{
	while (!own->quit)
		msleep(1);
}

static void for_number(struct own *own)
{
	u32 i;

	for (i = 0; own->nr < 3 && i < 100; i++)
		msleep(1);
}

static void for_done(struct own *own)
{
	while (!own->done)
		msleep(1);
}

/* Looks once, and not to end a loop. */
static u32 look(struct own *own)
{
	u32 i, all = 0;

	for (i = 0; i < 3; i++) {
		all += own->nr;
		msleep(1);
	}
	return all;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	for_quit(own);
	for_number(own);
	for_done(own);
	return look(own);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: who waits for what the kernel half sets, which may sleep there, stays with it
 * check-has: kernel stop: calls mystery
 * check-has: kernel for_quit: waits: for quit, which stop sets
 * check-has: kernel for_number: waits: for nr, which stop sets
 * check-has: user for_done
 * check-has: user look
 * check-has: user open
 */
