// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int level;
};

#include "probe.h"

/* In an interrupt. By own->thing anything may be meant. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	if (own->level)
		return 0;
	thing_resume(thing);
	own->level++;
	thing_pause(own->thing);
	return 0;
}

static int open(struct thing *thing)
{
	thing_resume(thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what is acquired for one and given back for another is not balanced
 * check-has: kernel send: atomic
 * check-has: kernel open: acquires by thing_resume what send gives back
 */
