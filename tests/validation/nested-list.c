// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

struct match {
	unsigned char slot : 7;
	unsigned char exact : 1;
	char text[79];
};

struct machine {
	struct match matches[4];
	unsigned long year;
};

static int open(struct thing *thing)
{
	static const struct machine machines[] = {
		{
			.matches = { { 4, .text = "one" }, { 5, .text = "other" } },
			.year = 2008,
		},
		{ }
	};

	return machines[0].year == 2008 && thing->level ? -22 : 0;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: a list in braces within another has no number
 * check-has: user open
 */
