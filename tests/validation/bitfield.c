// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 low : 3;
	u32 mine : 5;
	u32 shared : 7;
	u16 next : 9;
};

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	return own->shared + own->next;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->shared = 1;
	own->mine = 2;
	return own->next;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: bitfield
 * check-has: field own.shared bits both ((sizeof(struct thing) + 31) & ~31UL) + 16 0x7f00
 * check-has: field own.next bits to-user ((sizeof(struct thing) + 31) & ~31UL) + 18 0x1ff
 * check-not: field own.mine
 */
