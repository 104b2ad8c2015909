// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 nr;
};

#include "probe.h"

static int level_of(struct thing *thing)
{
	return thing->level;
}

static int rest(struct thing *thing)
{
	thing->level = 2;
	return 0;
}

/* As macros are written: what is in a do loop is done. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->nr++;
	do {
		spin_unlock(&own->lock);
	} while (0);
	return rest(thing);
}

/* It may be dropped, or not. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	while (own->nr)
		spin_unlock(&own->lock);
	return level_of(thing);
}

static int hold(struct thing *thing)
{
	return rest(thing) + level_of(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: a lock that is dropped in a do loop is dropped
 * check-has: kernel open
 * check-has: kernel stop
 * check-has: both rest: both: may sleep
 * check-has: both level_of: both: a leaf
 */
