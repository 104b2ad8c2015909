// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

struct own_ops {
	int (*level)(struct thing *thing);
	int (*unused)(struct thing *thing);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int theirs(struct thing *thing)
{
	return thing->level;
}

static int mine(struct thing *thing)
{
	return thing->level + 1;
}

static int idle(struct thing *thing)
{
	return thing->level + 2;
}

/* Who else includes the header may call these from anywhere. */
static const struct shared_ops shared = { .level = theirs, .unused = theirs };
static const struct own_ops owned = { .level = mine, .unused = idle };

static int open(struct thing *thing)
{
	return owned.level(thing);
}

static int stop(struct thing *thing)
{
	return shared.level(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: structure of a header that another driver includes
 * check-has: user mine
 * check-has: user open
 * check-has: kernel idle: callers: nothing calls it
 * check-not: user theirs
 */
