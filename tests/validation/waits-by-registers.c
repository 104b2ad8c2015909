// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 seen, level, rounds;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->seen = readl(own->regs);
	return irq;
}

static void by_reading(struct own *own)
{
	u32 i;

	for (i = 0; i < 1000 && !own->seen; i++)
		readl(own->regs);
}

/* Leaves with something to say, and says nothing before. */
static int until_late(struct own *own)
{
	while (!own->seen) {
		if (time_now() > 1000) {
			thing_notify(own->thing);
			return -1;
		}
	}
	return 0;
}

/* Each round shows what is new. */
static int by_telling(struct own *own)
{
	while (!own->seen) {
		if (time_now() > 1000)
			return -1;
		thing_notify(own->thing);
	}
	return 0;
}

#define TELL(thing) do { thing_notify(thing); } while (0)

static void by_macro(struct own *own)
{
	while (!own->seen && time_now() < 1000)
		TELL(own->thing);
}

/* Nothing that runs by itself sets what this looks at. */
static void fill(struct own *own)
{
	u32 i;

	for (i = 0; i < own->rounds; i++)
		writel(own->level, own->regs);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	own->regs = ioremap(own->bdev->start, 64);
	own->rounds = 3;
	by_reading(own);
	by_macro(own);
	fill(own);
	return err ? err : until_late(own) + by_telling(own);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: rounds that read registers, or that leave by a call across, show nothing new
 * check-has: kernel by_reading: waits: for seen, which interrupt sets
 * check-has: kernel until_late: waits: for seen, which interrupt sets
 * check-has: user by_telling
 * check-has: user by_macro
 * check-has: user fill
 * check-has: user open
 */
