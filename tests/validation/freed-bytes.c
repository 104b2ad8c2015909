// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct slot {
	u32 used;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct slot *slot;
};

int mystery_bytes(u8 *bytes);

#include "probe.h"

/* What it frees it has allocated itself: bytes, and no object. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	void *bytes = kzalloc(packet->len, 0);
	u8 *more = bytes;

	if (!bytes)
		return -12;
	own->slot->used = mystery_bytes(more + 4);
	kfree(bytes);
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->slot = kzalloc(sizeof(*own->slot), 0);
	return own->slot ? 0 : -12;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->slot);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: bytes that the kernel half frees are no object
 * check-has: user open
 * check-has: user stop
 * check-has: downcall typed kfree__slot(object)
 */
