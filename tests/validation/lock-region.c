// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

#include "probe.h"

static void inside(struct own *own)
{
	mystery(own->level);
}

static void after_return(struct own *own)
{
	mystery(own->level);
}

static void outside(struct own *own)
{
	msleep(own->level);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	outside(own);
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	outside(own);
	spin_lock(&own->lock);
again:
	own->level = level++;
	inside(own);
	if (level == 1)
		goto again;
	if (level < 0)
		goto unlock;
	spin_unlock(&own->lock);
	return 0;
unlock:
	after_return(own);
	spin_unlock(&own->lock);
	outside(own);
	return -22;
}

static const struct thing_ops ops = { .open = open, .set_level = set_level };

/*
 * check-name: lock region
 * check-has: kernel set_level: lock: takes a spin lock (spin_lock, line 41)
 * check-has: kernel inside: atomic: reached from set_level, line 44, which holds spin_lock
 * check-has: kernel after_return: atomic: reached from set_level, line 52
 * check-has: both outside
 * check-has: user open
 */
