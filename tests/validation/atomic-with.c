// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int level_of(struct thing *thing)
{
	thing_is_hasty(thing);
	return thing->level;
}

static int open(struct thing *thing)
{
	return level_of(thing) + 1;
}

static int nap(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .sleep = nap };

/*
 * check-name: a slot that a call of the driver's makes atomic
 * check-has: kernel nap: atomic: nap (thing_ops.sleep)
 */
