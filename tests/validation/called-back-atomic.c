// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

int helper_ask(struct helper *helper);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct helper helper;
};

#include "probe.h"

static int read(struct thing *thing, int reg)
{
	return thing->level + reg;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->helper.read = read;
	return helper_ask(&own->helper);
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return helper_ask(&own->helper);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what functions of the kernel's call back is as atomic as who calls them
 * check-profile:
 *	slots: {helper.read: {context: sleep, called_by: [helper_look, helper_ask]}}
 *	functions: {helper_ask: {args: [object]}}
 * check-has: kernel read: atomic: reached from send (thing_ops.send)
 */
