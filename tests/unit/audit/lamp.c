// SPDX-License-Identifier: GPL-2.0-or-later
/* What suite_audit.c has analysed, before it takes something out of the plan. */
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 mine;
};

#include "../../validation/probe.h"

static int opened;

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = own->bdev->vendor;
	own->mine = 1;
	opened = 1;
	return own->mine;
}

/* Atomic: in the kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	packet->len = own->level + opened;
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };
