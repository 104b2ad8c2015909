// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* The kernel shows such a line of the device that a table of them is given with. */
struct notice {
	int (*show)(struct device *dev);
};

struct notice_group {
	struct notice **notices;
};

struct board {
	const struct notice_group **groups;
};

int notice_add(struct device *dev, struct notice *notice);
int notice_add_group(struct device *dev, const struct notice_group *group);
struct device *class_device(struct device *parent, const struct notice_group **groups);
int board_hang(struct board *board);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct device *child;
	struct device *parent;
};

static int common(struct device *dev)
{
	return dev->driver_data ? 1 : 0;
}

static int one(struct device *dev) { return common(dev); }
static int grouped(struct device *dev) { return common(dev); }
static int hung(struct device *dev) { return common(dev); }
static int asked(struct device *dev) { return common(dev); }
static int made(struct device *dev) { return common(dev); }
static int kept(struct device *dev) { return common(dev); }
static int twice(struct device *dev) { return common(dev); }
static int never(struct device *dev) { return common(dev); }

static struct notice one_notice = { .show = one };
static struct notice grouped_notice = { .show = grouped };
static struct notice hung_notice = { .show = hung };
static struct notice asked_notice = { .show = asked };
static struct notice made_notice = { .show = made };
static struct notice kept_notice = { .show = kept };
static struct notice twice_notice = { .show = twice };
static struct notice never_notice = { .show = never };

static struct notice *grouped_notices[] = { &grouped_notice, &twice_notice, NULL };
static const struct notice_group grouped_group = { .notices = grouped_notices };
static struct notice *hung_notices[] = { &hung_notice, NULL };
static const struct notice_group hung_group = { .notices = hung_notices };
static const struct notice_group *hung_groups[] = { &hung_group, NULL };
static struct board board = { .groups = hung_groups };
static struct notice *made_notices[] = { &made_notice, &twice_notice, NULL };
static const struct notice_group made_group = { .notices = made_notices };
static const struct notice_group *made_groups[] = { &made_group, NULL };

static int is_asked(struct own *own, struct notice *notice)
{
	return notice == &asked_notice && own->bdev;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->parent = &own->bdev->dev;
	own->child = class_device(&own->bdev->dev, made_groups);
	if (is_asked(own, &asked_notice) && notice_add(own->parent, &asked_notice))
		return -1;
	return notice_add(own->child, &kept_notice) + notice_add(&own->bdev->dev, &one_notice) +
	       notice_add_group(&own->bdev->dev, &grouped_group) + board_hang(&board);
}

static const struct thing_ops ops = { .open = open };

#include "probe.h"

/*
 * check-name: where tables of functions go tells what these are called with
 * check-profile:
 *	slots:
 *	  notice.show: {context: sleep, given_to: [board.groups, notice_add, notice_add_group], args: [object]}
 * check-has: user one
 * check-has: user grouped
 * check-has: user hung
 * check-has: user asked
 * check-has: kernel made: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel kept: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel twice: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel never: crossing: called from notice.show, perhaps for a device that is not the driver's
 */
