// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Objects of it are nobody's, but it has a device, as things have. */
struct hub {
	u32 nr;
	struct device dev;
};

int device_wake(struct device *dev);
int device_name(struct device *dev);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct hub *hub;
};

#include "probe.h"

static int wake(struct device *dev)
{
	return device_wake(dev);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return device_wake(&own->hub->dev);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return wake(&own->hub->dev);
}

static int strange(struct thing *thing)
{
	return wake(&thing->dev);
}

static int nap(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return device_name(&own->hub->dev);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = strange, .strange = nap };

/*
 * check-name: a part of what no object is known of is none to give away
 * check-profile:
 *	functions: {device_wake: {args: [object]}, device_name: {policy: local}}
 *	slots: {thing_ops.strange: {context: sleep}}
 * check-has: kernel open: calls device_wake with a part of a struct hub, of which the user half knows none
 * check-has: kernel stop: calls wake with a part of a struct hub, of which the user half knows none
 * check-has: kernel nap: calls device_name with a part of a struct hub, of which the user half knows none
 * check-has: user strange
 */
