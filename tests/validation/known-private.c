// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

static const struct thing_ops ops;

static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(struct shared_part));

	if (!thing)
		return -12;
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

static int open(struct thing *thing)
{
	struct shared_part *part = thing_priv(thing);

	part->level = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	*(u32 *)thing_priv(thing) = 1;
	return 0;
}

static int set_level(struct thing *thing, u32 level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: the part behind an object is another module's, and the model knows it
 * check-profile:
 *	types: {shared_part: {fields: {level: {below: 9}}}}
 * check-has: user open
 * check-has: kernel stop
 * check-has: user set_level
 * check-has: field shared_part.level
 */
