// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

typedef int (*step_fn)(struct thing *thing);

struct entry {
	int level;
	step_fn func;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct entry *entry;
	step_fn given, found, set, copied, both, taken;
};

#include "probe.h"

step_fn thing_find(struct thing *thing);

static int raise(struct thing *thing)
{
	return ++thing->state;
}

static int lower(struct thing *thing)
{
	return --thing->state;
}

static const struct entry entries[] = { { 1, raise }, { 2, lower }, { } };

/* All that is in the table is known, and so is what comes out of it. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	const struct entry *entry;

	own->entry = entries;
	for (entry = own->entry; entry->func; entry++)
		if (entry->level == thing->level)
			own->copied = entry->func;
	return own->copied ? own->copied(thing) : own->entry->func(thing);
}

static void choose(step_fn *out)
{
	*out = lower;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->given = raise;
	choose(&own->given);
	return own->given(thing);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->found = raise;
	if (level)
		own->found = thing_find(thing);
	return own->found(thing);
}

static void set(struct own *own, step_fn step)
{
	own->set = step;
}

/* One caller gives a function of its own, another one of the kernel's. */
static int hold(struct thing *thing)
{
	set(thing_priv(thing), raise);
	return thing->state;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	set(own, thing_find(thing));
	return own->set(thing);
}

static int call(struct thing *thing, step_fn step)
{
	return step(thing);
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	stats->nr = call(thing, lower) + call(thing, thing_find(thing));
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);

	own->taken = raise;
	own->both = own->taken;
	own->both = own->found;
	return size ? own->taken(thing) : own->both(thing);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .let_go = let_go, .set_level = set_level,
	.get_stats = get_stats, .control = control,
};

/*
 * check-name: what a member holds is not known if anything else may be put there
 * check-profile:
 *	functions: {thing_find: {args: [object], returns: pointer}}
 * check-has: user open
 * check-has: edge open raise through
 * check-has: edge open lower through
 * check-has: kernel stop: calls through a pointer that may lead anywhere (line 58)
 * check-has: kernel set_level: calls through a pointer that may lead anywhere (line 68)
 * check-has: kernel let_go: calls through a pointer that may lead anywhere (line 88)
 * check-has: kernel call: calls through a pointer that may lead anywhere (line 93)
 * check-has: kernel control: calls through a pointer that may lead anywhere (line 108)
 */
