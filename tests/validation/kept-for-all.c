// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pot {
	u32 level;
};

struct card {
	struct card *next;
	u32 level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct pot *pot;
	struct card *card;
};

#include "probe.h"

static struct pot *pot;
static struct card *cards;
static int users;

/* The first device makes it, the last one frees it. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	if (!pot) {
		pot = kzalloc(sizeof(*pot), 0);
		if (!pot)
			return -12;
		pot->level = 1;
	}
	own->pot = pot;
	users++;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->pot = NULL;
	if (!--users) {
		kfree(pot);
		pot = NULL;
	}
	return 0;
}

static int level(struct own *own)
{
	return own->pot->level;
}

/* A variable leads to this, too, but it is a device's. */
static struct card *new_card(void)
{
	struct card *card = kzalloc(sizeof(*card), 0);

	if (!card)
		return NULL;
	card->level = users;
	cards = card;
	return card;
}

static int set_level(struct thing *thing, int at)
{
	struct own *own = thing_priv(thing);
	struct card *card = new_card();

	own->card = card;
	own->bdev->dev.driver_data = card;
	return at + level(own);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level };

/*
 * check-name: what a variable leads to for all devices is no device's
 * check-has: kernel open: calls kzalloc, and it is not told
 * check-has: kernel stop: calls kfree, and it is not told
 * check-has: kernel level: follows own.pot, and it is not known where that leads
 * check-has: user new_card
 * check-has: user set_level
 */
