// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex alone;
	struct mutex both;
	struct mutex named;
	u32 level;
};

#include "probe.h"

int thing_watch(struct thing *thing, struct mutex *mutex);

static int interrupt(int irq, void *data)
{
	struct thing *thing = data;
	struct own *own = thing_priv(thing);

	mystery(1);
	return irq;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->alone);
	own->level++;
	mutex_unlock(&own->alone);
	return request_irq(own->bdev->irq, interrupt, thing);
}

/* The kernel half takes it, too. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->both);
	mystery(1);
	mutex_unlock(&own->both);
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->both);
	own->level = level;
	mutex_unlock(&own->both);
	return 0;
}

/* Somebody else learns of it. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->named);
	own->level = 0;
	mutex_unlock(&own->named);
	return thing_watch(thing, &own->named);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level, .hold = hold };

/*
 * check-name: a mutex that only the user half takes is its own
 * check-profile:
 *	functions:
 *	  thing_watch: {args: [object, object]}
 * check-has: user open
 * check-has: kernel stop
 * check-has: user set_level
 * check-has: user hold
 * check-has: rename open mutex_lock cleave_local_mutex_lock
 * check-has: rename open mutex_unlock cleave_local_mutex_unlock
 * check-not: rename set_level
 * check-not: rename hold
 * check-has: downcall function mutex_lock(object)
 */
