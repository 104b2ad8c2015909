// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct part {
	u32 level;
	u32 seen;
};

struct sum {
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

/* A pointer that the region sets before it looks at it, and nobody else does. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct part *part;
	int i, nr = 0;

	spin_lock(&own->lock);
	for (i = 0; i < 4; i++) {
		part = &own->parts[i];
		nr += part->level;
	}
	spin_unlock(&own->lock);
	return nr;
}

/* A structure that it fills. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);
	struct sum sum;

	spin_lock(&own->lock);
	sum.level = own->parts[0].level;
	sum.seen = own->parts[0].seen;
	spin_unlock(&own->lock);
	stats->nr = sum.level + sum.seen;
}

/* What it finds, the function goes on with. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct part *part;

	spin_lock(&own->lock);
	part = &own->parts[0];
	part->level = 0;
	spin_unlock(&own->lock);
	return part->seen;
}

/* It looks at what was there before. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	struct part *part = &own->parts[0];

	spin_lock(&own->lock);
	part->level = level;
	part = &own->parts[1];
	part->level = level;
	spin_unlock(&own->lock);
	return 0;
}

/* Who jumps has not set it. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);
	struct part *part;

	spin_lock(&own->lock);
	if (own->parts[0].seen)
		goto out;
	part = &own->parts[1];
out:
	part->level = stats->nr;
	spin_unlock(&own->lock);
}

static const struct thing_ops ops = { .open = open, .get_stats = get_stats, .stop = stop,
				      .set_level = set_level, .get_bytes = get_bytes };

/*
 * check-name: a region's own pointers, and structures that it fills
 * check-has: user open
 * check-has: downcall outline cleave_outline_open_1(
 * check-has: user get_stats
 * check-has: downcall outline cleave_outline_get_stats_1(buffer, object) by worker
 * check-has: kernel stop: lock: takes a spin lock (spin_lock, line 58), and what it does under it is no function: its variable part is a pointer that it changes
 * check-has: kernel set_level: lock: takes a spin lock (spin_lock, line 71), and what it does under it is no function: its variable part is a pointer that it changes
 * check-has: kernel get_bytes: lock: takes a spin lock (spin_lock, line 85), and what it does under it is no function: its variable part is a pointer that it changes
 */
