// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 *ring;
	u32 *table;
};

#include "probe.h"

/* Stays in the kernel half, and the user half has no mapping of what it makes. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->ring = remap(mystery(level), 64);
	own->table = remap(4096, 64);
	return own->ring ? 0 : -12;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->table = remap(4096, 64);
	memcpy(own->table, own->ring, 64);
	return 0;
}

static const struct thing_ops ops = { .open = open, .set_level = set_level };

/*
 * check-name: what an inline maps for a function of the kernel half is not mapped in the user half
 * check-has: kernel set_level: calls mystery
 * check-has: kernel open: follows own.table, and it is not known where that leads
 */
