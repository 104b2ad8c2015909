// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct bus_device *bdev;
	int level;
};

void bus_device_unmake(struct bus_device *bdev);
void *devm_zalloc(struct device *dev, size_t size);

/* Stays for what it calls. */
static int probe(struct bus_device *bdev)
{
	struct own *own = devm_zalloc(&bdev->dev, sizeof(*own));

	if (!own)
		return -12;
	own->level = mystery(1);
	bdev->dev.driver_data = own;
	return 0;
}

static struct bus_driver driver = { .name = "own", .probe = probe };

struct bus_ops {
	int (*show)(struct bus_device *bdev);
};

static int show(struct bus_device *bdev)
{
	struct own *own = bdev->dev.driver_data;

	return own->level;
}

static const struct bus_ops ops = { .show = show };

const struct bus_ops *mystery_ops(const struct bus_ops *ops);

/* The module makes devices itself, and keeps them to end them. */
static struct bus_device *made[2];

static int init(void)
{
	int i;

	for (i = 0; i < 2; i++) {
		made[i] = mystery_device(i);
		if (!made[i])
			goto undo;
	}
	if (!bus_register(&driver))
		return mystery_ops(&ops) ? 0 : -19;
undo:
	while (i--)
		bus_device_unmake(made[i]);
	return -19;
}
module_init(init)

/*
 * check-name: devices that the module's init makes, and keeps in an array
 * check-profile:
 *	slots:
 *	  bus_ops.show: {context: sleep}
 *	functions:
 *	  devm_zalloc: {args: [object, value], returns: {object: any, size: $1, managed: $0}}
 * check-has: kernel probe: calls mystery
 * check-has: user show
 * check-has: native devm_zalloc__own__of_bdev
 */
