// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct entry {
	int (*read)(struct thing *thing);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 reads;
};

#include "probe.h"

/* Nobody in the user half calls it: a copy there would be none that runs. */
static int read(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	msleep(1);
	return own->reads++;
}

static const struct entry entry = { .read = read };

static int open(struct thing *thing)
{
	mystery(1);
	return entry.read(thing);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a function in a table that only the kernel half calls is called across
 * check-profile:
 *	slots: {entry.read: {context: sleep}}
 * check-has: kernel open: calls mystery
 * check-has: user read
 * check-has: upcall read(object)
 */
