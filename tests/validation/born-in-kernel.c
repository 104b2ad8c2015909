// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* Stays in the kernel half for what it calls; for whom this makes one nothing tells. */
static struct thing *another(int level)
{
	return thing_alloc(mystery(level));
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->thing = another(mystery(level));
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	thing_unregister(own->thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .set_level = set_level };

/*
 * check-name: an object that the kernel half makes is not known
 * check-says: objects of struct thing are also made or freed by another, in the kernel half
 * check-has: kernel open
 */
