// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct part {
	u32 level;
};

struct other {
	u32 level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct part *part;
	struct other *other;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->part = alloc_zeroed(sizeof(*own->part), 3);
	if (own->part)
		own->part->level = thing->level;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->part);
	own->part = NULL;
	return 0;
}

/* The same, by a function. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->other = kzalloc(sizeof(*own->other), 3);
	if (own->other)
		own->other->level = thing->level;
	return 0;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->other);
	own->other = NULL;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold, .let_go = let_go };

/*
 * check-name: what a macro gives the function behind it is not what is written where it is used
 * check-has: user open
 * check-has: user hold
 * check-has: downcall typed alloc_zeroed__part
 * check-has: check kzalloc__other $1: $1 == (typeof($1))3ULL
 * check-not: check alloc_zeroed__part
 */
