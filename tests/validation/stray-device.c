// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct bus_device *bridge;
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
	own->bridge = mystery_device(bdev->vendor);
	thing->ops = &ops;
	return thing_register(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bridge->vendor;
}

static const struct thing_ops ops = { .open = open };

static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: devices of which a probe in the kernel half keeps another one are not known
 * check-has: kernel probe: calls mystery_device
 * check-has: kernel open
 * check-not: type bus_device
 * check-not: kernel-rename {
 */
