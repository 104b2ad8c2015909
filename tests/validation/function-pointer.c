// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own_ops {
	int (*start)(struct own *own);
	int (*kick)(struct own *own);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct own_ops *own_ops;
	u32 started;
};

#include "probe.h"

static int start(struct own *own)
{
	msleep(1);
	return own->started++;
}

static int kick(struct own *own)
{
	return own->started + mystery(0);
}

static const struct own_ops own_ops = { .start = start, .kick = kick };

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	return own->own_ops->kick(own);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->own_ops = &own_ops;
	return own->own_ops->start(own);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: function pointer through a struct
 * check-has: kernel kick: atomic: reached from send (thing_ops.send)
 * check-has: user start: user: called from open
 * check-has: user open
 */
