// SPDX-License-Identifier: GPL-2.0-or-later
#define THING_TAIL
#include <kernel.h>

struct own {
	u32 level;
	u32 sum;
};

#define PART struct own
#include "bare-probe.h"

static u32 weights[4];

/* The address of an array is no number that anybody could have written. */
static void weigh(unsigned long at)
{
	struct own *own = (struct own *)at;

	own->sum += weights[own->level & 3];
}

static int open(struct thing *thing)
{
	struct own *own = (struct own *)thing->priv;

	own->level = 1;
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = (struct own *)thing->priv;

	weigh((unsigned long)own);
	weights[0] = packet->len;
	return own->sum;
}

static int stop(struct thing *thing)
{
	return thing->priv[0];
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: the part behind an object is found by the address of the array that it lies in
 * check-has: user probe
 * check-has: user open
 * check-has: kernel send
 * check-has: kernel stop
 * check-says: touches thing.priv[], of which it is not known how many there are
 * check-has: field own.level
 * check-not: field thing.priv
 */
