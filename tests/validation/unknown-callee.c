// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	return mystery(thing->level);
}

/* What the model has a pattern for it knows: nothing is to be added. */
int cpu_data(void);

static int stop(struct thing *thing)
{
	return cpu_data() + thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: unknown callee
 * check-profile:
 *	functions:
 *	  cpu_*: {policy: kernel}
 * check-has: kernel open: calls mystery, which the model does not know (line 13)
 * check-has: advice open: functions: mystery: {}
 * check-has: missing mystery: functions: mystery: {}
 * check-has: kernel stop: calls cpu_data, which must run in the kernel
 * check-not: advice stop
 */
