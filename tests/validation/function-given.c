// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

typedef int (*step_fn)(struct thing *thing);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	step_fn step;
};

#include "probe.h"

static int raise(struct thing *thing)
{
	return ++thing->level;
}

static int ask(struct thing *thing)
{
	return far_read(3);
}

static const step_fn raises[] = { raise }, asks[] = { ask };

static void choose(step_fn *out)
{
	*out = ask;
}

static void choose_table(const step_fn **out)
{
	*out = asks;
}

static int open(struct thing *thing)
{
	step_fn step;

	choose(&step);
	return step(thing);
}

static int stop(struct thing *thing)
{
	step_fn step = raise;

	choose(&step);
	return step(thing);
}

static int set_level(struct thing *thing, int level)
{
	const step_fn *table = raises;

	choose_table(&table);
	return table[level & 0](thing);
}

/* What is written once is written. */
static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);

	own->step = raise;
	*(volatile step_fn *)&own->step = ask;
	return (*(const volatile step_fn *)&own->step)(thing);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .control = control,
};

/*
 * check-name: what a variable holds of which somebody has the address nobody knows
 * check-has: kernel open: calls through a pointer that may lead anywhere
 * check-has: kernel stop: calls through a pointer that may lead anywhere
 * check-has: kernel set_level: calls through a pointer that may lead anywhere
 * check-has: edge control raise through
 * check-has: edge control ask through
 * check-not: edge control open
 */
