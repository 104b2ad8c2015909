// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct other {
	u32 level;
};

#include "probe.h"

/* Which part a thing has nobody knows. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bdev->vendor;
}

static int stop(struct thing *thing)
{
	struct other *other = thing_priv(thing);

	return other->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: of several private parts none is known to be behind an object
 * check-has: kernel open
 * check-has: kernel stop
 * check-not: type thing+
 */
