// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct queue *queue;
};

#include "probe.h"

static struct queue *common;

static int open(struct thing *thing)
{
	flush_queue(common);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	if (thing->level) {
		flush_queue(own->queue);
	}
	return 0;
}

/* No statement by itself. */
static int set_level(struct thing *thing, int level)
{
	return level ? flush_queue(common), 1 : 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: a statement that is done in place, in the kernel half
 * check-has: user open
 * check-has: user stop
 * check-has: downcall outline
 * check-has: followed cleave_outline_open_1 common
 * check-has: followed cleave_outline_stop_1 own->queue
 * check-not: downcall outline cleave_outline_open_1() by worker
 * check-has: kernel set_level: calls flush_queue, which must run in the kernel (line 33)
 * check-not: field own.queue
 */
