// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 seen;
};

#include "probe.h"

static void deep(struct own *own)
{
	own->seen++;
}

static int open(struct thing *thing)
{
	deep(thing_priv(thing));
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->seen = 0;
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what is called too often is not called across
 * check-profile:
 *	marks: {set_level: user}
 * check-evidence:
 *	{"driver": "driver", "functions": [
 *	 {"function": "open", "calls": 99999, "peak": 1000, "atomic": 0},
 *	 {"function": "deep", "calls": 99999, "peak": 1000, "atomic": 0},
 *	 {"function": "stop", "calls": 99999, "peak": 999, "atomic": 0},
 *	 {"function": "set_level", "calls": 9999, "peak": 9999, "atomic": 0},
 *	 {"function": "not_of_the_driver", "calls": 9999, "peak": 9999, "atomic": 9999}]}
 * check-has: kernel open: often: called 1000 times in a second
 * check-has: kernel deep: callers: only called from the kernel half (open)
 * check-has: user stop
 * check-has: user set_level
 */
