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

static const struct thing_ops ops = { .open = open };

/*
 * check-name: an inline that the model says acquires, or gives back, is called across and on record
 * check-profile:
 *	inlines:
 *	  thing_begin: {acquires: {undo: "thing_end($0)", until: answer, key: [$0]}}
 *	  thing_end: {releases: thing_begin, key: [$0]}
 * check-has: user open
 * check-has: downcall inline thing_begin
 * check-has: downcall inline thing_end
 */
