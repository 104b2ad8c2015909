// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u8 *bytes;
};

#include "probe.h"

int tune(int low, unsigned int high);
int tune_more(int low, unsigned int high);
int tune_far(int by);

enum { LOW = -3, HIGH = 1 << 4 };

/* Its callers say what. */
static inline int tune_to(int low, unsigned int high)
{
	return tune(low, high);
}

static int helper(struct own *own, unsigned int high)
{
	return tune_to(LOW, high) + tune_more(own->level, high + 1);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->bytes = kzalloc(sizeof(*own), 0);
	return helper(own, HIGH);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->bytes);
	own->bytes = NULL;
	return helper(own, thing->level ? 7 : HIGH) + tune_far(1);
}

/* Through a pointer anything may be given. */
static int (*const by)(int by) = tune_far;

static int hold(struct thing *thing)
{
	return by(thing->level);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: an argument that is a constant wherever it is given is nothing else
 * check-profile:
 *	functions:
 *	  tune: {args: [{value: {check: "$0 < 9"}}, value]}
 *	  tune_more: {args: [value, value]}
 *	  tune_far: {args: [value]}
 * check-has: user open
 * check-has: user stop
 * check-has: check tune $0: ($0 < 9) && ($0 == (typeof($0))18446744073709551613ULL)
 * check-has: check tune $1: $1 == (typeof($1))16ULL || $1 == (typeof($1))7ULL
 * check-has: check kzalloc__own__bytes $0: $0 == (typeof($0))32ULL
 * check-not: check tune_more
 * check-not: check tune_far
 */
