// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct chip {
	int (*handler)(int irq, void *data);
	int (*level)(struct thing *thing);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct chip *chip;
	int last;
};

#include "probe.h"

static int seen(struct own *own)
{
	own->last++;
	return mystery(own->last);
}

static int handle(int irq, void *data)
{
	return irq + seen(data);
}

static int level(struct thing *thing)
{
	return thing->level;
}

static const struct chip chips[] = { { .handler = handle, .level = level } };

static int call(struct thing *thing, int (*function)(struct thing *thing))
{
	return function(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->chip = &chips[0];
	request_irq(own->bdev->irq, chips[own->last & 0].handler, own);
	return call(thing, own->chip->level);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what a call is given out of a table is called where the callee calls it
 * check-has: symbol function handle
 * check-has: kernel handle: atomic: handle (request_irq#1)
 * check-has: kernel seen: atomic: reached from handle (request_irq#1)
 * check-has: user level: user: called from call
 */
