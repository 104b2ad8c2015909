// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct param_ops {
	int flags;
};

struct param {
	const struct param_ops *ops;
	void *arg;
};

extern const struct param_ops param_ops_text;
extern const struct param_ops known[];

#include "probe.h"

static char *ids[4];
static void *other;
static const struct param param_ids = { &param_ops_text, ids };
static const struct param *const params[] = { &param_ids };

int thing_set_id(struct thing *thing, const char *id);
int thing_choose(struct thing *thing, const struct param_ops *ops);

static int open(struct thing *thing)
{
	return thing_set_id(thing, ids[thing->level & 3]);
}

static int stop(struct thing *thing)
{
	return thing_set_id(thing, other);
}

static int set_level(struct thing *thing, int level)
{
	other = params[level & 1]->arg;
	return thing_choose(thing, known);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: parameters of the module that are strings, and tables of the kernel's, cross
 * check-profile:
 *	functions:
 *	  thing_set_id: {args: [object, {string: {null: true}}]}
 *	  thing_choose: {args: [object, pointer]}
 *	data:
 *	  param_ops_text: {policy: address, strings: true}
 *	  known: {policy: address}
 * check-has: user open
 * check-has: kernel stop: follows the variable other
 * check-has: user set_level
 * check-has: symbol table known external
 * check-has: field ids[] string to-user 4 x 8
 */
