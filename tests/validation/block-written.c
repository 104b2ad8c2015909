// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 *bytes;
	u8 first;
};

#include "probe.h"

/* Only a copy of what the member leads to is here, and nobody takes that back. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->bytes[1] = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	memset(own->bytes + 1, 0, 4);
	return 0;
}

static void fill(u8 *to)
{
	*to = 2;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	fill(own->bytes);
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	memcpy(&own->first, own->bytes, 1);
	return own->bytes[2];
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold,
	.let_go = let_go };

/*
 * check-name: who writes to bytes that cross by themselves stays in the kernel half
 * check-profile:
 *	types:
 *	  own: {fields: {bytes: {block: 8}}}
 * check-has: kernel open: writes to what own.bytes leads to, of which the user half has a copy (line 18)
 * check-has: kernel stop: writes to what own.bytes leads to, of which the user half has a copy (line 26)
 * check-not: user let_go
 * check-has: user hold
 */
