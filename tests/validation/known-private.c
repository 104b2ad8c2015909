// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>
#include "shared.h"

#define PART struct shared_part
#include "bare-probe.h"

static int open(struct thing *thing)
{
	struct shared_part *part = thing_priv(thing);

	part->level = 1;
	return 0;
}

static int stop(struct thing *thing)
{
	*(u32 *)thing_priv(thing) = 1;
	return 0;
}

static int set_level(struct thing *thing, u32 level)
{
	thing->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: the part behind an object is another module's, and the model knows it
 * check-profile:
 *	types: {shared_part: {fields: {level: {below: 9}}}}
 * check-has: user open
 * check-has: kernel stop
 * check-has: user set_level
 * check-has: field shared_part.level
 */
