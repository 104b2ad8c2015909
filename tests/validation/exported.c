// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

int level_of(struct thing *thing)
{
	return thing->level;
}
EXPORT_SYMBOL(level_of);

void set_level(struct thing *thing, int level)
{
	thing->level = level;
	mystery(0);
}
EXPORT_SYMBOL(set_level);

static int open(struct thing *thing)
{
	return level_of(thing) + mystery(0);
}

static int stop(struct thing *thing)
{
	return level_of(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: exported function
 * check-has: kernel set_level: atomic: set_level, which others may call
 * check-has: both level_of: both: a leaf, copied
 * check-has: user stop
 * check-has: kernel open: calls mystery
 */
