// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct order {
	u32 level;
	u32 more;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct order *order;
};

#include "probe.h"

/* No function of the kernel half knows what is in an order; but who makes one fills it. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u8 bytes[8] = { 1, 2, 3 };

	own->order = dup(bytes, sizeof(bytes));
	return own->order ? 0 : -12;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	return own->order->level < level ? 0 : -22;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->order);
	own->order = NULL;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what an object is filled with as it is made the user half sees
 * check-has: user open
 * check-has: user set_level
 * check-has: downcall typed dup__order(buffer, value)
 * check-has: field order.level
 */
