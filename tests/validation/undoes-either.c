// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* What it does only the kernel can. */
static int hold(struct thing *thing)
{
	return mystery(thing->level);
}

static int stop(struct thing *thing)
{
	return thing->level;
}

static int let_go(struct thing *thing)
{
	return thing->level + 1;
}

static const struct thing_ops ops = { .hold = hold, .stop = stop, .let_go = let_go };

/* Neither of what this one undoes is in the kernel half. */
static int let_other_go(struct thing *thing)
{
	return thing->level + 2;
}

static const struct thing_ops other_ops = { .stop = stop, .let_go = let_other_go };

/*
 * check-name: what undoes either of two things stays where one of them is
 * check-profile:
 *	slots:
 *	  thing_ops.let_go: {context: sleep, undoes: [thing_ops.stop, thing_ops.hold]}
 * check-has: kernel let_go: undoes what hold does in the kernel half
 * check-has: user stop
 * check-has: user let_other_go
 */
