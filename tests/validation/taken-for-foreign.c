// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

struct own {
	u32 level;
	u32 second;
};

#define PART struct own
#include "bare-probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *second = &own->second;

	own->level = 1;
	*second = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	struct shared_part *part = thing_priv(thing);

	part->level = 1;
	return 0;
}

static int hold(struct thing *thing)
{
	u32 *number = thing_priv(thing);

	*number = 1;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: the driver's own part is taken for another module's, which nobody shares
 * check-has: user open
 * check-has: kernel stop: follows what is behind a thing as a struct shared_part
 * check-has: kernel hold
 */
