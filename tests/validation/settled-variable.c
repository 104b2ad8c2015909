// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

struct param {
	const char *name;
	u16 mode;
	union {
		void *arg;
		const struct param_array *array;
	};
};

struct param_array {
	unsigned int *nr;
	void *elements;
};

#include "probe.h"

static int limits[4];
thing_check_int(limits, &limits[0])
static unsigned int nr_limits;
static const struct param_array limits_array = { .nr = &nr_limits, .elements = limits };
static const struct param param_limits = { "limits", 0444, { .array = &limits_array } };

static int tuned;
static const struct param param_tuned = { "tuned", 0644, { &tuned } };

static int once;
static const struct param param_once = { "once", 0, { &once } };

/* Set by somebody else, too. */
static int counted;
static const struct param param_counted = { "counted", 0444, { &counted } };

/* The kernel gets its address. */
static int lent;
static const struct param param_lent = { "lent", 0444, { &lent } };

/* Another module, or who knows who, has its address. */
static int exported;
static void *const address_of_exported = &exported;

/* A parameter, and exported. */
static int both;
static const struct param param_both = { "both", 0444, { &both } };
static void *const address_of_both = &both;

int thing_lend(struct thing *thing, int *level);

static int open(struct thing *thing)
{
	return limits[thing->level & 3] + nr_limits + tuned + once + counted + lent + exported + both;
}

static int stop(struct thing *thing)
{
	return thing_lend(thing, &lent);
}

static int send(struct thing *thing, struct packet *packet)
{
	(void)thing;
	(void)packet;
	return counted++;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: variables that nobody changes once the module is loaded
 * check-profile:
 *	functions:
 *	  thing_lend: {args: [object, {inout: "sizeof(int)"}]}
 *	types:
 *	  param: {mode: mode}
 * check-has: user open
 * check-has: type limits settled
 * check-has: type nr_limits settled
 * check-has: type once settled
 * check-has: type tuned
 * check-not: type tuned settled
 * check-has: type counted
 * check-not: type counted settled
 * check-has: type lent
 * check-not: type lent settled
 * check-has: type exported
 * check-not: type exported settled
 * check-has: type both
 * check-not: type both settled
 */
