// SPDX-License-Identifier: GPL-2.0
#include "probe.h"

static int open(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: what frees one object, and another if it fails, is not known to the runtime
 * check-exit: 1
 * check-profile:
 *	functions: {swap_things: {args: [object, object], ends: $0, ends_on_failure: $1}}
 * check-says: swap_things: ends and ends_on_failure do not go together
 */
