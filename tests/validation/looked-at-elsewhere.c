// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int near;
};

static const struct thing_ops ops;

static struct bus_device *beside(int number)
{
	struct bus_device *found = mystery_device(number);

	if (found && found->vendor)
		return found;
	return NULL;
}

/* It looks at another device, of which it keeps nothing. */
static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(struct own));
	struct bus_device *other = beside(bdev->vendor);
	struct own *own;

	if (!thing)
		return -12;
	own = thing_priv(thing);
	own->bdev = bdev;
	own->near = other && other->vendor == bdev->vendor;
	thing->ops = &ops;
	return thing_register(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->bdev->vendor + own->near;
}

static const struct thing_ops ops = { .open = open };

static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: a probe in the kernel half that looks at another device, by a function that returns it
 * check-has: kernel probe: calls
 * check-has: user open
 * check-has: type bus_device
 * check-has: kernel-rename { { extern const void *cleave_root_bus_device(
 */
