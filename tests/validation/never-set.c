// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int (*never)(struct thing *thing);
	int (*copied)(struct thing *thing);
	int (*level)(struct thing *thing);
};

#include "probe.h"

static int level(struct thing *thing)
{
	return thing->level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->never = NULL;
	own->level = level;
	return own->never ? own->never(thing) : own->level(thing);
}

/* What is copied leads where the original does. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->copied = own->level;
	return own->copied(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a callback that is never set
 * check-has: user open
 * check-has: user level
 * check-has: user stop
 */
