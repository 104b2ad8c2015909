// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	void __iomem *regs;
	void __iomem *more;
};

#include "probe.h"

/* In an interrupt. */
static int send(struct thing *thing, struct packet *packet)
{
	(void)packet;
	thing_pause(thing);
	return 0;
}

static int open(struct thing *thing)
{
	thing_resume(thing);
	return 0;
}

/* No word of a lock in here. */
static void unmap(struct own *own)
{
	iounmap(own->regs);
	own->regs = NULL;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (level)
		return level;
	unmap(own);
	spin_unlock(&own->lock);
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 256);
	return own->regs ? 0 : -12;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->more = remap(own->bdev->start, 256);
	return own->more ? 0 : -12;
}

static const struct thing_ops ops = {
	.open = open,
	.stop = stop,
	.send = send,
	.set_level = set_level,
	.hold = hold,
};

/*
 * check-name: what the kernel half gives back where it may not sleep, no user half acquires
 * check-has: kernel send: atomic
 * check-has: kernel open: acquires by thing_resume what send gives back
 * check-has: kernel unmap: atomic
 * check-has: kernel hold: acquires by ioremap what unmap gives back
 * check-has: kernel stop: calls remap, which acquires by ioremap what unmap gives back
 * check-not: native thing_pause
 * check-not: native iounmap
 */
