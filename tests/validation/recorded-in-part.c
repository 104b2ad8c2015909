// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 seen;
};

#include "probe.h"

/* In the kernel half: the inline is not given by which number its claim would be found. */
static void take(struct own *own)
{
	far_read(0);
	claim_level(own->thing);
}

static int open(struct thing *thing)
{
	take(thing_priv(thing));
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	unclaim(own->thing, own->level);
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->seen = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what an inline acquires goes on no record if a key is not among what it is given
 * check-has: kernel open: calls take in the kernel half, which calls claim
 * check-has: kernel stop: gives back by unclaim what take may have acquired in the kernel half
 * check-has: user set_level:
 */
