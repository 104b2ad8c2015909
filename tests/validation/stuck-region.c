// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	spinlock_t other;
	u32 level;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (own->level)
		return -22;
	spin_unlock(&own->lock);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	spin_lock(&own->other);
	own->level = 0;
	spin_unlock(&own->other);
	spin_unlock(&own->lock);
	return 0;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);
	u64 *bytes = stats->bytes;

	spin_lock(&own->lock);
	while (own->level--)
		*bytes++ = 0;
	spin_unlock(&own->lock);
}

static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	*(bytes + stats->nr) = own->level;
	spin_unlock(&own->lock);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (level) {
		own->level = level;
		spin_unlock(&own->other);
	}
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .get_stats = get_stats,
				      .get_bytes = get_bytes, .set_level = set_level };

/*
 * check-name: a region under a lock that must stay where it is
 * check-has: kernel open: lock: takes a spin lock (spin_lock, line 18), and what it does under it is no function: a return leaves it (line 20)
 * check-has: kernel stop: lock: takes a spin lock (spin_lock, line 29), and what it does under it is no function: there is another lock or unlock inside of it (line 30)
 * check-has: kernel get_stats: lock: takes a spin lock (spin_lock, line 42), and what it does under it is no function: its variable bytes is a pointer that it changes
 * check-has: kernel get_bytes: lock: takes a spin lock (spin_lock, line 52), and what it does under it is no function: its variable stats, which the user half chooses, moves a pointer (line 53)
 * check-has: kernel set_level: lock: takes a spin lock (spin_lock, line 61), and what it does under it is no function: it does not end in the block in which it begins
 * check-not: downcall outline
 */
