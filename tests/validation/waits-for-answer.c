// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 answer, answers;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->answer = readl(own->regs);
	own->answers++;
	return irq;
}

static void strike(struct own *own)
{
	writel(1, own->regs);
}

static u32 look(struct own *own)
{
	return own->answer;
}

static u32 ask(struct own *own)
{
	writel(1, own->regs);
	msleep(5);
	return own->answer;
}

static u32 ask_by_helpers(struct own *own)
{
	strike(own);
	msleep(5);
	return look(own);
}

static u32 ask_until_quiet(struct own *own)
{
	writel(1, own->regs);
	while (readl(own->regs) & 1)
		relax();
	return own->answer;
}

static bool is_busy(struct own *own)
{
	return readl(own->regs) & 1;
}

/* Nothing but the device tells how long that takes. */
static u32 ask_until_done(struct own *own)
{
	writel(1, own->regs);
	while (is_busy(own))
		;
	return own->answer;
}

/* It takes as long as it takes, whatever the device says. */
static u32 ask_bit_by_bit(struct own *own)
{
	u32 i;

	for (i = 0; i < 16; i++) {
		writel(i, own->regs);
		readl(own->regs);
	}
	return own->answer;
}

/* Nothing was asked. */
static u32 poll(struct own *own)
{
	while (is_busy(own))
		;
	return own->answer;
}

/* Natively it is not there yet, either. */
static u32 ask_at_once(struct own *own)
{
	writel(1, own->regs);
	return own->answer;
}

/* What crosses shows what is new. */
static u32 ask_and_notify(struct own *own)
{
	writel(1, own->regs);
	msleep(5);
	thing_notify(own->thing);
	return own->answer;
}

/* Nothing came of it. */
static u32 ask_after(struct own *own)
{
	msleep(5);
	writel(1, own->regs);
	return own->answer;
}

/* Counters are no older than the call. */
static u32 ask_how_many(struct own *own)
{
	writel(1, own->regs);
	msleep(5);
	return own->answers;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	own->regs = ioremap(own->bdev->start, 16);
	own->answer = poll(own);
	own->answer = ask_after(own);
	own->answer = ask_at_once(own);
	own->answer = ask_and_notify(own);
	own->answer = ask(own);
	own->answer = ask_by_helpers(own);
	own->answer = ask_until_quiet(own);
	own->answer = ask_how_many(own);
	own->answer = ask_until_done(own);
	return err;
}

static int stop(struct thing *thing)
{
	return ask_bit_by_bit(thing_priv(thing));
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: who asks the device and looks later at what an interrupt handler got stays with it
 * check-has: kernel ask: waits: for answer, which interrupt sets (line 36)
 * check-has: kernel ask_by_helpers: waits: for answer, which interrupt sets
 * check-has: kernel ask_until_quiet: waits: for answer, which interrupt sets (line 51)
 * check-has: kernel ask_until_done: waits: for answer, which interrupt sets
 * check-has: user poll
 * check-has: user ask_bit_by_bit
 * check-has: user ask_at_once
 * check-has: user ask_and_notify
 * check-has: user ask_after
 * check-has: user ask_how_many
 * check-has: user open
 */
