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

static int start(struct own *own)
{
	own->level = 3;
	return request_irq(own->bdev->irq, interrupt, own->thing);
}

static int open(struct thing *thing)
{
	return start(thing_priv(thing));
}

static int wake(struct thing *thing)
{
	return start(thing_priv(thing));
}

/* Two slots, one of which must not be declined. */
static int doze(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .wake = wake };
static const struct thing_ops dozing = { .sleep = doze, .wake = doze };

/*
 * check-name: what the kernel half declines is no reason to keep what it calls
 * check-has: user start
 * check-has: user open
 * check-has: kernel wake: declined: wake (thing_ops.wake), whose caller gets -1 instead
 * check-has: kernel doze: frozen: doze
 */
