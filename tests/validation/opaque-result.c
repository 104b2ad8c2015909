// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct claim *claim;
};

#include "probe.h"

static struct claim *last;

static int open(struct thing *thing)
{
	if (!claim(thing, 1))
		return -16;
	return 0;
}

static int stop(struct thing *thing)
{
	unclaim(thing, 1);
	return 0;
}

/* Nothing leads back to it. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->claim = claim(thing, level);
	return !own->claim;
}

static struct claim *second(struct thing *thing)
{
	return claim(thing, 2);
}

static int hold(struct thing *thing)
{
	last = second(thing);
	return !last;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct claim *own = claim(thing, 3);

	stats->nr = own ? claim_size(own) : 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.hold = hold, .get_stats = get_stats };

/*
 * check-name: a result that is only compared with NULL
 * check-has: user open
 * check-has: user stop
 * check-has: kernel set_level: uses what claim returns, which is only to be compared with NULL
 * check-has: kernel second: uses what claim returns, which is only to be compared with NULL
 * check-has: kernel get_stats: uses what claim returns, which is only to be compared with NULL (line 51)
 */
