// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
};

#include "probe.h"

#define own_init(own)	lock_init(&(own)->lock)

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own_init(own);
	return 0;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: macro downcall, also within another macro
 * check-has: user open
 * check-has: downcall macro lock_init(object)
 * check-has: point thing+own spinlock ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, lock)
 * check-not: field own.lock
 */
