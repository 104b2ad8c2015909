// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 bytes[8];
};

#include "probe.h"

/* Of what the member leads to the user half has a copy: it could not lead anywhere else. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	thing->address = own->bytes;
	return 0;
}

static int stop(struct thing *thing)
{
	return thing->address[0];
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: what sets a pointer to bytes that cross by themselves stays in the kernel half
 * check-has: kernel open: stores a pointer in thing.address, which is read-only to it (line 17)
 * check-has: user stop
 * check-has: field thing.address block to-user
 */
