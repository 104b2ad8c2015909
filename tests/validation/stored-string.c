// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

#define BRAND "brand"
#define NUMBERED(n) "number " #n

struct kind {
	int number;
	const char *label;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	const char *name;
	const char *vendor;
	const char *label;
	const char *serial;
	char text[8];
	const char *mood;
};

#include "probe.h"

static const struct kind kinds[] = { { 1, "first" }, { 2, "second" } };

static const char *const lists[] = { [1] = "third", [0] = "fourth" };

static int interrupt(int irq, void *data)
{
	struct own *own = thing_priv(data);

	own->vendor = "odd";
	return irq + own->name[0] + own->vendor[0] + own->label[0] + own->serial[0];
}

static void set_vendor(struct own *own, const char *vendor)
{
	own->vendor = vendor;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->name = thing->level ? "some" " thing" : own->text;
	own->label = kinds[thing->level & 1].label;
	if (thing->level > 1)
		own->label = lists[thing->level & 1];
	set_vendor(own, "vendor");
	return request_irq(own->bdev->irq, interrupt, thing);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return own->vendor[0];
}

/* Both halves have this text, but nobody can tell which of the one is which of the other. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->name = NUMBERED(1);
	own->serial = BRAND;
	return level;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	own->serial = BRAND;
	stats->nr = own->serial[0];
}

static int strange(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	char text[4] = "abc";

	own->serial = text;
	return 0;
}

/* A list that nobody writes, though it is not const; and one that somebody does. */
static const char *ilks[] = { "sort", "ilk" };
static const char *moods[] = { "merry", "grim" };

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->name = ilks[thing->level & 1];
	return 0;
}

static int sad(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	moods[0] = "sad";
	own->mood = moods[thing->level & 1];
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.get_stats = get_stats, .hold = hold };
static const struct thing_ops others = { .stop = strange, .open = sad };

/*
 * check-name: strings that are stored in objects
 * check-has: user open
 * check-has: user stop
 * check-has: user set_vendor
 * check-has: user get_stats
 * check-has: kernel set_level: stores a string in own.name that is nowhere in the kernel half (line 66)
 * check-has: kernel strange: stores a string in own.serial that is nowhere in the kernel half (line 84)
 * check-has: user hold
 * check-has: string "ilk"
 * check-has: kernel sad: stores a string in own.mood that is nowhere in the kernel half
 * check-has: field own.name pointer both char
 * check-has: symbol table cleave_string_0
 * check-has: string "first"
 * check-has: string "fourth"
 * check-has: string "odd"
 * check-has: string "some thing"
 * check-has: string "vendor"
 * check-has: string "brand"
 * check-not: string "number
 */
