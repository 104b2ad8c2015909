// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pair {
	u32 a, b;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 command, seen, mine, level;
	struct pair pair, last;
	u32 words[4];
	unsigned int up:1;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->seen = own->command + own->pair.a + own->words[1] + own->up;
	return irq;
}

static void fill(u32 *words)
{
	words[1] = 1;
}

/* The interrupt comes with the write. */
static void start(struct own *own, u32 command)
{
	own->command = command;
	writel(1, own->regs);
}

static void start_part(struct own *own)
{
	own->pair = own->last;
	if (own->mine++)
		own->pair.a++;
	fill(own->words);
	own->up = 1;
	writel(1, own->regs);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	own->regs = ioremap(own->bdev->start, 16);
	start(own, own->level = 3);
	start_part(own);
	return err;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what the kernel half reads is told before the device is written to
 * check-has: user start
 * check-has: user start_part
 * check-has: rename start  ({ CLEAVE_TELL(own.command);
 * check-has: rename start_part  ({ CLEAVE_TELL(own.pair);
 * check-has: rename start_part  ({ CLEAVE_TELL(own.pair.a);
 * check-has: rename start_part  ({ CLEAVE_TELL(own.words);
 * check-has: rename start_part  ({ CLEAVE_TELL(own.up);
 * check-not: rename start_part  ({ CLEAVE_TELL(own.mine);
 * check-not: rename open  ({ CLEAVE_TELL(own.level);
 */
