// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

#include "probe.h"

static void tell(struct own *own)
{
	spin_unlock(&own->lock);
	thing_notify(own->thing);
	spin_lock(&own->lock);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->level++;
	tell(own);
	own->level++;
	spin_unlock(&own->lock);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->level = 0;
	spin_unlock(&own->lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a region whose helper lets go of the lock and waits for another says so
 * check-has: kernel tell: atomic
 * check-has: user open
 * check-has: downcall outline cleave_outline_open_1(object) takes big
 * check-has: downcall outline cleave_outline_stop_1(object) by worker
 */
