// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	void *back;
	void *mixed;
	void *stored;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct thing *thing = data;
	struct own *own = thing_priv(thing);
	struct thing *back = own->back, *mixed = own->mixed;
	struct bus_device *other = own->mixed;

	return irq + back->level + mixed->level + other->irq + !own->stored + readl(own->regs);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 256);
	own->back = thing;
	own->mixed = thing;
	own->stored = thing;
	return request_irq(own->bdev->irq, interrupt, thing);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	free_irq(own->bdev->irq, thing);
	iounmap(own->regs);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: void pointers lead to what the kernel half takes them for
 * check-has: user open
 * check-has: downcall function request_irq(value, object, object)
 * check-has: field own.regs pointer both region
 * check-has: field own.back pointer both thing
 * check-has: field own.mixed pointer both
 * check-has: field own.mixed pointer both own.mixed
 * check-has: point thing+own own.mixed
 * check-has: point bus_device own.mixed
 * check-not: point own own.mixed
 * check-has: field own.stored pointer both thing
 * check-has: field bus_device.dev.driver_data pointer both thing
 */
