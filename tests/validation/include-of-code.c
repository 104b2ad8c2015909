// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

#include "probe.h"

/* Before an #include, but behind the shim all the same. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	lock_init(&own->lock);
	thing_wake(thing);
	return 0;
}

#include "part/code.c"

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: code before an #include, and in what is included
 * check-has: user open
 * check-has: user stop
 * check-has: downcall macro lock_init
 * check-has: downcall inline thing_wake
 * check-has: downcall outline cleave_outline_stop_1
 * check-has: kernel set_level: calls mystery
 * check-has: native free_irq
 * check-not: native free_irq early
 */
