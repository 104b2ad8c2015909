// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct ring {
	u32 head, tail;
	u64 private;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ring rings[4];
	u32 levels[8];
	struct thing *others[2];
};

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	u32 i, sum = 0;

	(void)packet;
	for (i = 0; i < 4; i++)
		sum += own->rings[i].tail + own->levels[i];
	return sum + (own->others[0] == thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->rings[1].tail = 0;
	own->rings[2].private = 0;
	own->others[1] = thing;
	return own->levels[3];
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: array field
 * check-has: field own.rings[].tail raw both 4 x 16
 * check-has: field own.levels raw to-user
 * check-has: field own.others[] pointer both 2 x 8 thing
 * check-not: field own.rings[].private
 * check-not: field own.rings[].head
 */
