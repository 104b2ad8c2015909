// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Whoever reads copies as many bytes as it is told. */
struct leaf {
	int (*read)(struct thing *thing, u8 *bytes, size_t count);
};

int leaf_add(struct thing *thing, const struct leaf *leaf);

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 bytes[64];
	u32 len;
	u32 shown;
};

#define ACQUIRE() \
	do { struct thing *other = thing_alloc(0); if (other) thing_free(other); } while (0)

/* ---- the user half, if it may be ------------------------------------------- */

static int plain_read(struct thing *thing, u8 *bytes, size_t count)
{
	struct own *own = thing_priv(thing);

	memcpy(bytes, own->bytes, count < 64 ? count : 64);
	return count;
}

static int count_for(struct own *own)
{
	ACQUIRE();
	return own->thing->level;
}

static int enough(struct own *own)
{
	ACQUIRE();
	return own->thing->level;
}

/* ---- the kernel half ------------------------------------------------------- */

static int far_read_leaf(struct thing *thing, u8 *bytes, size_t count)
{
	bytes[0] = far_read(1);
	return count_for(thing_priv(thing));
}

static int shown_read(struct thing *thing, u8 *bytes, size_t count)
{
	struct own *own = thing_priv(thing);

	bytes[0] = far_read(1);
	return own->shown;
}

static int enough_read(struct thing *thing, u8 *bytes, size_t count)
{
	if (!enough(thing_priv(thing)))
		return 0;
	bytes[0] = far_read(1);
	return 1;
}

static const struct leaf plain_leaf = { .read = plain_read };
static const struct leaf far_leaf = { .read = far_read_leaf };
static const struct leaf shown_leaf = { .read = shown_read };
static const struct leaf enough_leaf = { .read = enough_read };

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	if (count_for(own) + enough(own))
		return -5;
	return leaf_add(thing, &plain_leaf) + leaf_add(thing, &far_leaf) +
	       leaf_add(thing, &shown_leaf) + leaf_add(thing, &enough_leaf);
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->shown = own->len;
	return 0;
}

static const struct thing_ops ops = { .open = open, .hold = hold };

#include "probe.h"

/*
 * check-name: of an answer that its caller copies by no more is believed than it has asked for
 * check-profile:
 *	slots:
 *	  leaf.read: {context: sleep, at_most: $2, args: [object, {out: $2}, value]}
 *	functions:
 *	  leaf_add: {args: [object, pointer]}
 * check-has: user plain_read
 * check-has: upcall plain_read(object, buffer, value) at most $2
 * check-has: kernel far_read_leaf: calls far_read
 * check-has: kernel count_for: number: returns count_for, which far_read_leaf returns to its caller
 * check-has: kernel hold: number: writes own.shown, which shown_read returns to its caller
 * check-has: user open
 * check-has: user enough
 */
