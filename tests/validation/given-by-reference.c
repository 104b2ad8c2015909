// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 words[4];
	char bytes[16];
	char title[16];
	char word[16];
};

#include "probe.h"

int thing_name(struct thing *thing, const char *name);

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->words[1] = 3;
	own->bytes[0] = 3;
	own->title[0] = 'a';
	own->word[0] = 'b';
	return thing_name(thing, own->word);
}

/* The kernel half has a look for itself. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return mystery(1) + (own->title[1] == 'c');
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);

	if (size == sizeof(own->words))
		return copy_out((void *)at, own->words, size) ? -14 : 0;
	return copy_out((void *)at, own->bytes, size) ? -14 : 0;
}

static const struct thing_ops ops = { .open = open, .hold = hold, .control = control };

/*
 * check-name: what one function writes and another gives to a callee crosses; it is no text for that
 * check-profile:
 *	functions:
 *	  thing_name: {args: [object, string]}
 * check-has: user open
 * check-has: user control
 * check-has: field own.words raw both
 * check-has: field own.bytes raw both
 * check-not: field own.bytes raw both text
 * check-has: field own.title raw both text 16
 * check-has: field own.word raw both text 16
 */
