// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct inner {
	struct ticker tickers[2];
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex mutex;
	struct inner inner;
	struct gadget gadget;
};

#include "probe.h"

static void leave(struct own *own)
{
	mutex_lock(&own->mutex);
}

static void get(struct own *own)
{
	mutex_unlock(&own->mutex);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->mutex);
	own->thing = thing;
	mutex_unlock(&own->mutex);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	leave(own);
	own->thing = thing;
	get(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: locks end with an upcall, what runs ends with its object
 * check-has: user leave
 * check-has: user get
 * check-has: user open
 * check-has: user stop
 * check-has: stop thing+own ticker ((sizeof(struct thing) + 31) & ~31UL) + offsetof(struct own, inner.tickers[0]) 2
 * check-not: stop thing+own gadget
 * check-not: stop bus_device
 */
