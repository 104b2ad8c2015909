// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct order {
	int number;
};

struct style {
	int width;
	const char *name;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

static struct style style = { 1, "plain" };
static const char *mood = "new";
static const char *moods[2];
static struct order *order;
static struct own *first;

static int interrupt(int irq, void *data)
{
	return style.name[0] + mood[0] + moods[0][0] + (order ? order->number : 0) + !!first;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	style.name = "fancy";
	mood = thing->level ? "merry" : "grim";
	moods[1] = "odd";
	first = own;
	return request_irq(own->bdev->irq, interrupt, thing);
}

static int stop(struct thing *thing)
{
	struct order here = { .number = 1 };

	order = &here;
	return thing->level;
}

static int hold(struct thing *thing)
{
	char text[4] = "abc";

	mood = text;
	return thing->level;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: pointers that are stored in variables of the driver's
 * check-has: user open
 * check-has: string "fancy"
 * check-has: string "merry"
 * check-has: string "grim"
 * check-has: string "odd"
 * check-has: kernel stop: stores the address of a local variable in order (line 46)
 * check-has: kernel hold: stores a string in mood that is nowhere in the kernel half (line 54)
 */
