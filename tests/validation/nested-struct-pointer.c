// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct helper helper;
	struct packet *first;
};

#include "probe.h"

static int read(struct thing *thing, int reg)
{
	return thing->level + reg;
}

static int use(struct helper *helper)
{
	return helper->owner->level + helper->number;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->helper.owner = thing;
	own->helper.number = 4;
	own->helper.read = read;
	return use(&own->helper);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->first->len;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: nested struct pointer
 * check-has: user open
 * check-has: user use
 * check-has: kernel stop: follows own.first, and it is not known where that leads
 * check-has: field own.helper.owner pointer both thing
 * check-has: field own.helper.number raw both
 * check-has: field own.helper.read pointer both set helper.read
 * check-not: field own.first
 */
