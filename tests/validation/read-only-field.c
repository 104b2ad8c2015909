// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bdev->irq;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->bdev->irq = 0;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: what writes a field that a user half may not write stays in the kernel half
 * check-profile:
 *	types:
 *	  bus_device: {root: true, device: dev, fields: {irq: {read_only: true}}}
 * check-has: user open
 * check-has: kernel stop: writes bus_device.irq, which a user half may not
 * check-has: field bus_device.irq raw to-user
 */
