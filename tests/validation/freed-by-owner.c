// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct bus_device *bdev;
	u32 level;
};

/* Where drivers keep what is a device's. */
static int probe(struct bus_device *bdev)
{
	struct own *own = kzalloc(sizeof(*own), 0);

	if (!own)
		return -12;
	own->bdev = bdev;
	bdev->dev.driver_data = own;
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
 * check-name: what is freed by a member of the kernel's that drivers keep theirs in
 * check-has: user probe
 * check-has: user remove
 * check-has: downcall typed kfree__device__driver_data(pointer)
 */
