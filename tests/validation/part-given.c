// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct gauge gauge;
};

/* Made before any device is there: nobody tells the runtime. */
struct box {
	u32 nr;
	struct gauge gauge;
};

static struct box *boxes[2];

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return claim_size(&own->gauge);
}

static int stop(struct thing *thing)
{
	return claim_size(&boxes[thing->level & 1]->gauge);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a part of what is no object is given to nobody, also where any pointer will do
 * check-has: user open
 * check-has: kernel stop: calls claim_size with a part of a struct box, of which the user half knows none
 */
