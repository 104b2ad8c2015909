// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

/* No object: the user half knows none of these. */
struct window {
	int taken;
};

extern struct window windows;
int window_take(struct window *window, int level);
void window_give(struct window *window, int level);

static int enter(void)
{
	return window_take(&windows, 1);
}

static void leave(void)
{
	window_give(&windows, 1);
}

/* Between the two calls the user half may go, and then nobody leaves. */
static int open(struct thing *thing)
{
	int level;

	if (enter())
		return -16;
	level = thing->level;
	leave();
	return level;
}

static int look(void)
{
	int there = !enter();

	if (there)
		leave();
	return there;
}

/* What is entered here is left before anybody else is asked. */
static int stop(struct thing *thing)
{
	return look() + thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: what the kernel half acquires for a user half, on no record, it gives back itself
 * check-profile:
 *	functions:
 *	  window_take: {context: sleep, args: [object, value], acquires: {undo: "window_give($0, $1)", key: [$0, $1]}}
 *	  window_give: {context: sleep, args: [object, value], releases: window_take, key: [$0, $1]}
 * check-has: kernel enter: calls window_take: no object
 * check-has: kernel open: calls enter in the kernel half, which calls window_take: what that sets up nobody takes back
 * check-has: user stop
 */
