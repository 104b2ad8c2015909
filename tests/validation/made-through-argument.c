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

static int open(struct thing *thing)
{
	struct part *part;
	int err = part_new(thing, 1, &part);

	if (err)
		return err;
	part->level = 3;
	return 0;
}

/* Keeps what it made for a later call. */
static int keep(struct thing *thing, int nr)
{
	struct own *own = thing_priv(thing);
	struct part *part;
	int err = part_new(thing, nr, &part);

	if (!err)
		own->kept = part;
	return err;
}

/* Which may be gone by then. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->kept->level = 0;
	return 0;
}

static const struct thing_ops ops = { .open = open, .set_level = keep, .stop = stop };

/*
 * check-name: an object made through an argument is a guest, and is not followed when kept
 * check-profile:
 *	types:
 *	  part: {guest: "$0->owner"}
 *	functions:
 *	  part_new: {args: [object, value, result], returns: {object: part, at: $2}}
 * check-has: user open
 * check-has: user keep
 * check-has: kernel stop
 * check-has: downcall function part_new(object, value, result)
 * check-has: type part
 */
