// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static inline int __level_of(struct thing *thing)
{
	return thing->level;
}

#define level_of __level_of

static int open(struct thing *thing)
{
	return level_of(thing);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a line of a profile that has no effect is told
 * check-profile:
 *	inlines:
 *	  level_of: {policy: local}
 *	functions:
 *	  thing_free: {ends: $0, releases: thing_alloc, key: [$0]}
 *	  never_called: {}
 * check-has: idle level_of for __level_of
 * check-has: idle never_called
 * check-not: idle thing_free
 */
