// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct option {
	const char *name;
	u32 *value;
	const u32 *limit;
};

static u32 low, high;
static const u32 most = 9;
static const struct option options[] = { { "low", &low, &most }, { "high", &high, &most } };

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	(void)thing;
	(void)packet;
	return low + high;
}

static void set(u32 i, u32 value)
{
	*options[i & 1].value = value;
}

static void set_all(u32 value)
{
	const struct option *o;

	for (o = options; o < options + 2; o++)
		*o->value = value;
}

static u32 limit(u32 i)
{
	const struct option *o = &options[i & 1];

	return *o->limit;
}

static int open(struct thing *thing)
{
	set(thing->level, 3);
	set_all(thing->level);
	return limit(thing->level);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: variables that only a table names are the kernel half's
 * check-has: user open: user
 * check-has: kernel set: follows the variable options
 * check-has: kernel set_all: follows option.value
 * check-has: user limit
 */
