// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 *ring;
	u32 *table;
};

#include "probe.h"

/* In an interrupt: what it maps it keeps, but if it fails. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	own->ring = ioremap(4096, 64);
	if (!own->ring)
		return -12;
	own->table = ioremap(8192, 64);
	if (!own->table)
		goto no_table;
	return 0;
no_table:
	iounmap(own->ring);
	return -12;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	iounmap(own->ring);
	return 0;
}

/* Of what it gives back it has mapped nothing. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u32 *table = ioremap(8192, 64);

	if (!table)
		return -12;
	iounmap(own->table);
	own->table = table;
	return level;
}

static const struct thing_ops ops = { .send = send, .stop = stop, .set_level = set_level };

/*
 * check-name: what the kernel half gives back only if something fails no user half gives back
 * check-has: kernel stop: gives back by iounmap what send may have acquired in the kernel half
 * check-has: kernel set_level
 */
