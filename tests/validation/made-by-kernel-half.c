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
	struct page_of_own *page;
};

struct page_of_own {
	u32 nr;
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

/* In the block "thing" is another one than that for which it is made. */
static void turn(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	if (own) {
		struct thing *thing = own->thing;

		own->page = kzalloc(sizeof(*own->page), 0);
		own->page->nr = mystery(stats->nr + thing->level);
	}
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

static void turn_back(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	kfree(own->page);
	*bytes = stats->nr;
}

static const struct thing_ops ops = {
	.get_stats = turn, .get_bytes = turn_back,
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
 * check-has: kernel turn_back: calls kfree__page_of_own: objects of struct page_of_own are also made or freed by turn
 * check-not: native kzalloc__note
 * check-not: native kzalloc__page_of_own
 * check-not: native kfree__note
 * check-not: kernel-rename kfree kfree__note
 * check-not: kernel-rename kfree kfree__page_of_own
 */
