// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	struct closet upper;
	struct closet lower;
};

#include "probe.h"

/* Its own lock, and one of the kernel's that it names. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	lock_init(&own->lock);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	lock_init(&own->lower.lock);
	return own->upper.shelves;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a lock within a structure of the kernel's can be named only if the driver does
 * check-has: user open
 * check-has: user stop
 * check-says: spinlock ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, lock)
 * check-says: spinlock ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, lower.lock)
 * check-not: point thing+own spinlock ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, upper.lock)
 */
