// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int level;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 0;
	return 0;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .let_go = let_go };

/*
 * check-name: a slot that is called for what its caller is about to end
 * check-profile:
 *	slots:
 *	  thing_ops.stop: {context: sleep, ended_by: [other_free, thing_free]}
 *	  thing_ops.let_go: {context: sleep, ended_by: [other_free]}
 * check-has: kernel stop: crossing: called from thing_ops.stop, by thing_free for what that ends
 * check-has: user open
 * check-has: user remove
 * check-has: user let_go
 */
