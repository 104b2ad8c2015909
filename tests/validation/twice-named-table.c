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

static int open(struct thing *thing)
{
	static const struct thing_table table = { .level = level };

	return thing_use_table(thing, &table);
}

static int stop(struct thing *thing)
{
	static const struct thing_table table = { };

	return thing_use_table(thing, &table);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: of tables of one name, local to two functions, one alone has a name in both halves
 * check-profile:
 *	functions:
 *	  thing_use_table: {args: [object, pointer]}
 * check-has: user open
 * check-has: table cleave_table_1 table of open
 * check-has: kernel stop: names table, a table local to it that cannot have a name in both halves
 */
