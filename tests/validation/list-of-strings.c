// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const char *name;
	const char *label;
};

#include "probe.h"

static const char *names[] = { "first", "second" };
static const char *labels[] = { "third", "fourth" };

static int interrupt(int irq, void *data)
{
	struct own *own = thing_priv(data);

	return irq + own->name[0] + own->label[0];
}

/* Not called constant, but nobody ever writes there. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->name = names[thing->level & 1];
	return request_irq(own->bdev->irq, interrupt, thing);
}

/* Another string may be there by now. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->label = labels[thing->level & 1];
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	labels[level & 1] = thing->name;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: strings of a list that nobody writes
 * check-has: user open
 * check-has: string "first"
 * check-has: string "second"
 * check-has: kernel stop: stores a string in own.label that is nowhere in the kernel half
 */
