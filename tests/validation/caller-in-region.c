// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	int opener, closer, opens;
};

#include "probe.h"

static int who(void)
{
	return caller_id();
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->opener = caller_id();
	spin_unlock(&own->lock);
	spin_lock(&own->lock);
	own->opens++;
	spin_unlock(&own->lock);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->closer = who();
	spin_unlock(&own->lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a region that asks who calls runs in its caller's thread, not in the user half's
 * check-has: user open
 * check-has: user stop
 * check-has: downcall outline cleave_outline_open_1(object)
 * check-not: downcall outline cleave_outline_open_1(object) by worker
 * check-has: downcall outline cleave_outline_open_2(object) by worker
 * check-has: downcall outline cleave_outline_stop_1(object)
 * check-not: downcall outline cleave_outline_stop_1(object) by worker
 */
