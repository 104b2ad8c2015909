// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct mode {
	u32 number;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct mode *mode;
	const u32 *bits;
	const u32 *user_bits;
	const u32 *own_bits;
	const u32 *single;
};

#include "probe.h"

static const struct mode fast = { .number = 3 }, slow = { .number = 1 };
static const u32 bits[2] = { 1, 2 };
static const u32 other_bits[2] = { 4, 8 };
static const u32 third_bits[2] = { 4, 8 }, unseen_bits[2] = { 16, 32 };
static const u32 single = 5;

/* Stays in the kernel half, and stores the address of what both halves have. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->mode = mystery(level) ? &fast : &slow;
	own->bits = bits;
	own->single = &single;
	return level + own->user_bits[0] + unseen_bits[1];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->mode->number;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bits[1];
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->user_bits = other_bits;
	return 0;
}

/* Nobody else looks there. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->own_bits = third_bits;
	stats->nr = own->own_bits[1];
}

/* Each half has its own. */
static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return *own->single;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.hold = hold, .get_stats = get_stats, .let_go = let_go };

/*
 * check-name: tables that one half keeps and the other follows have a name in both
 * check-has: user open
 * check-has: user stop
 * check-has: user hold
 * check-has: kernel let_go: follows own.single
 * check-has: symbol table fast
 * check-has: symbol table slow
 * check-has: symbol table bits
 * check-has: symbol table other_bits
 * check-not: symbol table unseen_bits
 */
