// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 *ring;
	u32 *table;
};

#include "probe.h"

/* For whom this maps something nothing tells. */
static u32 *map_table(int level)
{
	return ioremap(mystery(level), 64);
}

/* Stays in the kernel half; what it maps is mapped for the thing. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->ring = ioremap(mystery(level), 64);
	own->table = map_table(mystery(level));
	return own->ring ? 0 : -12;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->ring[0];
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->table[0];
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: the runtime hears of what the kernel half maps for an object
 * check-has: kernel set_level: calls mystery
 * check-has: user open
 * check-has: kernel stop: follows own.table, and it is not known where that leads
 * check-has: field own.ring pointer
 * check-has: native ioremap
 * check-has: kernel-rename { { const void *cleave_owner __attribute__((__unused__)) = thing;
 */
