// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	unsigned long flags;
	u32 level;
};

#include "probe.h"

static void own_lock(struct own *own)
{
	own->flags = _spin_lock_irqsave(&own->lock);
}

static void own_unlock(struct own *own)
{
	spin_unlock_irqrestore(&own->lock, own->flags);
}

/* Takes the lock by two, gives it back by one. */
static int begin(struct own *own)
{
	own_lock(own);
	return own->level == 0;
}

static u32 count(struct own *own)
{
	own_lock(own);
	own->level++;
	own_unlock(own);
	return own->level;
}

static u32 start(struct own *own)
{
	u32 level = begin(own);

	own->level += level;
	own_unlock(own);
	return level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return count(own) + start(own);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: who gets a spin lock from a function that returns with it stays with it
 * check-has: kernel own_lock: lock: takes a spin lock
 * check-has: kernel own_unlock: atomic
 * check-has: kernel begin: lock: takes a spin lock (own_lock, line 27)
 * check-has: kernel count: lock: takes a spin lock (own_lock, line 33)
 * check-has: kernel start: lock: takes a spin lock (begin, line 41)
 * check-has: user open
 */
