// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct slot {
	u32 used;
};

struct note {
	u32 level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct slot *slot;
	struct note *note;
};

#include "probe.h"

/* Stays in the kernel half for what it calls. What it makes is made for the thing. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->slot = kzalloc(sizeof(*own->slot), 0);
	if (!own->slot)
		return -12;
	own->slot->used = mystery(level);
	return 0;
}

/* For whom this makes one, nothing tells. */
static struct note *new_note(int level)
{
	struct note *note = kzalloc(sizeof(*note), 0);

	if (note)
		note->level = mystery(level);
	return note;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->note = new_note(mystery(thing->level));
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->slot);
	own->slot = NULL;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	kfree(own->note);
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .hold = hold,
};

/*
 * check-name: the runtime hears of what the kernel half makes for an object
 * check-has: kernel set_level: calls mystery
 * check-has: user open
 * check-has: downcall typed kfree__slot(object)
 * check-has: native kzalloc__slot__of_thing
 * check-has: type slot
 * check-has: kernel stop: calls kfree__note: objects of struct note are also made or freed by new_note
 * check-not: native kzalloc__note
 */
