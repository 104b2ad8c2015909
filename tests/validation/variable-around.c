// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pot {
	u32 level;
	struct gauge gauge;
};

struct cup {
	u32 level;
	struct gauge gauge;
};


static struct pot pots[4];
static struct pot big_pot;

static struct pot *pot_of(struct gauge *gauge)
{
	return container_of(gauge, struct pot, gauge);
}

static int set(struct gauge *gauge, u32 level)
{
	pot_of(gauge)->level = level;
	return 0;
}

static const struct gauge_ops ops = { .set = set };

/* The core keeps for it where the pot is. */
static int set_kept(struct gauge *gauge, u32 level)
{
	struct pot *pot = gauge->data;

	pot->level = level;
	return 0;
}

static const struct gauge_ops kept_ops = { .set = set_kept };

/* Some of these are made by a function that the model knows nothing of. */
static struct cup cup;
static struct cup *more;

void *mystery_memory(int number);

static int set_cup(struct gauge *gauge, u32 level)
{
	struct cup *at = gauge->data;

	at->level = level;
	return 0;
}

static const struct gauge_ops cup_ops = { .set = set_cup };

static int init(void)
{
	for (int i = 0; i < 4; i++) {
		pots[i].level = mystery(i);
		pots[i].gauge.ops = &ops;
		gauge_register(&pots[i].gauge);
	}
	big_pot.level = mystery(7);
	big_pot.gauge.ops = &kept_ops;
	big_pot.gauge.data = &pots[2];
	gauge_register(&big_pot.gauge);
	more = mystery_memory(1);
	more->level = mystery(1);
	more->gauge.ops = &cup_ops;
	more->gauge.data = more;
	cup.gauge.ops = &cup_ops;
	gauge_register(&more->gauge);
	return gauge_register(&cup.gauge);
}
module_init(init)

/*
 * check-name: variables are objects of the structure that is around what the core hands back
 * check-has: user set
 * check-has: user set_kept
 * check-has: symbol global pots
 * check-has: symbol global big_pot
 * check-has: field pot.level raw both 4 x 32
 * check-has: point pots pot 0
 * check-has: point pots gauge offsetof(struct pot, gauge)
 * check-has: point big_pot gauge offsetof(struct pot, gauge)
 * check-has: kernel set_cup: follows gauge.data, and it is not known where that leads
 */
