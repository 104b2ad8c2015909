// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* A line of a device; class_device() makes one of its own below the driver's, and shows it of that. */
struct notice {
	int (*show)(struct device *dev);
};

struct notice_group {
	struct notice **notices;
};

int notice_add(struct device *dev, struct notice *notice);
struct device *class_device(struct device *parent, void *data, const struct notice_group **groups);
struct device *any_device(void);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 weight;
};

static int heavy(struct device *dev)
{
	struct own *own = dev->driver_data;

	return own->weight;
}

static int above(struct device *dev) { return heavy(dev); }
static int below(struct device *dev) { return ((struct own *)dev->driver_data)->level; }
static int both(struct device *dev) { return heavy(dev); }
static int twice(struct device *dev) { return heavy(dev); }
static int astray(struct device *dev) { return heavy(dev); }

static struct notice above_notice = { .show = above };
static struct notice below_notice = { .show = below };
static struct notice both_notice = { .show = both };
static struct notice twice_notice = { .show = twice };
static struct notice again_notice = { .show = twice };
static struct notice astray_notice = { .show = astray };

static struct notice *below_notices[] = { &below_notice, &both_notice, &twice_notice, NULL };
static const struct notice_group below_group = { .notices = below_notices };
static const struct notice_group *below_groups[] = { &below_group, NULL };
static struct notice *astray_notices[] = { &astray_notice, NULL };
static const struct notice_group astray_group = { .notices = astray_notices };
static const struct notice_group *astray_groups[] = { &astray_group, NULL };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->level = 3;
	own->weight = 4;
	class_device(&own->bdev->dev, own, below_groups);
	class_device(any_device(), own, astray_groups);
	return notice_add(&own->bdev->dev, &above_notice) +
	       notice_add(&own->bdev->dev, &both_notice) +
	       notice_add(&own->bdev->dev, &again_notice);
}

static const struct thing_ops ops = { .open = open };

#include "probe.h"

/*
 * check-name: of a device that is made below the driver's, what is shown is a guest's
 * check-profile:
 *	slots:
 *	  notice.show: {context: sleep, given_to: [notice_add], guest_to: [class_device], args: [{object: {guest: "$0->parent"}}]}
 * check-has: user above
 * check-has: user below
 * check-has: kernel both: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel twice: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel astray: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: upcall above(object)
 * check-has: upcall below(guest)
 * check-has: type device with device
 */
