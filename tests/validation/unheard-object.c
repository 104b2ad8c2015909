// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct thing *child;
};

#include "probe.h"

/* By this, things come that nobody told of. */
static int open(struct thing *thing)
{
	thing->level = 1;
	return 0;
}

/* No slot leads here: what is given is known. */
static void raise(struct thing *thing)
{
	thing->level = 2;
}

/* The core has it from then on, and calls the driver for it. */
static void make_child(struct own *own)
{
	own->child = kzalloc(sizeof(*own->child), 0);
	if (!own->child)
		return;
	own->child->ops = &ops;
	thing_register(own->child);
}

/* Such a device is made, too, but what the bus probes is born by that. */
static struct bus_device *make_device(void)
{
	return kzalloc(sizeof(struct bus_device), 0);
}

static int rebind(struct bus_device *bdev)
{
	struct thing *thing = bdev->dev.driver_data;
	struct own *own = thing_priv(thing);

	raise(thing);
	make_child(own);
	return make_device() ? 0 : -12;
}

static const struct thing_ops ops = { .open = open };

static struct bus_driver other = { .name = "other", .probe = rebind, .remove = remove };

int register_other(void)
{
	return bus_register(&other);
}

/*
 * check-name: of what a driver makes of the core's structures the runtime does not hear
 * check-has: kernel open: crossing: called from thing_ops.open with a struct thing, and make_child makes some of which nothing tells
 * check-has: kernel make_child: calls kzalloc, and it is not told of which structure
 * check-has: user raise
 * check-has: user probe
 * check-has: user remove
 */
