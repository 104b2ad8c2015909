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
	return packet->len;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what functions of the kernel's call back sleeps if their callers do
 * check-profile:
 *	slots: {helper.read: {context: sleep, called_by: [helper_look, helper_ask]}}
 *	functions: {helper_ask: {args: [object]}}
 * check-has: user read: user: may sleep (helper.read)
 * check-has: user open
 */
