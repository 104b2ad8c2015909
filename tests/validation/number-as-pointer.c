// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct slot {
	u32 used;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	unsigned long back;
	unsigned long mine;
	u32 level;
	struct slot slot;
};

#include "probe.h"

/* The kernel half keeps a pointer there. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	own->back = (unsigned long)own;
	own->level = packet->len;
	own->slot.used = packet->len;
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return ((struct own *)own->back)->level;
}

static int use(struct slot *slot)
{
	return slot->used;
}

/* It is not followed here, but given away. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing), *back = (void *)own->back;

	return use(&back->slot);
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->mine = (unsigned long)own;
	return use(&own->slot) + !own->back;
}

/* The user half itself has put it there. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	return ((struct own *)own->mine)->level + level;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .send = send, .hold = hold, .set_level = set_level,
};

/*
 * check-name: numbers that are taken for pointers
 * check-has: kernel open: takes a number, back, for a pointer to a struct own (line 34)
 * check-has: kernel stop: takes a number, back, for a pointer to a struct own (line 47)
 * check-has: user hold
 * check-has: user set_level
 */
