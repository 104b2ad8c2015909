// SPDX-License-Identifier: GPL-2.0-or-later
#define THING_TAIL
#include <kernel.h>

struct own {
	struct own *next;
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

/* Where the loop begins is told by where the object is, not by what is written there. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	while (own) {
		far_read(own->level);
		own = own->next;
	}
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: who finds the part behind an object writes no number there (netdev_priv() of 6.12)
 * check-has: user probe
 * check-has: user open
 * check-has: kernel stop
 */
