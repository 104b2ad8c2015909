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

static const struct thing_ops ops = { .open = open };

/*
 * check-name: unknown callee
 * check-has: kernel open: calls mystery, which the model does not know (line 13)
 * check-has: advice open: functions: mystery: {}
 * check-has: missing mystery: functions: mystery: {}
 */
