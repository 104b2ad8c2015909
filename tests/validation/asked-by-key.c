// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static struct key quick;

static int open(struct thing *thing)
{
	return key_is_on(&quick) ? thing->level : 0;
}

/* A message that nobody wanted when the driver was compiled. */
static int stop(struct thing *thing)
{
	static struct line line;

	if (key_is_on(&line.key))
		printk("stops");
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: who asks a key that the kernel half may turn stays there
 * check-has: kernel open: gives key_is_on the address of what is opaque to it (line 15)
 * check-has: user stop
 */
