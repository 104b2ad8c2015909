// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct blob {
	int size;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct blob *blob;
	int sizes[2];
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = 0;

	if (thing->level) {
		err = mystery(own->blob->size);
		if (err)
			return err;
	}
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mystery(own->sizes[thing->level & 1]);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a statement that is done in place and answers, of pointers that it follows
 * check-profile:
 *	functions:
 *	  mystery: {policy: kernel, in_place: true}
 * check-has: user open
 * check-has: downcall outline cleave_outline_open_1(buffer, object)
 * check-has: followed cleave_outline_open_1 own->blob
 * check-has: kernel stop: calls mystery, which must run in the kernel
 */
