// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	void (*raise)(struct own *own);
};

#include "probe.h"

static void louder(struct own *own)
{
	thing_notify(own->thing);
}

static void deeper(struct own *own)
{
	own->raise(own);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->raise = louder;
	thing_announce(thing);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	deeper(own);
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return own->level != packet->len;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: an upcall may make the downcalls that its text leads to, and no others
 * check-has: within open thing_announce
 * check-not: within open thing_notify
 * check-has: within stop thing_notify
 * check-not: within stop thing_announce
 * check-has: within probe thing_register
 * check-not: within probe thing_unregister
 * check-has: within remove thing_unregister
 */
