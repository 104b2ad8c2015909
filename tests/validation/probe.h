/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a driver that most cases have: a probe that makes a thing, a
 * remove that ends it. The case has struct own and ops.
 */
static const struct thing_ops ops;

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

static struct bus_driver driver = { .name = "own", .probe = probe, .remove = remove };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)
