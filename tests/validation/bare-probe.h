/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For cases that say what stands behind a thing: PART, which is no business of the probe's. */
static const struct thing_ops ops;

static int probe(struct bus_device *bdev)
{
	struct thing *thing = thing_alloc(sizeof(PART));

	if (!thing)
		return -12;
	thing->ops = &ops;
	bdev->dev.driver_data = thing;
	return thing_register(thing);
}

static struct bus_driver driver = { .name = "own", .probe = probe };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)
