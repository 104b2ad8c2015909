// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 bytes[4];
};

#include "probe.h"

u8 *mystery_bytes(void);

/* Whatever it is written like, it is a pointer, and it matters where that leads. */
static int sum(const u8 list[])
{
	return list[0] + list[1];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return sum(own->bytes);
}

static int stop(struct thing *thing)
{
	(void)thing;
	return sum(mystery_bytes());
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a parameter that is written as an array
 * check-profile:
 *	functions:
 *	  mystery_bytes: {returns: {type: "u8 *"}}
 * check-has: user open
 * check-has: kernel stop
 */
