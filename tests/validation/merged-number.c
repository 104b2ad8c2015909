// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* The kernel half changes all of them whenever it likes. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 flags, cleared, counted, taken, state, both, bits : 4;
	u64 counts[4];
	unsigned long marked, unmarked, map[2];
	const char *text;
};

static u32 users;

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	own->flags |= 1;
	own->cleared |= 1;
	own->counted++;
	own->taken++;
	own->state = 1;
	own->both++;
	own->bits++;
	own->counts[1]++;
	set_one_bit(1, &own->marked);
	clear_one_bit(1, &own->unmarked);
	set_one_bit(1, own->map);
	users++;
	return 0;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->state = 3;
	own->flags = 0;
	own->flags |= 4;
	own->cleared &= ~6;
	++own->counted;
	own->taken -= 2;
	own->both |= 8;
	own->both += 8;
	own->bits |= 2;
	own->counts[2]++;
	set_one_bit(2, &own->marked);
	clear_one_bit(2, &own->unmarked);
	set_one_bit(2, own->map);
	users++;
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: numbers in which both halves set bits, or count
 * check-has: user open:
 * check-has: field own.flags raw both merge-bits
 * check-has: field own.cleared raw both merge-bits
 * check-has: field own.counted raw both merge-sum
 * check-has: field own.taken raw both merge-sum
 * check-has: field own.counts raw both merge-sum
 * check-has: field users raw both merge-sum
 * check-has: field own.marked raw both merge-bits
 * check-has: field own.unmarked raw both merge-bits
 * check-has: field own.map raw both merge-bits
 * check-has: field own.state raw both
 * check-not: field own.state raw both merge
 * check-has: field own.both raw both
 * check-not: field own.both raw both merge
 * check-not: field own.bits bits both merge
 */
