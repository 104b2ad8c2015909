// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 at, command, state, mode, level;
	u32 words[8];
};

#include "probe.h"

#define SET(own, member, value)	((own)->member = (value))
#define START(own)		do { (own)->command = 1; writel(1, (own)->regs); } while (0)
#define FOR_EACH(own)		for ((own)->at = 0; (own)->at < 8; (own)->at++)
#define CLEAR(x)		x = 0
#define EVEN(x)			((x) % 2)

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->level = own->at + own->command + own->state + own->mode + own->words[1];
	return irq;
}

static void by_expression(struct own *own)
{
	if (SET(own, state, 2))
		writel(1, own->regs);
}

/* It writes to the device itself. */
static void by_statement(struct own *own)
{
	START(own);
}

/* What follows belongs to it. */
static void by_beginning(struct own *own)
{
	FOR_EACH(own)
		writel(own->at, own->regs);
}

/* The member is all that the argument is. */
static void by_argument(struct own *own)
{
	CLEAR(own->mode);
	writel(1, own->regs);
}

static void to_argument(struct own *own)
{
	own->words[1] = EVEN(own->bdev->irq);
	writel(1, own->regs);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	own->regs = ioremap(own->bdev->start, 16);
	by_expression(own);
	by_statement(own);
	by_beginning(own);
	by_argument(own);
	to_argument(own);
	return err;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: of what a macro stores is told around its use, or all through the function
 * check-has: user by_beginning
 * check-has: rename by_expression  ({ CLEAVE_TELL_IN(own.state);
 * check-has: rename by_statement  ({ CLEAVE_TELL_IN(own.command);
 * check-has: rename by_beginning   CLEAVE_TELL_IN(own.at);
 * check-has: rename by_argument  ({ CLEAVE_TELL_IN(own.mode);
 * check-has: rename to_argument  ({ CLEAVE_TELL(own.words
 * check-not: rename by_beginning  ({
 */
