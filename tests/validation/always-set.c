// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct mode {
	int (*rate)(struct thing *thing);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct mode *mode;	/* the kernel half follows it */
	const struct mode *spare;	/* ... if it is there */
};

#include "probe.h"

static int slow(struct thing *thing)
{
	return thing->level;
}

static const struct mode slow_mode = { .rate = slow };
static const struct mode fast_mode = { .rate = slow };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->mode = thing->level ? &fast_mode : &slow_mode;
	own->spare = &fast_mode;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->mode = &slow_mode;
	own->spare = NULL;
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return own->mode->rate(thing) + (own->spare ? 1 : 0);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: a pointer that the driver always sets to something is not set to NULL by a user half
 * check-has: user open
 * check-has: user stop
 * check-has: field own.mode pointer both set mode
 * check-has: field thing.ops pointer both set thing_ops
 * check-has: field own.spare pointer both mode
 * check-not: field own.spare pointer both set
 */
