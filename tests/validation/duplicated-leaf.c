// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 mask;
	u32 calls;
};

#include "probe.h"

static u32 status(struct own *own)
{
	return readl(own->regs + 8) & own->mask;
}

static u32 counted(struct own *own)
{
	static u32 calls;

	calls++;
	return own->calls;
}

static int send(struct thing *thing, struct packet *packet)
{
	(void)packet;
	return status(thing_priv(thing)) + counted(thing_priv(thing));
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 256);
	own->mask = 255;
	return status(own) + counted(own);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	iounmap(own->regs);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: duplicated leaf
 * check-has: both status: both: a leaf, copied; for send
 * check-not: downcall driver status
 * check-has: kernel counted: atomic
 * check-has: downcall driver counted(object)
 * check-has: field own.regs pointer both region
 * check-has: field own.mask raw both
 */
