// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct mode {
	int number;
	const char *name;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static const char *const names[] = { "one", "two", NULL };
static const char *const others[] = { "three", NULL };
static const struct mode mode = { 1, "one" };
static const char *changing[] = { "four", NULL };

/* These stay in the kernel half for what they call. */
static int among(struct thing *thing, const char *const list[])
{
	return far_read(list[0][0]) + thing->level;
}

static int helper(struct thing *thing, const char *const list[])
{
	return among(thing, list);
}

static int set_mode(struct thing *thing, const struct mode *to)
{
	return far_read(to->number) + thing->level;
}

static int odd(struct thing *thing, const char *const list[])
{
	return far_read(list[0][0]) + thing->level;
}

static int open(struct thing *thing)
{
	return among(thing, names) + helper(thing, others) + set_mode(thing, &mode);
}

static int stop(struct thing *thing)
{
	changing[0] = "five";
	return odd(thing, changing);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: tables of the driver as parameters
 * check-has: user open
 * check-has: user helper
 * check-has: downcall driver among(object, object)
 * check-has: downcall driver set_mode(object, object)
 * check-has: symbol table names
 * check-has: symbol table others
 * check-has: kernel stop: gives odd what is no table of the driver
 */
