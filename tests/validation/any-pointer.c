// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct other {
	int level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct thing *same = thing->dev.driver_data;

	return same->level;
}

/* Something that nobody tracks was put there. */
static int stop(struct thing *thing)
{
	struct other *other = thing->dev.driver_data;

	return other->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a pointer to any tracked thing is none to what is not tracked
 * check-has: user open
 * check-has: kernel stop: follows a pointer to a struct other, of which the user half knows none
 */
