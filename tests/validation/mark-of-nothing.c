// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int stop(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .stop = stop };

/*
 * check-name: a mark of what is no function of the driver refused
 * check-profile:
 *	marks:
 *	  stopp: kernel
 * check-exit: 1
 * check-says: stopp is marked kernel, but the driver has no such function
 * check-not: user
 */
