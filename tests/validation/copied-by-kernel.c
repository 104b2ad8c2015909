// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct param_ops {
	int flags;
};

struct param {
	const struct param_ops *ops;
	void *arg;
};

extern const struct param_ops param_ops_text;

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const char *kind;
	const u8 *address;
	const u8 *mine;
	const u8 *theirs;
};

#include "probe.h"

static char *kind = "odd";
static const struct param param_kind = { &param_ops_text, &kind };

/* Of what these lead to the user half has copies: what is kept here leads to the string itself. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->kind = kind;
	own->address = thing->address;
	return far_read(level) + own->theirs[0];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	printk("%s", own->kind);
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->address[0];
}

static int hold(struct thing *thing)
{
	printk("%s", kind);
	return thing->address[0];
}

/* ... and what is kept here leads to the copy. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->theirs = thing->address;
	stats->nr = 1;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .set_level = set_level, .get_stats = get_stats,
};

/*
 * check-name: a pointer to what is copied for the user half means nothing to the other one
 * check-profile:
 *	data:
 *	  param_ops_text: {policy: address, strings: true}
 * check-has: kernel open: follows own.kind, and it is not known where that leads
 * check-has: kernel stop: follows own.address, and it is not known where that leads
 * check-has: user hold
 * check-has: kernel get_stats: stores in own.theirs where its copy of what thing.address leads to is
 */
