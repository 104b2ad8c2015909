// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t inner, outer, late, kernels;
};

#include "probe.h"

#define own_init(own)	\
	gate_init(&(own)->outer)

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	gate_init(&own->inner);
	own_init(own);
	lock_init(&own->inner);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	gate_init(
		&own->late);
	return 0;
}

/* Of the kernel half, which has the macro as it is. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	gate_init(&own->kernels);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: each call of a macro with a static lockdep key has its own
 * check-has: user open
 * check-has: user stop
 * check-has: kernel send
 * check-has: downcall macro gate_init(object, value)
 * check-has: downcall macro lock_init(object)
 * check-has: site gate_init open:19
 * check-has: site gate_init open:20
 * check-has: site gate_init stop:29
 * check-not: site gate_init send
 * check-not: site lock_init
 */
