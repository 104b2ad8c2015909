// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Two drivers; the second leaves it to the core to give back what its probe() took. */

static int first_probe(struct bus_device *bdev)
{
	bdev->irq = 1;
	return 0;
}

static void first_remove(struct bus_device *bdev)
{
	bdev->irq = 0;
}

static int second_probe(struct bus_device *bdev)
{
	bdev->irq = 2;
	return 0;
}

static struct bus_driver first = { .name = "one", .probe = first_probe, .remove = first_remove };
static struct bus_driver second = { .name = "two", .probe = second_probe };

static int init(void)
{
	return bus_register(&first) ? 1 : bus_register(&second);
}
module_init(init)

/*
 * check-name: a driver without remove
 * check-has: user first_probe
 * check-has: kernel second_probe: crossing: called from bus_driver.probe, and nothing tells when its argument bdev ends
 */
