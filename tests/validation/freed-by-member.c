// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct ring {
	u32 nr;
};

struct slot {
	u32 used;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void *data;
	void *spare;
};

#include "probe.h"

/* A ring or a slot: both are told. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct ring *ring = kzalloc(sizeof(*ring), 0);

	if (!ring)
		return -12;
	ring->nr = 1;
	own->data = ring;
	return 0;
}

static void keep(struct own *own, struct slot *slot)
{
	own->data = slot;
}

static int set_level(struct thing *thing, int level)
{
	struct slot *slot = kzalloc(sizeof(*slot), 0);

	if (!slot)
		return -12;
	slot->used = level;
	keep(thing_priv(thing), slot);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->data);
	own->data = NULL;
	return 0;
}

/* What is there comes from elsewhere, too. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->spare = thing->address;
	stats->nr = 1;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->spare);
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .hold = hold, .get_stats = get_stats,
};

/*
 * check-name: what is freed by a member without a type is what is stored there
 * check-has: user open
 * check-has: user set_level
 * check-has: user stop
 * check-has: downcall typed kfree__own__data(pointer)
 * check-has: kernel hold: calls kfree__void, and it is not told
 */
