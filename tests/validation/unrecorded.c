// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

#include "probe.h"

/* Whom the kernel half might call after the user half has died. */
static void keep(struct own *own)
{
	mystery(own->level);
}

static void name(struct own *own)
{
	far_register(own);
}

static void pass_on(struct own *own)
{
	name(own);
	far_read(0);
}

/* What it calls is known to leave nothing. */
static void read_level(struct own *own)
{
	own->level = far_read(1);
}

static int open(struct thing *thing)
{
	keep(thing_priv(thing));
	return 0;
}

static int stop(struct thing *thing)
{
	pass_on(thing_priv(thing));
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	read_level(thing_priv(thing));
	return level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what the kernel half sets up on no record is not for the user half to call
 * check-has: kernel open: calls keep in the kernel half, which calls mystery: what that sets up nobody takes back if the user half dies (line 37)
 * check-has: advice open: functions: mystery: {policy: kernel}
 * check-has: kernel stop: calls pass_on in the kernel half, which calls far_register: what that sets up nobody
 * check-not: advice stop
 * check-has: user set_level:
 */
