// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* Of both worlds: what takes the lock may not be called, what needs it may not either. */
static void from_both(struct thing *thing)
{
	thing_notify(thing);
}

static void also_from_both(struct thing *thing)
{
	thing_refresh(thing);
}

static void helper(struct thing *thing)
{
	thing_refresh(thing);
}

/* Stays in the kernel half for its lock. */
static void relock(struct thing *thing)
{
	big_lock();
	thing_refresh(thing);
	big_unlock();
}

static void locked_by_ours(struct thing *thing)
{
	thing_notify(thing);
}

static void lock_and_call(struct thing *thing)
{
	big_lock();
	locked_by_ours(thing);
	big_unlock();
}

static int set_level(struct thing *thing, int level)
{
	from_both(thing);
	also_from_both(thing);
	if (level)
		relock(thing);
	return 0;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	helper(thing);
	stats->nr = 0;
}

static int open(struct thing *thing)
{
	from_both(thing);
	also_from_both(thing);
	relock(thing);
	return 0;
}

static int stop(struct thing *thing)
{
	thing_notify(thing);
	lock_and_call(thing);
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .get_stats = get_stats,
};

/*
 * check-name: locks that callers hold
 * check-has: kernel from_both: calls thing_notify, which takes big: a caller of this may hold it (line 14)
 * check-has: kernel also_from_both: calls thing_refresh, which needs big: not every caller of this holds it (line 19)
 * check-has: user helper
 * check-has: upcall get_stats(object, buffer) holds big
 * check-has: kernel relock: calls big_lock, which must run in the kernel
 * check-has: kernel set_level: calls from_both, which takes big: a caller of this may hold it
 * check-has: kernel locked_by_ours: calls thing_notify, which takes big
 * check-has: user stop
 * check-has: downcall function thing_notify(object) takes big
 * check-has: downcall function thing_refresh(object) needs big
 * check-has: downcall driver lock_and_call(object) takes big
 */
