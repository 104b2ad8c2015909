// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct slot {
	u64 cookie;
	u32 len;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct slot slot;
	u64 cookie;
	u64 size;
	u64 mine;
};

void call_later(void (*f)(unsigned long data), unsigned long data);

#include "probe.h"

static void later(unsigned long data)
{
	struct own *own = (struct own *)data;

	own->size = far_read(0);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	call_later(later, (unsigned long)own);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->slot.cookie = (u64)(unsigned long)own;
	return 0;
}

/* The kernel half, which has it from the device. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return own->cookie == own->slot.cookie;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	unsigned long at = (unsigned long)&own->slot;

	own->cookie = at;
	return 0;
}

/* How far one thing is from another is the same everywhere; what stays here is its own. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->size = (char *)&own->slot - (char *)own;
	own->mine = (unsigned long)thing;
	return own->mine ? level : 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .send = send, .hold = hold, .set_level = set_level,
};

/*
 * check-name: the address of an object is no number that crosses
 * check-profile:
 *	functions:
 *	  call_later: {args: [pointer, value], callbacks: {0: {context: atomic}}}
 * check-has: kernel open: gives call_later the address of an object as a number
 * check-has: kernel stop: keeps the address of an object in own.slot.cookie, a number
 * check-has: kernel hold: keeps the address of an object in own.cookie, a number
 * check-has: user set_level
 */
