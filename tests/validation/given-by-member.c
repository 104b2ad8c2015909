// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Which lines a device has is told when it is there: the driver puts groups of them together. */
struct notice {
	int (*show)(struct device *dev);
};

struct notice_group {
	struct notice **notices;
};

int notice_add_groups(struct device *dev, const struct notice_group **groups);
int mystery_groups(const struct notice_group **groups);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct notice_group *groups[3];
	const struct notice_group *others[2];
	const struct notice_group **kept;
};

static int known(struct device *dev) { return dev->driver_data ? 1 : 0; }
static int astray(struct device *dev) { return dev->driver_data ? 2 : 0; }
static int elsewhere(struct device *dev) { return dev->driver_data ? 3 : 0; }

static struct notice known_notice = { .show = known };
static struct notice astray_notice = { .show = astray };
static struct notice elsewhere_notice = { .show = elsewhere };
static struct notice *known_notices[] = { &known_notice, NULL };
static struct notice *astray_notices[] = { &astray_notice, NULL };
static struct notice *elsewhere_notices[] = { &elsewhere_notice, NULL };
static const struct notice_group known_group = { .notices = known_notices };
static const struct notice_group astray_group = { .notices = astray_notices };
static const struct notice_group elsewhere_group = { .notices = elsewhere_notices };
static const struct notice_group *elsewhere_groups[] = { &elsewhere_group, NULL };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int nr = 0;

	if (thing->level)
		own->groups[nr++] = &known_group;
	own->groups[nr] = NULL;
	own->others[0] = &astray_group;
	own->kept = elsewhere_groups;
	return notice_add_groups(&own->bdev->dev, own->groups) + mystery_groups(own->others) +
	       mystery_groups(own->kept);
}

static const struct thing_ops ops = { .open = open };

#include "probe.h"

/*
 * check-name: a member in which tables of functions are put together goes somewhere, too
 * check-profile:
 *	slots:
 *	  notice.show: {context: sleep, given_to: [notice_add_groups], args: [object]}
 * check-has: user known
 * check-has: kernel astray: crossing: called from notice.show, perhaps for a device that is not the driver's
 * check-has: kernel elsewhere: crossing: called from notice.show, perhaps for a device that is not the driver's
 */
