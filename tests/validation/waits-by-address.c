// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 seen;
	u32 level;
	u32 last;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->seen = 1;
	own->last = irq;
	return irq;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return request_irq(own->bdev->irq, interrupt, own);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *seen = &own->seen;

	while (!*seen)
		msleep(1);
	return 0;
}

/* Nobody else sets this one. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *level = &own->level;

	while (*level) {
		msleep(1);
		--*level;
	}
	return 0;
}

#define NOTHING()	do { } while (0)

/* A macro's block goes round no more than once. */
static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *last = &own->last;

	NOTHING();
	return *last;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .let_go = let_go,
};

/*
 * check-name: who waits looks at a member by its address
 * check-has: kernel stop: waits: for seen, which interrupt sets
 * check-has: user hold
 * check-has: user let_go
 */
