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
	return chain_join(&hearer) + hasty_join(&hearer) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: ... and goes elsewhere, too
 * check-has: kernel heard: atomic: heard (hearer.hear)
 */
