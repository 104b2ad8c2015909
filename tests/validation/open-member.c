// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct ticker ticker;
	struct ticker tickers[2];
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->ticker.weight = 4;
	own->tickers[1].weight = 5;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->ticker.tick = NULL;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: a member that the model names is open in an opaque structure
 * check-has: user open
 * check-has: field own.ticker.weight raw both 0..65
 * check-has: field own.tickers[].weight raw both 2 x 16 0..65
 * check-has: kernel stop: touches own.ticker.tick, which is opaque to it
 * check-not: field own.ticker.tick
 */
