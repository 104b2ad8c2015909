// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const char *word;
	void *any;
};

#include "probe.h"

static const char *last;

/* It is there for whoever reads it, or has the user half make text of it. */
static int open(struct thing *thing)
{
	const char *word = thing_word(1);

	if (!word)
		return -16;
	printk("%s", word);
	return word[0] == 'x' ? thing->level : 0;
}

/* The kernel half would have nothing there. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->word = thing_word(level);
	return !own->word;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->any = (void *)thing_word(3);
	stats->nr = 1;
}

static const char *word(int number)
{
	return thing_word(number);
}

static int hold(struct thing *thing)
{
	last = thing_word(4);
	return !last;
}

static int stop(struct thing *thing)
{
	return !word(thing->level);
}

static const struct thing_ops ops = { .open = open, .set_level = set_level,
	.get_stats = get_stats, .hold = hold, .stop = stop };

/*
 * check-name: text that a function returns is the user half's own
 * check-has: user open
 * check-has: downcall function thing_word(value)
 * check-has: kernel set_level: keeps or hands on what thing_word returns
 * check-has: kernel get_stats: keeps or hands on what thing_word returns
 * check-has: kernel word: keeps or hands on what thing_word returns
 * check-has: kernel hold: keeps or hands on what thing_word returns
 */
