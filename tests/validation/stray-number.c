// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 x, y;
	u32 list[4];
	u32 *slot, *part, *mine;
};

#include "probe.h"

/* The kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	own->slot = &own->x;
	own->part = own->list;
	own->y++;
	return *own->slot + *own->part;
}

static void count(struct own *own)
{
	(*own->slot)++;
}

static u32 get(struct own *own)
{
	return *own->slot;
}

static u32 second(struct own *own)
{
	return own->part[1];
}

/* Who sets this is in the user half. */
static u32 by_mine(struct own *own)
{
	return *own->mine;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->mine = &own->y;
	count(own);
	return get(own) + second(own) + by_mine(own);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: who follows a pointer that the kernel half leads to a number in an object stays with it
 * check-has: kernel count: follows own.slot, where send, in the kernel half, keeps the address of a number in struct own
 * check-has: kernel get: follows own.slot, where send, in the kernel half, keeps the address of a number in struct own
 * check-has: kernel second
 * check-has: user by_mine
 * check-has: user open
 */
