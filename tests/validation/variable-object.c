// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static const struct gauge_ops gauge_ops;
static struct gauge gauge = { .ops = &gauge_ops, .level = 3 };

/* Of such a structure a part may be a thing of the kernel's. */
static struct state {
	u32 nr;
	struct gauge inner;
} state;

static int set(struct gauge *gauge, u32 level)
{
	gauge->level = level;
	return 0;
}

static const struct gauge_ops gauge_ops = { .set = set };

static struct {
	struct meter meter;
} nameless;

static int hold(struct thing *thing)
{
	return meter_start(&nameless.meter) + thing->level;
}

static int open(struct thing *thing)
{
	state.inner.ops = &gauge_ops;
	gauge_register(&state.inner);
	return gauge_register(&gauge) + thing->level;
}

static int stop(struct thing *thing)
{
	gauge_unregister(&gauge);
	gauge_unregister(&state.inner);
	return thing->level;
}

static int send(struct thing *thing, struct packet *packet)
{
	return gauge.level + state.inner.level + packet->len + thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send, .hold = hold };

/*
 * check-name: variables that are objects
 * check-has: user set
 * check-has: user open
 * check-has: user stop
 * check-has: upcall set(object, value)
 * check-has: downcall function gauge_register(object)
 * check-has: type gauge
 * check-has: type state
 * check-has: field gauge.level raw both
 * check-has: field state.inner.level raw both
 * check-has: point state gauge offsetof(struct state, inner)
 * check-has: kernel hold: calls meter_start: no object of the type of its argument 0 (struct meter *) is known
 * check-has: symbol global gauge
 */
