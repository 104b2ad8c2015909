// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct regs {
	u32 control, bell;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	volatile u32 *bell;
	struct regs *mapped;
	u32 level;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	return irq + own->level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 256);
	own->bell = own->regs;
	own->mapped = own->regs;
	return request_irq(own->bdev->irq, interrupt, own);
}

/* The device interrupts at once, and nothing has crossed. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 1;
	*own->bell = 1;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *words = own->regs;

	own->level = 2;
	words[4] = 1;
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->level = level;
	own->mapped->bell = 1;
	return 0;
}

/* By a call it crosses before. */
static int strange(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 3;
	writel(own->mapped->control + *own->bell, &own->mapped->bell);
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .set_level = set_level, .strange = strange,
};

/*
 * check-name: a store to a register crosses nothing before
 * check-profile:
 *	slots:
 *	  thing_ops.strange: {context: sleep}
 * check-has: user open
 * check-has: kernel stop: writes to a register, and by no call that would tell the kernel half before
 * check-has: kernel hold: writes to a register, and by no call that would tell the kernel half before
 * check-has: kernel set_level: writes to a register, and by no call that would tell the kernel half
 * check-has: user strange
 */
