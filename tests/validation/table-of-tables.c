// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct chip {
	int (*read)(struct thing *thing);
	int channels;
};

struct mode {
	u32 number;
};

struct kind {
	const struct mode *mode;
	int level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const struct chip *chip;
	const struct mode *mode;
	const struct mode *user_mode;
};

#include "probe.h"

static int read_first(struct thing *thing)
{
	return thing->level;
}

static int read_second(struct thing *thing)
{
	return thing->level + 1;
}

static const struct chip first = { .read = read_first, .channels = 1 };
static const struct chip second = { .read = read_second, .channels = 2 };
static const struct chip *const chips[] = { &first, &second };

static const struct mode fast = { .number = 3 }, slow = { .number = 1 }, only = { .number = 2 };
static const struct kind kinds[] = { { .mode = &fast, .level = 1 }, { .mode = &slow } };
static const struct mode *others[] = { &only };

/* Stays in the kernel half, and stores addresses that it finds in tables. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->chip = chips[mystery(level) & 1];
	own->mode = kinds[level & 1].mode;
	return level + (own->user_mode ? own->user_mode->number : 0);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->chip->read(thing) + own->chip->channels;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->mode->number;
}

/* The other way round. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->user_mode = others[0];
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.hold = hold };

/*
 * check-name: tables whose addresses are found in tables have a name in both halves
 * check-has: user open
 * check-has: user stop
 * check-has: user hold
 * check-has: symbol table first
 * check-has: symbol table second
 * check-has: symbol table fast
 * check-has: symbol table slow
 * check-has: symbol table only
 */
