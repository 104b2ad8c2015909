// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct spinlock *lost;
};

#include "probe.h"

/* The text is made in the user half, of what can be read there. */
static int open(struct thing *thing)
{
	return trace_event("%s is %u", thing->name, thing->level);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return trace_event("%p", own->lost);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a format is printed in the user half, and its text crosses
 * check-profile:
 *	functions:
 *	  trace_event: {args: [format]}
 * check-has: user open
 * check-has: kernel stop: follows own.lost
 * check-has: downcall function trace_event(format)
 * check-has: field thing.name raw
 */
