// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int (*read)(struct own *own);
	int (*saved)(struct own *own);
};

#include "probe.h"

static int read(struct own *own)
{
	msleep(1);
	return own->bdev->irq;
}

static int read_twice(struct own *own)
{
	return own->saved(own) + own->saved(own);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->read = read;
	own->saved = own->read;
	own->read = read_twice;
	return own->read(own);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a function that is saved in another member may be called through that
 * check-has: user read_twice
 * check-has: user read: user: called from read_twice
 */
