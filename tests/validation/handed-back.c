// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct own_knob {
	struct knob attr;
	int number;
	int (*show)(struct thing *thing, int number);
};

#include "probe.h"

static int plain(struct thing *thing, int number)
{
	return thing->level + number;
}

/* What contains an attribute of the driver's is the driver's, too. */
static int show(struct thing *thing, struct knob *attr)
{
	struct own_knob *own = container_of(attr, struct own_knob, attr);

	return own->show(thing, own->number);
}

static struct own_knob first = { { "first", show }, 1, plain };
static struct own_knob second = { { "second", show }, 2, plain };

static int open(struct thing *thing)
{
	return thing_add_knob(thing, &first.attr) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: tables that the core hands back
 * check-profile:
 *	slots:
 *	  knob.show: {context: sleep, args: [object, {pointer: {table: true}}]}
 *	functions:
 *	  thing_add_knob: {args: [object, pointer]}
 * check-has: user show
 * check-has: user plain
 * check-has: upcall show(object, pointer)
 * check-has: symbol global first
 * check-has: symbol global second
 */
