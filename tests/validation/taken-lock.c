// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int level;
};

#include "probe.h"

/* Stays in the kernel half: it would take the lock that its caller took. */
static void announce(struct thing *thing)
{
	thing_announce(thing);
}

static void unlocked(struct thing *thing)
{
	thing_announce(thing);
}

static void leave(void)
{
	wide_lock();
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	wide_lock();
	own->level = 1;
	wide_unlock();
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	leave();
	own->level = 0;
	wide_unlock();
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	wide_lock();
	announce(thing);
	wide_unlock();
	return 0;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	unlocked(thing);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .get_stats = get_stats,
};

/*
 * check-name: locks that a user half takes
 * check-has: user open
 * check-has: user unlocked
 * check-has: kernel announce: calls thing_announce, which takes wide: a caller of this may hold it (line 15)
 * check-has: user leave
 * check-has: user stop
 * check-has: downcall function wide_lock() takes wide
 * check-has: downcall function wide_unlock()
 */
