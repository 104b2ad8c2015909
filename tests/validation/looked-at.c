// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 (*ask)(struct own *own);
};

#include "probe.h"

static u32 counted;
u32 own_sum(const u32 *numbers);

static u32 vendor(struct own *own)
{
	return own->bdev->vendor;
}

static u32 ask(struct own *own)
{
	return own->ask(own);
}

static int open(struct thing *thing)
{
	return thing->level;
}

static int stop(struct thing *thing)
{
	return !thing;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->ask = vendor;
	return level + (int)ask(own);
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	(void)thing;
	stats->nr = 1;
}

static int hold(struct thing *thing)
{
	(void)thing;
	return (int)own_sum(&counted);
}

static int let_go(struct thing *thing)
{
	printk("%s\n", thing->name);
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	counted += packet->len + own->level + own->bdev->vendor + thing->level;
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .get_stats = get_stats, .hold = hold,
	.let_go = let_go, .send = send,
};

/*
 * check-name: the objects that an upcall's function looks at, itself or by what it calls
 * check-profile:
 *	functions:
 *	  own_sum: {policy: local}
 * check-has: looks open thing__own
 * check-not: looks open bus_device
 * check-not: looks stop
 * check-has: looks set_level thing__own
 * check-has: looks set_level bus_device
 * check-not: looks set_level anything
 * check-not: looks get_stats
 * check-has: looks hold counted
 * check-not: looks hold thing
 * check-not: looks hold anything
 * check-has: looks let_go thing__own
 * check-has: looks remove bus_device
 */
