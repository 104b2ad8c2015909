// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	struct mutex mutex;
	void __iomem *regs;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	(void)data;
	return irq;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->mutex);
	own->regs = ioremap(own->bdev->start, 256);
	mutex_unlock(&own->mutex);
	return request_irq(own->bdev->irq, interrupt, thing);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	free_irq(own->bdev->irq, thing);
	spin_lock(&own->lock);
	if (!own->bdev->irq)
		return -22;
	own->bdev->irq = 0;
	spin_unlock(&own->lock);
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	iounmap(own->regs);
	own->regs = NULL;
	return level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what the kernel half gives back is told
 * check-has: user open
 * check-has: kernel stop: lock
 * check-has: native free_irq
 * check-not: native iounmap
 * check-has: user set_level
 */
