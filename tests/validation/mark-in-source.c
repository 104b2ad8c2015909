// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

#ifndef __cleave_kernel
#define __cleave_kernel
#define __cleave_user
#endif

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int __cleave_kernel open(struct thing *thing)
{
	return thing->level;
}

static int __cleave_user stop(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: marks in the source
 * check-has: kernel open: mark: marked kernel
 * check-has: user stop
 */
