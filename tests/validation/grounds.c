// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct leaf {
	u32 a, b;
	struct { u32 c; } inner;
	struct leaf *next;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct leaf *leaf;
	spinlock_t lock;
	int (*step)(struct thing *thing);
};

#include "probe.h"

static int step(struct thing *thing)
{
	return thing->level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->step = step;
	return own->step(thing);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	thing->level = step(thing);
	spin_unlock(&own->lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: the plan tells its call graph and the lines that it rests on
 * check-profile:
 *	marks:
 *	  open: user   # because
 *	slots:
 *	  thing_ops.stop: {context: sleep, wait_ms: 7}
 * check-has: edge open step through
 * check-has: edge stop step
 * check-has: assumes types bus_device for probe: What is known of the kernel in ../include/kernel.h.
 * check-has: assumes slots thing_ops.stop for stop:
 * check-has: assumes marks open for open: because
 * check-has: assumes functions spin_lock for stop: What is known
 * check-not: edge init
 * check-not: assumes functions free_irq
 */
