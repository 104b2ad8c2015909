// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

void *regrow(const void *p, size_t size);

#define FREE(p)		do { kfree(p); (p) = NULL; } while (0)
#define NEW(type)	((type *)kzalloc(sizeof(type), 0))

struct freed {
	u32 nr;
};

struct made {
	u32 nr;
};

struct grown {
	u32 nr;
};

struct plain {
	u32 nr;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct freed *freed;
	struct made *made;
	struct grown *grown;
	struct plain *plain;
	void *any;
};

#include "probe.h"

/* Of each kind the user half makes one. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct freed *freed = kzalloc(sizeof(*freed), 0);

	if (!freed)
		return -12;
	freed->nr = 1;
	own->freed = freed;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct made *made = kzalloc(sizeof(*made), 0);

	if (!made)
		return -12;
	made->nr = 1;
	own->made = made;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct grown *grown = kcalloc(2, sizeof(*grown), 0);

	if (!grown)
		return -12;
	grown->nr = 1;
	own->grown = grown;
	return 0;
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	struct plain *plain = kzalloc(sizeof(*plain), 0);

	own->plain = plain;
	return plain ? size + at : 0;
}

/* In the kernel half, which has no word there that could tell the runtime. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	far_read(level);
	FREE(own->freed);
	own->made = NEW(struct made);
	own->grown = regrow(own->grown, level);
	kfree(own->plain);
	own->plain = NULL;
	own->any = NEW(u64);
	return own->made ? 0 : -12;
}

static u32 by_any(struct own *own)
{
	struct plain *plain = own->any;

	return plain->nr;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	stats->nr = by_any(thing_priv(thing));
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .control = control, .set_level = set_level,
	.get_stats = get_stats,
};

/*
 * check-name: what the runtime does not hear of is made, or freed, by no user half
 * check-profile:
 *	functions:
 *	  regrow: {policy: kernel, args: [pointer, value], ends: $0, releases: [kzalloc, kcalloc], key: [$0]}
 * check-has: kernel open: calls kzalloc, and it is not told
 * check-has: kernel stop: calls kzalloc, and it is not told
 * check-has: kernel hold: calls kcalloc, and it is not told
 * check-has: user control
 * check-has: kernel by_any: follows own.any, where set_level, in the kernel half, keeps what kzalloc returns
 */
