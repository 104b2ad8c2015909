// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	(void)thing;
	return packet->len;
}

static const struct thing_ops ops = { .send = send };

/*
 * check-name: unsound mark refused
 * check-profile:
 *	marks:
 *	  send: user
 * check-exit: 1
 * check-has: cleave-analyse:
 * check-not: user
 */
