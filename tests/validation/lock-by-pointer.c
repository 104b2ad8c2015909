// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

struct guard {
	void (*take)(struct own *own);
	void (*give)(struct own *own);
};

#include "probe.h"

static void take(struct own *own)
{
	spin_lock(&own->lock);
}

static void give(struct own *own)
{
	spin_unlock(&own->lock);
}

static const struct guard guard = { .take = take, .give = give };

static int count(struct own *own, const struct guard *by)
{
	by->take(own);
	own->level++;
	by->give(own);
	return own->level;
}

static int open(struct thing *thing)
{
	return count(thing_priv(thing), &guard);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: who gets a spin lock by a pointer to a function stays with it
 * check-has: kernel take: lock: takes a spin lock
 * check-has: kernel count: lock: takes a spin lock (take, line 32)
 * check-has: user open
 */
