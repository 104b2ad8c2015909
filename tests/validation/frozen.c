// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	(void)data;
	return irq;
}

static int take(struct own *own)
{
	return request_irq(own->bdev->irq, interrupt, own->thing);
}

static void settle(struct own *own)
{
	msleep(1);
	own->level++;
}

static void reset(struct own *own)
{
	settle(own);
	own->level = 0;
}

static void doze(struct own *own)
{
	own->level = 1;
}

static int open(struct thing *thing)
{
	reset(thing_priv(thing));
	return take(thing_priv(thing));
}

static int sleep(struct thing *thing)
{
	doze(thing_priv(thing));
	reset(thing_priv(thing));
	return take(thing_priv(thing));
}

static const struct thing_ops ops = { .open = open, .sleep = sleep };

/*
 * check-name: what runs while processes are frozen
 * check-has: kernel sleep: frozen: sleep (thing_ops.sleep)
 * check-has: both reset: both: may sleep, copied
 * check-has: both settle: both: may sleep, copied
 * check-has: kernel doze: frozen: reached from sleep (thing_ops.sleep)
 * check-has: both take: both: may sleep, copied
 * check-has: user open
 * check-has: downcall function request_irq(value, object, object)
 * check-has: native request_irq
 */
