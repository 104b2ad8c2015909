// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Another module's, which makes things with it behind them, and a board's behind that. */
struct chip {
	u32 level;
	void *board;
};

struct board {
	struct bus_device *bdev;
	u32 wired;
};

#define PART struct chip
#include "bare-probe.h"

static int open(struct thing *thing)
{
	struct chip *chip = thing_priv(thing);
	struct board *board = chip->board;

	return board->bdev->vendor;
}

static int set_level(struct thing *thing, u32 level)
{
	struct chip *chip = thing_priv(thing);
	struct board *board = chip->board;

	board->wired = level;
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct chip *chip = thing_priv(thing);
	struct board *board = chip->board;

	return board->wired;
}

static const struct thing_ops ops = { .open = open, .set_level = set_level, .send = send };

/*
 * check-name: behind the part of another module's is the driver's own, which a member leads to
 * check-profile:
 *	types: {chip: {private: {offset: "sizeof(struct chip)", in: board}, fields: {board: {pointer: any}}}}
 * check-has: user open
 * check-has: user set_level
 * check-has: type thing+chip+board
 * check-has: field board.wired
 */
