// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* Elsewhere, it is called with the thing alone. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	stats->nr = thing->level;
}

static int set_level(struct thing *thing, int level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .get_stats = get_stats, .set_level = set_level };

/*
 * check-name: what a kernel's prototype has more than the model tells of crosses by its type
 * check-profile:
 *	slots: {thing_ops.get_stats: &one {context: sleep, more: true, args: [object]}, thing_ops.set_level: *one}
 * check-has: user get_stats
 * check-has: upcall get_stats(object, buffer)
 * check-has: upcall set_level(object, value)
 */
