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

static struct hearer hearer;
static struct ward ward = { .hearer.hear = heard };

static int open(struct thing *thing)
{
	return chain_join(&hearer) + ward_start(&ward) + thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: ... and is a part of something of the kernel's
 * check-has: kernel heard: atomic: heard (hearer.hear)
 */
