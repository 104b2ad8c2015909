// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct ring {
	u32 nr;
	struct ring *next;
};

struct slot {
	u32 used;
};

struct note {
	u32 level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ring *rings;
	struct slot *slots;
	struct note *note;
	void *spare;
};

#include "probe.h"

/* In a field of an object, as an array. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->rings = kcalloc(4, sizeof(*own->rings), 0);
	if (!own->rings)
		return -12;
	own->rings[1].nr = 2;
	own->rings[0].next = &own->rings[1];
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->rings);
	own->rings = NULL;
	return 0;
}

/* Nobody else sees it. */
static void fill(u8 *bytes, u32 nr)
{
	while (nr--)
		bytes[nr] = nr;
}

static int set_level(struct thing *thing, int level)
{
	u8 *bytes = kzalloc(level, 0);
	int sum;

	if (!bytes)
		return -12;
	fill(bytes, level);
	sum = bytes[0] + thing->level;
	kfree(bytes);
	return sum;
}

/* Of no structure of the driver's. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct stats *stats = kzalloc(sizeof(*stats), 0);

	own->spare = stats;
	return !stats;
}

/* The kernel half makes some of these, too, or frees them where it may not sleep. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->slots = kzalloc(sizeof(*own->slots), 0);
	own->note = kzalloc(sizeof(*own->note), 0);
	stats->nr = 1;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	kfree(own->note);
	own->slots = kzalloc(sizeof(*own->slots), 0);
	own->slots->used = packet->len;
	own->rings->nr = packet->len;
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .hold = hold,
	.get_stats = get_stats, .send = send,
};

/*
 * check-name: what a driver allocates is told by what it is assigned to
 * check-has: user open
 * check-has: user stop
 * check-has: downcall typed kcalloc__ring(value, value, value)
 * check-has: downcall typed kfree__ring(object)
 * check-has: type ring
 * check-has: user set_level
 * check-has: user fill
 * check-not: downcall typed kzalloc__u8
 * check-not: downcall function kzalloc
 * check-has: kernel hold: calls kzalloc, and it is not told
 * check-has: kernel get_stats: calls kzalloc__slot: objects of struct slot are also made or freed by send
 */
