// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct thing_table {
	int (*level)(struct thing *thing);
};

#include "probe.h"

int thing_use_table(struct thing *thing, const struct thing_table *table);

static int level(struct thing *thing)
{
	return mystery(thing->level);
}

static const struct thing_table table = { .level = level };

static int open(struct thing *thing)
{
	return thing_use_table(thing, &table);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what a callee takes for a table is one
 * check-profile:
 *	functions:
 *	  thing_use_table: {args: [object, pointer]}
 * check-has: user open
 * check-has: downcall function thing_use_table(object, object)
 * check-has: symbol table table
 */
