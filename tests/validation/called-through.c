// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

int thing_tilt(struct thing *thing, int by);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int (*tilt)(struct thing *thing, int by);
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->tilt = thing_tilt;
	return own->tilt(thing, 3);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a function of the kernel's is called through a member
 * check-profile:
 *	functions: {thing_tilt: {args: [object, value]}}
 * check-has: user open
 * check-has: downcall function thing_tilt
 */
