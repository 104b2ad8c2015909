// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 levels[4];
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = thing_priv(data);

	return irq + own->level + own->levels[0];
}

/* Which member this is, nobody knows, so nobody shares it. */
static int by_offset(struct own *own, size_t offset)
{
	u32 *field = (u32 *)((char *)own + offset);

	return *field;
}

static u32 *inner(struct own *own)
{
	return &own->level;
}

static int behind(struct own *own)
{
	u32 *p = inner(own);

	return p[1];
}

/* An array that is told by name is another matter. */
static int by_name(struct own *own, int i)
{
	u32 *p = own->levels;

	return p[i & 3];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return by_offset(own, 16) + behind(own) + by_name(own, 1) +
	       request_irq(own->bdev->irq, interrupt, thing);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: members that are reached by an offset
 * check-has: kernel by_offset: reaches into a struct own by an offset (line 25)
 * check-has: user by_name
 */
