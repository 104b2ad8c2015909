// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
	u32 seen;
};

#include "probe.h"

/* What follows looks at a variable that is the region's alone. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (own->level) {
		u32 level = own->level;

		if (level > 1) {
			spin_unlock(&own->lock);
			return level;
		}
	}
	spin_unlock(&own->lock);
	return 0;
}

/* It takes the lock again. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	while (own->level != level) {
		spin_unlock(&own->lock);
		msleep(1);
		spin_lock(&own->lock);
	}
	spin_unlock(&own->lock);
	return 0;
}

/* A break out of a loop of the region's. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	for (;;) {
		if (own->level) {
			spin_unlock(&own->lock);
			break;
		}
		own->level++;
	}
	spin_unlock(&own->lock);
	return 0;
}

/* Round and round. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
again:
	stats->nr = own->seen;
	if (own->level)
		goto again;
	spin_unlock(&own->lock);
}

/* Who comes from elsewhere has not taken the lock. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	if (stats->nr)
		goto out;
	spin_lock(&own->lock);
	bytes[0] = own->level;
out:
	spin_unlock(&own->lock);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .get_stats = get_stats,
				      .get_bytes = get_bytes, .set_level = set_level };

/*
 * check-name: a region that ends early in a way that its function cannot go on from
 * check-has: kernel open: lock: takes a spin lock (spin_lock, line 19), and what it does under it is no function: there is another lock or unlock inside of it (line 24)
 * check-has: kernel set_level: lock: takes a spin lock (spin_lock, line 37), and what it does under it is no function: there is another lock or unlock inside of it (line 39)
 * check-has: kernel stop: lock: takes a spin lock (spin_lock, line 52), and what it does under it is no function: there is another lock or unlock inside of it (line 55)
 * check-has: kernel get_stats: lock: takes a spin lock (spin_lock, line 69), and what it does under it is no function: a goto in it leads back (line 73)
 * check-has: kernel get_bytes: lock: takes a spin lock (spin_lock, line 84), and what it does under it is no function: a goto leads into it (line 86)
 * check-not: downcall outline
 */
