// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct part {
	u32 level;
	u32 seen;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	struct part parts[4];
};

#include "probe.h"

/* Who jumps into the block has not set it. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);
	struct part *part;

	spin_lock(&own->lock);
	if (own->parts[0].seen)
		goto found;
	part = &own->parts[1];
	if (own->parts[1].seen) {
found:
		part->level = stats->nr;
	}
	spin_unlock(&own->lock);
}

/* Nobody jumps into this one. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct part *part;
	int nr = 0;

	spin_lock(&own->lock);
	part = &own->parts[1];
	switch (own->parts[0].seen) {
	case 0:
		nr = part->level;
		break;
	default:
		nr = part->seen;
	}
	spin_unlock(&own->lock);
	return nr;
}

static const struct thing_ops ops = { .get_stats = get_stats, .stop = stop };

/*
 * check-name: a goto into a block of a region, behind what sets a variable
 * check-has: kernel get_stats: lock: takes a spin lock (spin_lock, line 24), and what it does under it is no function: its variable part is a pointer that it changes
 * check-has: user stop
 */
