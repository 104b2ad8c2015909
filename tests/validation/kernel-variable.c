// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const void *kept;
};

extern unsigned int far_count;
extern const int far_table[4];

#include "probe.h"

static int open(struct thing *thing)
{
	thing->level = far_count;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->kept = far_table;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: no line makes a variable of the kernel's known by what is in it
 * check-has: kernel open: uses far_count, a variable of the kernel
 * check-has: kernel stop: uses far_table, a variable of the kernel
 * check-has: advice stop: data: far_table: {policy: address}
 * check-not: advice open
 */
