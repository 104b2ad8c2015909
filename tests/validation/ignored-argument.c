// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	return 3;
}

static int stop(struct thing *thing)
{
	return thing->level;
}

static int hold(struct thing *thing)
{
	return thing ? 1 : 2;
}

static int take(struct thing *thing)
{
	thing->level = 1;
	return 0;
}

static int let_go(struct thing *thing)
{
	return take(thing);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold, .let_go = let_go };

/*
 * check-name: an argument that is not transported is used by nobody in the user half
 * check-profile:
 *	slots: {thing_ops.open: {context: sleep, args: [ignored]}, thing_ops.stop: {context: sleep, args: [ignored]}, thing_ops.hold: {context: sleep, args: [ignored]}, thing_ops.let_go: {context: sleep, args: [ignored]}}
 * check-has: user probe
 * check-has: user open
 * check-has: kernel stop
 * check-has: kernel hold
 * check-has: kernel let_go
 */
