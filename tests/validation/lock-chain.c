// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex mutex;
	struct mutex other;
	u32 level;
};

struct guard {
	int (*take)(struct own *own);
	void (*give)(struct own *own);
};

#include "probe.h"

/* Has it, or fails. */
static int take(struct own *own)
{
	mutex_lock(&own->mutex);
	if (own->level) {
		mutex_unlock(&own->mutex);
		return -1;
	}
	return 0;
}

static void give(struct own *own)
{
	mutex_unlock(&own->mutex);
}

/* There is nothing to take. */
static int take_none(struct own *own)
{
	own->level = 0;
	return 0;
}

static void give_none(struct own *own)
{
	own->level = 1;
}

static const struct guard guards[] = {
	{ .take = take, .give = give },
	{ .take = take_none, .give = give_none },
};

static int count(struct own *own, const struct guard *by)
{
	int err = by->take(own);

	if (err)
		return err;
	own->level++;
	by->give(own);
	return 0;
}

static int open(struct thing *thing)
{
	return count(thing_priv(thing), &guards[0]) + count(thing_priv(thing), &guards[1]);
}

/* A table without structures is the driver's own as well. */
static int (*const takers[])(struct own *own) = { take, take_none };

static int set(struct own *own, int level)
{
	int err = takers[level & 1](own);

	if (err)
		return err;
	own->level = level;
	give(own);
	return 0;
}

/* Of the level above nobody gives it back. */
static void take_other(struct own *own)
{
	wide_lock();
	own->level = 0;
}

static void begin(struct own *own)
{
	take_other(own);
	own->level = 1;
}

static int stop(struct thing *thing)
{
	begin(thing_priv(thing));
	return 0;
}

/* The kernel half calls it, too, and would have it given back when it is answered. */
static void take_third(struct thing *thing)
{
	count_up(thing);
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	take_third(thing);
	stats->nr = 0;
	count_down(thing);
}

static int hold(struct thing *thing)
{
	big_lock();
	take_third(thing);
	count_down(thing);
	big_unlock();
	return 0;
}

/* For a while its caller does not have it. */
static void pause(void)
{
	wide_unlock();
	wide_lock();
}

static void let_go(struct thing *thing)
{
	pause();
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->other);
	own->level = level;
	mutex_unlock(&own->other);
	return set(own, level);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .get_stats = get_stats, .hold = hold, .let_go = let_go,
	.set_level = set_level,
};

/*
 * check-name: a lock that is left to callers, all of which give it back
 * check-has: user take
 * check-has: user give
 * check-has: user count
 * check-has: user open
 * check-has: kernel take_other: calls wide_lock and leaves the lock to its caller (line 85)
 * check-has: kernel begin: calls take_other, which calls wide_lock and leaves the lock to its caller (line 91)
 * check-has: kernel stop: calls begin, which calls wide_lock and leaves the lock to its caller (line 97)
 * check-has: both take_third
 * check-has: user get_stats
 * check-has: kernel pause: calls wide_unlock for a lock that its caller took (line 126)
 * check-has: kernel let_go: calls pause, which calls wide_unlock for a lock that its caller took (line 132)
 * check-has: user set
 * check-has: user set_level
 * check-not: upcall take_third
 */
