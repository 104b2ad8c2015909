// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

struct order {
	u32 level;
	u32 more;
};

#include "probe.h"

/* The process's order is an object, though it goes nowhere: the process has what was in it. */
static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	struct order *order = dup_in((void *)at, sizeof(*order));

	if (!order)
		return -12;
	own->level = order->level + order->more;
	kfree(order);
	return 0;
}

static const struct thing_ops ops = { .control = control };

/*
 * check-name: a copy of memory of the process that called is an object
 * check-has: user control
 * check-has: downcall typed dup_in__order(value, value)
 * check-has: downcall typed kfree__order(object)
 * check-has: field order.level
 */
