// SPDX-License-Identifier: GPL-2.0-or-later
#define THING_TAIL
#include <kernel.h>

struct own {
	u32 level;
};

#define PART struct own
#include "bare-probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	thing->priv[0] = 1;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: the part behind an object is an array of unknown length in it (net_device of 6.12)
 * check-has: user probe
 * check-has: user open
 * check-has: kernel stop
 * check-says: touches thing.priv[], of which it is not known how many there are
 */
