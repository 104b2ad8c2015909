// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

typedef int (*step_fn)(struct thing *thing);

static int raise(struct thing *thing)
{
	return ++thing->level;
}

/* Of this one the kernel half has the only one. */
static int ask(struct thing *thing)
{
	return thing->state + far_read(0);
}

static int look(struct thing *thing)
{
	return thing->state ? 0 : -1;
}

static int clear(struct thing *thing)
{
	thing->level = 0;
	return 0;
}

static int fill(struct thing *thing)
{
	thing->level = 7;
	return 0;
}

static int count(struct thing *thing)
{
	return thing->state;
}

static int count_twice(struct thing *thing)
{
	return 2 * thing->state;
}

static int (*const steps[])(struct thing *) = { raise, [3] = ask };

static int set_level(struct thing *thing, int level)
{
	return steps[level & 1](thing);
}

/* Up to the end, which is marked. */
static int open(struct thing *thing)
{
	static const step_fn looks[] = { look, NULL };

	for (const step_fn *step = looks; *step; step++)
		if ((*step)(thing))
			return -1;
	return 0;
}

static const step_fn cleared[] = { clear }, filled[2][1] = { { raise }, { fill } };

static int stop(struct thing *thing)
{
	const step_fn *way = NULL;

	switch (thing->level) {
	case 0:
		way = filled[1];
		break;
	case 1:
		way = cleared;
	}
	return way ? way[0](thing) : 0;
}

/* Whoever sends may not sleep. */
static const step_fn counts[] = { count };
static step_fn counting = count;

static int send(struct thing *thing, struct packet *packet)
{
	return packet->len ? counts[packet->len & 0](thing) : counting(thing);
}

static int hold(struct thing *thing)
{
	counting = count_twice;
	return thing->state;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .send = send, .hold = hold,
};

/*
 * check-name: functions that are called through a table, by index or by a pointer into it
 * check-has: user set_level
 * check-has: user raise
 * check-has: kernel ask: calls far_read
 * check-has: within set_level ask
 * check-has: downcall driver ask(object)
 * check-has: edge set_level raise through
 * check-has: edge set_level ask through
 * check-has: user open
 * check-has: user look
 * check-has: user stop
 * check-has: edge stop clear through
 * check-has: edge stop fill through
 * check-has: kernel count: atomic: reached from send
 * check-has: kernel count_twice: atomic: reached from send
 * check-not: edge open raise
 * check-not: edge stop ask
 */
