// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	unsigned long state;
	int busy;
};

#include "probe.h"

int bit_taken(int nr, unsigned long *word);	/* answers whether it was set before */
int take_bit(int nr, unsigned long *word);

/* Stays in the kernel half, and waits as long as somebody likes. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	while (bit_taken(1, &own->state))
		msleep(1);
	while (own->busy)
		msleep(1);
	return mystery(level);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return take_bit(1, &own->state);
}

/* It writes a constant, and nothing else. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->busy = 1;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: a loop that ends by what a callee reads, or by one of two constants
 * check-known-to-fail
 * check-profile:
 *	functions:
 *	  bit_taken: {args: [value, {inout: "8"}]}
 *	  take_bit: {args: [value, {inout: "8"}]}
 * check-has: kernel set_level: calls mystery
 * check-has: kernel open: number
 * check-has: kernel stop: number
 */
