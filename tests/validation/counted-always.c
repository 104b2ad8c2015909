// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* Nobody looks at what it returns. */
static void careless(struct thing *thing)
{
	count_up(thing);
	thing_notify(thing);
	count_down(thing);
}

static int careful(struct thing *thing)
{
	int err = count_up(thing);

	if (!err)
		thing_notify(thing);
	count_down(thing);
	return err;
}

/* What was counted elsewhere is on no record. */
static void elsewhere(struct thing *thing)
{
	count_down(thing);
}

static int open(struct thing *thing)
{
	careless(thing);
	return careful(thing);
}

static int stop(struct thing *thing)
{
	elsewhere(thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: what counts also where it fails is on record in any case
 * check-has: user careless
 * check-has: user careful
 * check-has: kernel elsewhere
 * check-has: downcall function count_up(object) always
 * check-has: downcall function count_down(object)
 */
