// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int heard(struct hearer *hearer, int what)
{
	(void)hearer;
	return what;
}

static struct hearer hearer = { .hear = heard };

static int open(struct thing *thing)
{
	return chain_join(&hearer) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a slot that may sleep where its structure goes
 * check-has: user heard: user: may sleep (hearer.hear)
 */
