// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex lock;
	u32 level;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	thing_begin(&own->lock);
	own->level++;
	thing_end(&own->lock);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return thing_enrol(own->thing);
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	thing_end(&own->lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .let_go = let_go };

/*
 * check-name: what an inline of a header acquires goes on record, or stays where it is called
 * check-has: kernel open: calls thing_end, and what that does by mutex_unlock would go on no record (line 19)
 * check-has: kernel stop: calls thing_enrol, and what that does by thing_register would go on no record
 * check-says: inlines: thing_enrol: {acquires: {undo: ..., key: [...]}}
 * check-has: kernel let_go: calls thing_end, which calls mutex_unlock for a lock that its caller took (line 34)
 * check-says: inlines: thing_end: {releases: mutex_lock, key: [...]}
 * check-not: downcall inline
 */
