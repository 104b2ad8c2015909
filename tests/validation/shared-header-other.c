// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int level(struct thing *thing)
{
	return mystery(thing->level);
}

const struct shared_ops shared = { .level = level };

static int open(struct thing *thing)
{
	return thing->level;
}

static int stop(struct thing *thing)
{
	return CAST_LEVEL(&shared, thing) + held_by(thing)->ops->level(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: the other driver of the header
 * check-has: user open
 * check-has: kernel level: atomic: level (shared_ops.level, which the model does not know)
 */
