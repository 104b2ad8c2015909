// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	unsigned long start;
};

#include "probe.h"

/* It reads where the device is. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->start = own->bdev->start;
	poke(own->start);
	return 0;
}

/* Others have read it. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	poke_far(own->start);
	return 0;
}

/* Where this is, nobody told. */
static int set_level(struct thing *thing, int level)
{
	poke(0x80);
	return level + thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: addresses that are the device's own
 * check-has: user open
 * check-has: user stop
 * check-has: kernel set_level: calls poke, and nothing here reads bus_device.start, by which it would be the device's own (line 34)
 */
