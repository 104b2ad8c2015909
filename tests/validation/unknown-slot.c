// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static int strange(struct thing *thing)
{
	return thing->level;
}

static int open(struct thing *thing)
{
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .strange = strange };

/*
 * check-name: unknown slot
 * check-has: kernel strange: atomic: strange (thing_ops.strange, which the model does not know)
 * check-has: advice strange: slots: thing_ops.strange: {context: sleep}
 * check-has: missing thing_ops.strange
 * check-has: user open
 */
