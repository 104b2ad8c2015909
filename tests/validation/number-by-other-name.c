// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pair {
	u32 first, second;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 swapped, summed, copied, listed, given, pointed;
	u32 table[8];
};

#include "probe.h"

void *memcpy(void *to, const void *from, size_t len);

static struct pair pair_of(struct own *own)
{
	return (struct pair){ own->given, 1 };
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	struct pair pair = { 1, own->listed };
	u32 sum, copy, by, *to = &by, sent = packet->len;

	if (__builtin_add_overflow(own->summed, 1U, &sum))
		return 0;
	memcpy(&copy, &own->copied, sizeof(copy));
	*to = own->pointed;
	sent += own->table[__builtin_bswap32(own->swapped)];
	sent += own->table[sum] + own->table[copy];
	return sent + own->table[pair.second] + own->table[pair_of(own).first] + own->table[by];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->swapped = thing->level;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->summed = thing->level;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->copied = thing->level;
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->listed = level;
	own->given = level;
	own->pointed = level;
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .set_level = set_level, .send = send,
};

/*
 * check-name: a number goes on by builtins, copies, lists without names and pointers to variables
 * check-has: kernel open: number: writes own.swapped, which send makes an index of
 * check-has: kernel stop: number: writes own.summed, which send makes an index of
 * check-has: kernel hold: number: writes own.copied, which send makes an index of
 * check-has: user set_level
 * check-has: field own.listed raw both 0..8ULL
 * check-has: field own.given raw both 0..8ULL
 * check-has: field own.pointed raw both 0..8ULL
 */
