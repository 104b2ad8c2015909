// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 most;
};

#include "probe.h"

static u32 limit;

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	printk("%u\n", own->bdev->vendor);
	return sscanf(thing->name, "%u %u", &limit, &own->most);
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return packet->len < limit + own->most;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what sscanf() is given the address of is written
 * check-has: user open
 * check-has: kernel send
 * check-has: field own.most raw both
 * check-has: field limit raw both
 * check-has: field bus_device.vendor raw to-user
 */
