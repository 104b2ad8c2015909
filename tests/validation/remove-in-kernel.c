// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

static const struct thing_ops ops;

static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(struct own));
	struct own *own;

	if (!thing)
		return -12;
	own = thing_priv(thing);
	own->bdev = bdev;
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

/* It does something that only the kernel can. */
static void remove(struct bus_device *bdev)
{
	struct thing *thing = bdev->dev.driver_data;

	mystery(thing->level);
	thing_unregister(thing);
	thing_free(thing);
}

static int open(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open };

static struct bus_driver driver = { .name = "own", .probe = probe, .remove = remove };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: a remove that stays in the kernel half
 * check-has: kernel remove: calls mystery, which the model does not know
 * check-has: user probe
 * check-has: user open
 * check-has: upcall probe(object)
 * check-has: native thing_free
 * check-has: native thing_unregister
 */
