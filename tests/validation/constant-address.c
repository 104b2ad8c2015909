// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	unsigned long at;
};

#include "probe.h"

#define FIRST	0x441

/* Addresses that stand in the text. */
static int open(struct thing *thing)
{
	poke_both(FIRST, 1);
	poke_both(FIRST + 2, 1);
	return 0;
}

/* One that comes from a structure. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	poke_both(own->at, 1);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: constant addresses are the driver's own
 * check-has: user open:
 * check-has: kernel stop: calls poke_both, and nothing here reads bus_device.start
 * check-has: check poke_both $0: (((own($0, $1)) || ($0 == 1089ULL && $1 == 1ULL)) || ($0 == 1091ULL && $1 == 1ULL)) && (
 */
