// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

#define PART struct shared_part
#include "bare-probe.h"

/* In no variable of that type. */
static int hold(struct thing *thing)
{
	((struct shared_part *)thing_priv(thing))->level = 1;
	return 0;
}

/* In one. */
static int stop(struct thing *thing)
{
	struct shared_part *part = thing_priv(thing);

	if (part->inner.low > 3)
		return -22;
	part->inner.low = 3;
	return part->bdev->start != 0;
}

/* Given to another. */
static u32 low(const struct shared_part *part)
{
	return part->inner.low;
}

static int open(struct thing *thing)
{
	return low(thing_priv(thing));
}

static int set_level(struct thing *thing, u32 level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .hold = hold, .stop = stop, .set_level = set_level };

/*
 * check-name: the part behind an object is another driver's, too, and nobody shares it
 * check-has: kernel hold: follows what is behind a thing
 * check-has: kernel stop: follows what is behind a thing
 * check-has: kernel open: follows what is behind a thing
 * check-has: user set_level
 */
