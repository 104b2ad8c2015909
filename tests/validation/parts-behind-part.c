// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Another module's, as in part-behind-part.c. */
struct chip {
	u32 level;
	void *board;
};

struct board {
	struct bus_device *bdev;
};

struct other {
	u32 wired;
};

#define PART struct chip
#include "bare-probe.h"

/* Which board a thing has nobody knows. */
static int open(struct thing *thing)
{
	struct chip *chip = thing_priv(thing);
	struct board *board = chip->board;

	return board->bdev->vendor;
}

static int stop(struct thing *thing)
{
	struct chip *chip = thing_priv(thing);
	struct other *other = chip->board;

	return other->wired;
}

static int set_level(struct thing *thing, u32 level)
{
	struct chip *chip = thing_priv(thing);

	chip->level = level;
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: of several structures none is known to be behind another module's
 * check-profile:
 *	types: {chip: {private: {offset: "sizeof(struct chip)", in: board}, fields: {board: {pointer: any}}}}
 * check-has: kernel open
 * check-has: kernel stop
 * check-has: user set_level
 * check-has: type thing+chip
 * check-not: type thing+chip+board
 * check-not: type thing+chip+other
 */
