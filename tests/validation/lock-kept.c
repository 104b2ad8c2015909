// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex mutex;
	u32 level;
};

#include "probe.h"

/* Gives it back if it fails, and keeps it else. */
static int open(struct thing *thing)
{
	count_up(thing);
	if (thing->level) {
		count_down(thing);
		return -1;
	}
	return 0;
}

static int stop(struct thing *thing)
{
	count_down(thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: what a function gives back only if it fails, it leaves to its caller else
 * check-has: kernel open: calls count_up and leaves the lock to its caller (line 16)
 * check-has: kernel stop: calls count_down for a lock that its caller took (line 26)
 */
