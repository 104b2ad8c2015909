// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 stopped, seen, mine;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	if (!own->stopped)
		own->seen++;
	return irq;
}

/* Whoever runs in these milliseconds finds it, with no call across before. */
static void stop_and_wait(struct own *own)
{
	own->stopped = 1;
	own->mine = 1;
	msleep(5);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	stop_and_wait(own);
	return err;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what the kernel half reads is told before time passes
 * check-has: user stop_and_wait
 * check-has: rename stop_and_wait  ({ CLEAVE_TELL(own.stopped);
 * check-not: rename stop_and_wait  ({ CLEAVE_TELL(own.mine);
 */
