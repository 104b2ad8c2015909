// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int irq;
	int line;
};

#include "probe.h"

static int give_back(struct own *own)
{
	return mystery(own->irq) + mystery(own->line);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->irq = -1;
	return 0;
}

/* That is somebody's. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->line = 9;
	return 0;
}

static int sleep(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return give_back(own);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .sleep = sleep };

/*
 * check-name: a negative number where there is no interrupt
 * check-profile:
 *	functions:
 *	  mystery: {policy: kernel, args: [{value: {irq: true}}]}
 * check-has: user open
 * check-says: own.irq raw both 4294967295ULL.. irq
 * check-has: kernel stop: number: writes own.line, which give_back gives to mystery
 */
