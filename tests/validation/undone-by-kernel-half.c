// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int level;
};

#include "probe.h"

/* No object: the user half knows none of these. */
struct window {
	int taken;
};

extern struct window windows;
int window_take(struct window *window, int level);
void window_give(struct window *window, int level);

/* Nobody may sleep here, and nothing of it is on record. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	own->level = window_take(&windows, 1);
	return 0;
}

static void leave(struct own *own)
{
	window_give(&windows, own->level);
}

static void forget(struct own *own)
{
	leave(own);
	own->level = 0;
}

static int hold(struct thing *thing)
{
	return thing->level;
}

/* Whom the window belongs to would be called when the driver is gone. */
static int let_go(struct thing *thing)
{
	forget(thing_priv(thing));
	return thing->level;
}

/* It need not be called: what is left open others close. */
static int stop(struct thing *thing)
{
	leave(thing_priv(thing));
	return thing->level;
}

static const struct thing_ops ops = {
	.hold = hold, .let_go = let_go, .stop = stop, .send = send,
};

/*
 * check-name: what undoes what the kernel half acquired on no record stays, where that half does it
 * check-profile:
 *	functions:
 *	  window_take: {args: [object, value], acquires: {undo: "window_give($0, $1)", key: [$0, $1]}}
 *	  window_give: {context: sleep, args: [object, value], releases: window_take, key: [$0, $1]}
 * check-has: kernel leave: calls window_give: no object
 * check-has: kernel let_go: calls leave, which gives back by window_give what send may have acquired in the kernel half
 * check-has: user hold
 * check-has: user stop
 */
