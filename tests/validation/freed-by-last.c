// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Whoever has the file open has one, too, and that may be longer than the device is there. */
struct ring {
	struct turnstile users;
	u32 nr;
};

struct slot {
	struct turnstile users;
	u32 nr;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ring *ring;
	struct slot *slot;
};

#include "probe.h"

static void last_ring(struct turnstile *users)
{
	kfree(container_of(users, struct ring, users));
}

static void free_slot(struct slot *slot)
{
	kfree(slot);
}

static void last_slot(struct turnstile *users)
{
	free_slot(container_of(users, struct slot, users));
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->ring = kzalloc(sizeof(*own->ring), 0);
	return own->ring ? 0 : -12;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->slot = kzalloc(sizeof(*own->slot), 0);
	return own->slot ? level : -12;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return last_out(&own->ring->users, last_ring) + last_out(&own->slot->users, last_slot);
}

static const struct thing_ops ops = { .open = open, .set_level = set_level, .let_go = let_go };

/*
 * check-name: what is freed by whoever is the last to use it may outlive its device, and is no object
 * check-has: kernel last_ring: called back by last_out
 * check-has: kernel open: calls kzalloc__ring: objects of struct ring are also made or freed by last_ring
 * check-has: kernel set_level: calls kzalloc__slot: objects of struct slot are also made or freed by free_slot
 */
