// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int open(struct thing *thing)
{
	return thing->level;
}

static int set_level(struct thing *thing, u32 level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .set_level = set_level };

/*
 * check-name: what a profile says of one member leaves the rest of the structure as the model has it
 * check-profile:
 *	types: {thing: {fields: {level: {read_only: true}}}}
 * check-has: user open
 * check-has: user probe
 * check-has: kernel set_level: writes thing.level, which a user half may not
 * check-has: field thing.level raw to-user
 */
