// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "part/part.h"
#include "part/foreign.h"

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int mine(struct thing *thing)
{
	return thing->level + 1;
}

static int theirs(struct thing *thing)
{
	return thing->level + 2;
}

static const struct part_ops part = { .level = mine };
static const struct foreign_ops foreign = { .level = theirs };

static int open(struct thing *thing)
{
	return part.level(thing);
}

static int stop(struct thing *thing)
{
	return foreign.level(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: header that a part of the driver includes which this configuration leaves out
 * check-has: user mine
 * check-has: user open
 * check-not: user theirs
 */
