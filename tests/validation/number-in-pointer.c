// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 levels[4];
};

#include "probe.h"

/* These stay in the kernel half for what they do with the number. */
static int by_offset(struct own *own, void *offset)
{
	return *(u32 *)((char *)own + (size_t)offset);
}

static int unchecked(struct own *own, void *offset)
{
	return *(u32 *)((char *)own + (size_t)offset);
}

static int open(struct thing *thing)
{
	return by_offset(thing_priv(thing), (void *)16);
}

static int stop(struct thing *thing)
{
	return unchecked(thing_priv(thing), (void *)16);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a number that is kept in a pointer crosses if it is checked
 * check-profile:
 *	functions:
 *	  by_offset: {args: [object, {value: {check: "(unsigned long)$1 == 16"}}]}
 *	  unchecked: {args: [object, value]}
 * check-has: user open
 * check-has: downcall driver by_offset(object, value)
 * check-has: kernel stop: calls unchecked: it is not known how its argument 1 (void *) crosses
 */
