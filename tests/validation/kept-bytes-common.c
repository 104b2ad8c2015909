// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct all {
	u8 *bytes;
};

#include "probe.h"

static u8 *text;
static struct all all;

/* Whichever device is opened first. */
static int open(struct thing *thing)
{
	if (!text)
		text = kzalloc(16, 0);
	text[0] = 1;
	return 0;
}

static int hold(struct thing *thing)
{
	if (!all.bytes)
		all.bytes = kzalloc(16, 0);
	return 0;
}

static const struct thing_ops ops = { .open = open, .hold = hold };

/*
 * check-name: bytes that devices have in common do not end with the first of them
 * check-has: kernel open: calls kzalloc, but open allocates them for all devices
 * check-has: kernel hold: calls kzalloc, but hold allocates them for all devices
 */
