// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct part {
	u32 level;
	struct spinlock lock;
};

struct plain {
	u32 level;
	struct thing *thing;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct part part, saved;
	struct plain plain, kept;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->saved = own->part;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->kept = own->plain;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct part fresh = { .level = 1 };

	own->saved = fresh;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: a structure with an opaque part is copied where all of it is
 * check-has: kernel open: copies a struct part, of which a part is opaque to it (line 27)
 * check-has: user stop
 * check-has: user hold
 */
