// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	printk("%s: level %u\n", thing->name, thing->level);
	return 0;
}

static int stop(struct thing *thing)
{
	return trace_event("%s: level %u\n", thing->name, thing->level);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: varargs log
 * check-has: user open
 * check-has: field thing.name raw
 * check-has: kernel stop: calls trace_event: it takes any number of arguments (line 19)
 * check-not: downcall function printk
 */
