// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

typedef int (*step_fn)(struct thing *thing);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const step_fn *ways;
};

#include "probe.h"

int thing_use_steps(struct thing *thing, const step_fn *steps);
int thing_call(struct thing *thing, step_fn step);

static int written(struct thing *thing)
{
	return thing->state;
}

static int by_alias(struct thing *thing)
{
	return thing->state + 1;
}

static int given(struct thing *thing)
{
	return thing->state + 2;
}

static int handed(struct thing *thing)
{
	return thing->state + 3;
}

static int loose(struct thing *thing)
{
	return thing->state + 7;
}

static int kept(struct thing *thing)
{
	return thing->state + 4;
}

static int copied(struct thing *thing)
{
	return thing->state + 5;
}

static int shown(struct thing *thing)
{
	return thing->state + 6;
}

/* Written where nobody sees that it is. */
static step_fn aliased[] = { written };

static int set_level(struct thing *thing, int level)
{
	step_fn *alias = aliased;

	alias[level & 0] = by_alias;
	return level;
}

static int open(struct thing *thing)
{
	return aliased[0](thing);
}

/* The kernel may call what is in there, whenever it likes. */
static const step_fn shared[] = { given };

static int stop(struct thing *thing)
{
	return thing_use_steps(thing, shared) + shared[0](thing);
}

/* ... or one that comes out of it. */
static const step_fn single[] = { handed };

static int hold(struct thing *thing)
{
	return thing_call(thing, single[0]);
}

/* ... which goes where a pointer leads. */
static const step_fn passed[] = { loose };

static void pass(step_fn *out)
{
	*out = passed[0];
}

/* Kept for later, where no assignment to a variable tells who has it. */
static const step_fn ways[] = { kept };

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	step_fn step;

	pass(&step);
	own->ways = ways;
	return own->ways[0](thing);
}

/* Its bytes are written. */
static step_fn bytes[] = { copied };

static void get_stats(struct thing *thing, struct stats *stats)
{
	memcpy(bytes, thing->address, sizeof(bytes));
	stats->nr = bytes[0](thing);
}

/* Another module finds it by its name. */
step_fn exported[] = { shown };
extern int __kstrtab_exported;
int *exported_name(void)
{
	return &__kstrtab_exported;
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	return exported[0](thing);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .let_go = let_go, .set_level = set_level,
	.get_stats = get_stats, .control = control,
};

/*
 * check-name: tables of functions of which not all is seen that is done with them
 * check-profile:
 *	functions:
 *	  thing_use_steps: {args: [object, pointer]}
 *	  thing_call: {args: [object, pointer]}
 * check-has: kernel open: calls through a pointer that may lead anywhere
 * check-has: kernel stop: calls through a pointer that may lead anywhere
 * check-has: kernel let_go: calls through a pointer that may lead anywhere
 * check-has: kernel get_stats: calls through a pointer that may lead anywhere
 * check-has: kernel control: calls through a pointer that may lead anywhere
 * check-has: kernel written: atomic: written, whose address goes who knows where
 * check-has: kernel given: atomic: given, whose address goes who knows where
 * check-has: kernel handed: atomic: handed (thing_call#1, which the model does not know)
 * check-has: kernel loose: atomic: loose, whose address goes who knows where
 * check-has: kernel kept: atomic: kept, whose address goes who knows where
 * check-has: kernel copied: atomic: copied, whose address goes who knows where
 * check-has: kernel shown: atomic: shown, whose address goes who knows where
 */
