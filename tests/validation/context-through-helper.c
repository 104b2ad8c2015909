// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 packets;
};

#include "probe.h"

static int deepest(struct own *own)
{
	return far_read(own->packets);
}

static int helper(struct own *own)
{
	return deepest(own);
}

static int send(struct thing *thing, struct packet *packet)
{
	(void)packet;
	return helper(thing_priv(thing));
}

static int open(struct thing *thing)
{
	return helper(thing_priv(thing));
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: context through a helper
 * check-has: kernel deepest: atomic: reached from send (thing_ops.send)
 * check-has: kernel helper: atomic: reached from send (thing_ops.send)
 * check-has: user open
 * check-has: downcall driver helper(object)
 */
