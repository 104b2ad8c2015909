// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct setting {
	u32 command;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct setting *setting;
	void *data;
};

#include "probe.h"

static struct setting setting = { 7 };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->setting = &setting;
	own->data = &setting;
	return setting.command;
}

/* Of which structure, nobody knows. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	*(u32 *)own->data = packet->len;
	return own->setting->command;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: numbers in variables that may be written by bytes
 * check-has: user open
 * check-has: field setting.command raw
 */
