// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct ring {
	u32 nr;
	u8 bytes[8];
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ring *ring;
	u8 *place;
};

#include "probe.h"

/* What a place in it is used as tells nothing of the whole. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct ring *ring = kzalloc(sizeof(*ring), 0);

	if (!ring)
		return -12;
	own->ring = ring;
	own->place = ring->bytes;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->ring);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: memory is of the type of what it is assigned to, not of a place in it
 * check-has: downcall typed kzalloc__ring(value, value)
 * check-has: user stop
 */
