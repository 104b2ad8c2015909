// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "tracepoint.h"

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	mark_opened(thing, thing->level);
	return 0;
}

/* The model knows nothing of what this calls: it may be on no record. */
static int stop(struct thing *thing)
{
	mark_stopped(thing, 1);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: functions that a macro of a header makes are called across
 * check-profile:
 *	functions:
 *	  mystery_call_of_op*: {policy: kernel}
 * check-has: user open
 * check-has: downcall inline mark_opened(object, value)
 * check-has: kernel stop: calls mark_stopped in the kernel half, which calls mystery_call_of_stopped
 */
