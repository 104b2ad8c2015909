// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"
#include "early.h"

static int interrupt(int irq, void *data)
{
	(void)data;
	return irq;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return request_irq(own->bdev->irq, interrupt, thing);
}

static int stop(struct thing *thing)
{
	release(thing);
	return mystery(thing->level);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a header's macro makes a function that gives back
 * check-has: user open
 * check-has: kernel stop
 * check-has: kernel release: macro
 * check-says: native free_irq early
 */
