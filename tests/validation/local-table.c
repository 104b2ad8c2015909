// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct thing_table {
	int (*level)(struct thing *thing);
	const int *numbers;
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
	static const int numbers[] = { 1, 2, 3 };
	static const struct thing_table counted = { .level = level, .numbers = numbers };
	int n = sizeof(numbers) / sizeof(numbers[0]);

	return n ? thing_use_table(thing, &counted) : 0;
}

static int hold(struct thing *thing)
{
	static const int first[] = { 1, 2, 3 }, more[] = { 1 };
	static const struct thing_table beside = { .level = level, .numbers = more };

	return thing_use_table(thing, first[1] ? &beside : NULL);
}

static int set_level(struct thing *thing, int level)
{
	static const int levels[] = { 1, 2, 3 };

	return levels[level & 1];
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level, .hold = hold };

/*
 * check-name: a constant table local to a function has a name in both halves
 * check-profile:
 *	functions:
 *	  thing_use_table: {args: [object, pointer]}
 * check-has: user open
 * check-has: downcall function thing_use_table(object, object)
 * check-has: symbol table cleave_table_1
 * check-has: table cleave_table_1 table of open
 * check-has: user stop
 * check-has: table cleave_table_2 numbers of stop
 * check-has: symbol table cleave_table_3
 * check-has: table cleave_table_3 counted of stop
 * check-not: symbol table cleave_table_2
 * check-has: kernel hold: names beside, a table local to it that cannot have a name in both halves (line 44)
 * check-has: user set_level
 */
