// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct bus_device *bdev;
	u32 level;
};

/* It keeps a bridge there, too, which is not its own. */
static int probe(struct bus_device *bdev)
{
	struct own *own = kzalloc(sizeof(*own), 0);

	if (!own)
		return -12;
	own->bdev = bdev;
	bdev->dev.driver_data = own;
	if (bdev->vendor == 7)
		bdev->dev.driver_data = bridge_of(bdev);
	return 0;
}

static void remove(struct bus_device *bdev)
{
	kfree(bdev->dev.driver_data);
	bdev->dev.driver_data = NULL;
}

static struct bus_driver driver = { .name = "own", .probe = probe, .remove = remove };

static int init(void)
{
	return bus_register(&driver);
}
module_init(init)

/*
 * check-name: ... which may be something that it has not allocated
 * check-has: kernel remove: calls kfree__void, and it is not told
 */
