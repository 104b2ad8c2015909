// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
};

#include "probe.h"

#define FEW	4
#define SET(buffer, i) ((buffer)[(i) * 2] = 1)

static void take(u8 *p)
{
	for (u32 i = 0; i < FEW; i++)
		p[i] = 0;
}

/* What is done with an element's address, by a callee or in a macro, no guard would see. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	(void)stats;
	spin_lock(&own->lock);
	take(&bytes[1]);
	spin_unlock(&own->lock);
}

static void put_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	(void)stats;
	spin_lock(&own->lock);
	SET(bytes, FEW);
	spin_unlock(&own->lock);
}

static const struct thing_ops ops = { .get_bytes = get_bytes };
static const struct thing_ops more = { .get_bytes = put_bytes };

/*
 * check-name: a region uses a buffer in a way that cannot be looked at
 * check-has: kernel get_bytes: calls its own region under a spin lock: its argument bytes (u8 *) cannot cross
 * check-has: kernel put_bytes: calls its own region under a spin lock: its argument bytes (u8 *) cannot cross
 * check-not: downcall outline
 */
