// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* A bool is a byte in memory: 200 could stand there, and the compiler would believe it. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 two[2];
	u32 scratch;
	/* with a bound */
	bool indexes, kept, asked;
	/* without one that is needed */
	u32 number;
	/* that keep who writes them in the kernel half */
	bool divides, many[4];
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------- */

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	bool kept = own->kept, made = own->number;

	(void)packet;
	own->two[own->indexes] = 1;
	own->two[kept] = 1;
	if (own->asked)
		own->scratch++;
	own->two[made] = 1;
	own->scratch = 100 / own->divides;
	own->two[own->many[1]] = 1;
	return 0;
}

/* ---- the user half --------------------------------------------------------- */

static void set_bounded(struct own *own)
{
	own->indexes = own->thing->level > 2;
	own->kept = own->thing->level > 2;
	own->asked = 2;
	own->number = own->thing->level;
}

static void set_divides(struct own *own)
{
	own->divides = own->thing->level > 2;
}

/* Of an array each element would need one. */
static void set_many(struct own *own)
{
	own->many[1] = own->thing->level > 2;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	set_bounded(own);
	set_divides(own);
	set_many(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: a bool that the user half writes is 0 or 1
 * check-has: user open:
 * check-has: user set_bounded:
 * check-has: field own.indexes raw both 0..2ULL
 * check-has: field own.kept raw both 0..2ULL
 * check-has: field own.asked raw both 0..2ULL
 * check-has: field own.number raw both
 * check-not: field own.number raw both 0
 * check-has: kernel set_divides: number: writes own.divides, which send divides by
 * check-has: kernel set_many: number: writes own.many, which send makes an index of
 */
