// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void (*way)(struct own *own);
};

#include "probe.h"

extern const struct thing_ops core_ops;
static const struct thing_ops other_ops;

static void one_way(struct own *own)
{
	mystery(own->thing->level);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->way == one_way;
}

static int stop(struct thing *thing)
{
	return thing->ops == &core_ops;
}

static int get_stats(struct thing *thing, struct stats *stats)
{
	return thing->ops != &other_ops;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .get_stats = get_stats };

/*
 * check-name: addresses that are only compared are named
 * check-has: user open
 * check-has: user get_stats
 * check-has: symbol function one_way
 * check-has: symbol table other_ops
 * check-has: kernel stop: uses core_ops, a variable of the kernel (line 29)
 */
