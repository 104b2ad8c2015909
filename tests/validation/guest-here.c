// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

#include "probe.h"

/* A device that the kernel has made, of which the runtime knows nothing. */
static int read(struct device *dev, u32 *value)
{
	struct own *own = dev->driver_data;

	*value = own->level;
	return 0;
}

static const struct dial_ops dials = { .read = read };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 3;
	return dial_register(&own->bdev->dev, own, &dials);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what a slot is called with is a guest where the slot says so
 * check-has: user read
 * check-has: upcall read(guest, buffer)
 * check-has: type device
 * check-has: field device.driver_data pointer to-user
 */
