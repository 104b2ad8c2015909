// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int mine(struct thing *thing)
{
	return thing->level;
}

static int cast(struct thing *thing)
{
	return thing->level + 1;
}

static int held(struct thing *thing)
{
	return thing->level + 2;
}

static const struct alone_ops alone_table = { .level = mine };
static const struct cast_ops cast_table = { .level = cast };
static const struct held_ops held_table = { .level = held };

static int open(struct thing *thing)
{
	return alone_table.level(thing);
}

static int stop(struct thing *thing)
{
	return cast_table.level(thing) + held_table.level(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: structures of a header that another driver includes and does not get to
 * check-has: user mine
 * check-has: user open
 * check-has: both cast: both: a leaf, copied; for the core in the kernel half
 * check-has: both held: both: a leaf, copied; for the core in the kernel half
 */
