// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pair {
	u32 a, b;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 first, second;
	u32 ring[4];
	struct pair pairs[2];
	u32 word;
	u32 seen;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;
	u32 *word = &own->word;

	word[1]++;
	return own->first + own->second + own->ring[3] + own->pairs[1].b + own->word;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return request_irq(own->bdev->irq, interrupt, own);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *number = &own->first;

	number[1] = 1;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	u32 *number = &own->first;

	*number++ = 1;
	*number = 2;
	return 0;
}

static void set_both(u32 *number)
{
	number[0] = 1;
	number[1] = 2;
}

static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	set_both(&own->first);
	return 0;
}

static void set_one(u32 *number)
{
	*number = 1;
}

/* Within an array, within a number, and one number. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u8 *bytes = (u8 *)&own->second;
	u32 *number = &own->ring[1];
	struct pair *pair = &own->pairs[0];

	set_both(own->ring);
	set_both(&own->ring[2]);
	set_one(&own->first);
	number[1] = 1;
	bytes[1] = 1;
	pair[1].b = 1;
	return level + own->seen;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .let_go = let_go, .set_level = set_level,
};

/*
 * check-name: what is beside a member is reached by its address
 * check-has: user open
 * check-has: kernel stop: reaches beyond own.first by an offset (line 41)
 * check-has: kernel hold: reaches beyond own.first by an offset (line 50)
 * check-has: kernel let_go: reaches beyond own.first by an offset (line 65)
 * check-has: user set_level
 * check-has: field own.seen
 */
