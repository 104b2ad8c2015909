// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct stats stats;
	struct stats history[2];
	u32 levels[4];
};

#include "probe.h"

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	own->stats.bytes[0] += packet->len;
	own->history[0].nr++;
	own->levels[1]++;
	return 0;
}

/* Which members of it these are, nobody knows, so nobody shares them. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u8 *base = (u8 *)&own->stats;

	return *(u64 *)(base + level);
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u8 bytes[8];

	memcpy(bytes, &own->history[1], sizeof(bytes));
	return bytes[0];
}

/* Numbers are told by the name of what has them, and so are those of a structure. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u8 bytes[8];

	memcpy(bytes, &own->levels[0], sizeof(bytes));
	return bytes[4];
}

static int stop(struct thing *thing)
{
	struct stats *stats = &((struct own *)thing_priv(thing))->stats;

	return stats->bytes[0];
}

static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	memcpy(&stats->bytes[1], bytes, sizeof(stats->bytes[1]));
	*(u32 *)&stats->bytes[2] = thing->level;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .send = send, .hold = hold, .set_level = set_level,
	.get_bytes = get_bytes,
};

/*
 * check-name: a structure in an object that is read as bytes
 * check-has: kernel set_level: reaches into own.stats by an offset (line 30)
 * check-has: kernel hold: reaches into own.history[] by an offset (line 38)
 * check-has: user open
 * check-has: user stop
 * check-has: user get_bytes
 * check-has: field own.stats.bytes
 * check-has: field own.levels
 */
