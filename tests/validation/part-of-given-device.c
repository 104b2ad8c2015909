// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* A file of a device, whose functions come with a part of that: its struct device. */
struct leaf {
	int (*show)(struct device *dev);
};

int leaf_add(struct device *dev, const struct leaf *leaf);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 weight;
};

static int heavy(struct device *dev)
{
	struct own *own = dev->driver_data;

	return own->weight;
}

static int plain(struct device *dev) { return heavy(dev); }
static int by_variable(struct device *dev) { return heavy(dev); }
static int astray(struct device *dev) { return heavy(dev); }

static const struct leaf plain_leaf = { .show = plain };
static const struct leaf by_variable_leaf = { .show = by_variable };
static const struct leaf astray_leaf = { .show = astray };

static int add(struct own *own, struct bus_device *bdev)
{
	return leaf_add(&bdev->dev, &by_variable_leaf);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct bus_device *other = mystery_device(1);

	own->weight = 4;
	return leaf_add(&own->bdev->dev, &plain_leaf) + leaf_add(&other->dev, &astray_leaf) +
	       add(own, own->bdev);
}

static const struct thing_ops ops = { .open = open };

#include "probe.h"

/*
 * check-name: what is called with a part of a device is asked whose the device is
 * check-profile:
 *	slots:
 *	  leaf.show: {context: sleep, given_to: [leaf_add], args: [{object: {within: bus_device}}]}
 * check-has: user plain
 * check-has: user by_variable
 * check-has: kernel astray: crossing: called from leaf.show, perhaps for a device that is not the driver's
 */
