// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	thing_wake_at(thing, 3);
	return 0;
}

static int stop(struct thing *thing)
{
	thing_wake(thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: impure inline
 * check-has: user open
 * check-has: downcall inline thing_wake_at(object, value)
 * check-has: downcall inline thing_wake(object)
 * check-not: field thing.state
 */
