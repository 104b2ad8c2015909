// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

#include "probe.h"

#define FIRST	4

/* Elements by index, in a region and out of it: a guard each. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);
	u32 i = 0;

	bytes[0] = 1;
	spin_lock(&own->lock);
	while (i < stats->nr)
		bytes[i++] = own->level;
	bytes[bytes[FIRST]] = 0;
	spin_unlock(&own->lock);
}

static const struct thing_ops ops = { .get_bytes = get_bytes };

/*
 * check-name: a region indexes a buffer that its function was given
 * check-has: user get_bytes
 * check-has: downcall outline cleave_outline_get_bytes_1(buffer, buffer, buffer, object)
 */
