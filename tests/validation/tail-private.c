// SPDX-License-Identifier: GPL-2.0-or-later
#define THING_TAIL
#include <kernel.h>

struct own {
	u32 level;
};

static const struct thing_ops ops;

static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(struct own));

	if (!thing)
		return -12;
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	thing->priv[0] = 1;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: the part behind an object is an array of unknown length in it (net_device of 6.12)
 * check-has: user probe
 * check-has: user open
 * check-has: kernel stop
 * check-says: touches thing.priv[], of which it is not known how many there are
 */
