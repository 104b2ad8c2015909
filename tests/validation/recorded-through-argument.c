// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct part *kept;
};

struct part {
	struct thing *owner;
	int level;
};

#include "probe.h"

int part_new(struct thing *thing, int nr, struct part **out);
void part_free(struct part *part);

/* Stays in the kernel half for what it calls. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return part_new(thing, mystery(1), &own->kept);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	part_free(own->kept);
	return mystery(0);
}

static const struct thing_ops ops = { .open = open, .stop = stop };

/*
 * check-name: the key of what the kernel half acquires through an argument is that pointer
 * check-profile:
 *	types:
 *	  part: {root: true}
 *	functions:
 *	  part_new: {args: [object, value, result], returns: {object: part, at: $2}, acquires: {undo: "part_free($2)", key: [$2]}}
 *	  part_free: {args: [object], ends: $0, releases: part_new, key: [$0]}
 * check-has: kernel open: calls mystery
 * check-has: kernel stop: calls mystery
 * check-has: native part_new (*$2) typeof(*(struct part **)0)
 * check-has: native part_free
 */
