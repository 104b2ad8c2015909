// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct mode {
	int number;
	const char *name;
	const char *alias;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct mode *mode;
	const struct mode *strange;
};

#include "probe.h"

static const struct mode modes[] = { { 1, "one", "uno" }, { 2, "two", "due" } };
static struct mode odd = { 3, "three", "tre" };

static const struct mode *find(int number)
{
	for (int i = 0; i < 2; i++)
		if (modes[i].number == number)
			return &modes[i];
	return NULL;
}

static void set(struct own *own, const struct mode *mode)
{
	own->mode = mode;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	set(own, find(1));
	set(own, &odd);
	return own->mode->number;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->mode->name[0];
}

/* Somebody else may have put it there. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->strange = mystery_mode(level);
	return level;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	stats->nr = own->strange->number;
}

/* A table that is changed is not the same in both halves. */
static int sleep(struct thing *thing)
{
	odd.alias = thing->name;
	return 0;
}

static int reset(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->mode->alias[0];
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.get_stats = get_stats, .sleep = sleep };
static const struct thing_ops others = { .open = reset };

/*
 * check-name: members of tables that each half has
 * check-has: user open
 * check-has: user stop
 * check-has: kernel get_stats: follows own.strange
 * check-has: kernel reset: follows mode.alias
 */
