// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

static spinlock_t lock;

#include "probe.h"

static int open(struct thing *thing)
{
	thing_resume(thing);
	return 0;
}

static int reset(struct thing *thing)
{
	thing_pause(thing);
	thing_resume(thing);
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	thing_pause(thing);
	spin_lock(&lock);
	if (level)
		return level;
	spin_unlock(&lock);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = reset, .set_level = set_level };

/*
 * check-name: the kernel half leaves out what a user half that died may have given back already
 * check-has: user reset
 * check-has: kernel set_level
 * check-has: native thing_pause unless thing_paused($0)
 */
