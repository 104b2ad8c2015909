// SPDX-License-Identifier: GPL-2.0-or-later
/* What suite_audit.c has analysed, before it takes something out of the plan. */
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 mine;
};

static const struct thing_ops ops;
static int opened;

static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(struct own));
	struct own *own;

	if (!thing)
		return -12;
	own = thing_priv(thing);
	own->thing = thing;
	own->bdev = bdev;
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

static void remove(struct bus_device *bdev)
{
	struct thing *thing = bdev->dev.driver_data;

	thing_unregister(thing);
	thing_free(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = own->bdev->vendor;
	own->mine = 1;
	opened = 1;
	return own->mine;
}

/* Atomic: in the kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	packet->len = own->level + opened;
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

static struct bus_driver driver = { .name = "own", .probe = probe, .remove = remove };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)
