// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int (*tune)(struct own *own);
	int (*never)(struct own *own);
};

#include "probe.h"

static int tune_low(struct own *own)
{
	return own->bdev->vendor;
}

static int tune_high(struct own *own)
{
	return far_read(own->bdev->vendor);
}

static int unused(struct own *own)
{
	return own->bdev->irq;
}

/* Stays in the kernel half: what it stores the user half meets there. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->tune = mystery(level) ? tune_high : tune_low;
	own->never = unused;
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->tune(own);
}

static const struct thing_ops ops = { .open = open, .set_level = set_level };

/*
 * check-name: a function that the kernel half stores in an object, and that is called there, has a name
 * check-has: kernel set_level: calls mystery
 * check-has: user open
 * check-has: symbol function tune_low
 * check-has: symbol function tune_high
 * check-not: symbol function unused
 */
