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

#define QUICK

/* What follows the early end is not text alone. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (own->level) {
		spin_unlock(&own->lock);
#ifdef QUICK
		return 1;
#endif
	}
	own->level = 1;
	spin_unlock(&own->lock);
	return 0;
}

/* Nor is it here, where a directive is indented. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (own->level) {
		spin_unlock(&own->lock);
	#ifdef QUICK
		return 1;
	#endif
	}
	own->level = 1;
	spin_unlock(&own->lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a region that ends early before a directive
 * check-has: kernel open: lock: takes a spin lock (spin_lock, line 21), and what it does under it is no function: there is another lock or unlock inside of it (line 23)
 * check-has: kernel stop: lock: takes a spin lock (spin_lock, line 38), and what it does under it is no function: there is another lock or unlock inside of it (line 40)
 * check-not: downcall outline
 */
