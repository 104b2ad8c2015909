// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	char given[16];
	char put[16];
	char passed[16];
	char alone[16];
	u32 number;
	u32 filled;
	const char *label;
};

#include "probe.h"

void fill(char *text, size_t len);
void fill_number(u32 *number);

static void fill_for(u32 *number)
{
	fill_number(number);
}

static const char *chosen(struct own *own)
{
	return own->put;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	const char *label = chosen(own);

	own->given[0] = 'a';
	own->put[0] = 'b';
	own->passed[0] = 'c';
	own->alone[0] = 'd';
	own->number = 1;
	own->label = label;
	far_register(&own->number);
	fill_for(&own->filled);
	fill(own->passed, sizeof(own->passed));
	return far_register(own->given) + far_register(own->passed);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: members whose address somebody keeps, or fills, are shared
 * check-profile:
 *	functions:
 *	  far_register: {args: [pointer]}
 *	  fill: {args: [{inout: $1}, value]}
 *	  fill_number: {args: [{out: "sizeof(u32)"}]}
 * check-has: user open
 * check-has: field own.given
 * check-has: field own.put
 * check-has: field own.passed
 * check-has: field own.number
 * check-has: field own.filled
 * check-not: field own.alone
 */
