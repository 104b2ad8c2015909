// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 few[8], one[8];
	int (*fill)(struct own *own, int first, int number);
	int (*show)(struct own *own, u8 *text);
};

#include "probe.h"

/* In the kernel half, for packets; who opens the thing gives it numbers, too. */
static int fill_few(struct own *own, int first, int number)
{
	while (number--)
		own->few[first + number] = far_read(number);
	return number;
}

static int fill_one(struct own *own, int first, int number)
{
	while (number--)
		own->one[first + number] = far_read(number);
	return number;
}

/* Of one argument nobody says anything. */
static int fill_at(struct own *own, int first, int number)
{
	own->few[first & 7] = far_read(number);
	return own->one[number];
}

static int show(struct own *own, u8 *text)
{
	text[0] = own->thing->level;
	return 1;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return own->fill(own, 0, packet->len & 7);
}

static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	stats->nr = mystery(0);
	own->show(own, bytes);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->show = show;
	own->fill = thing->level ? fill_few : fill_one;
	return own->fill(own, thing->level, thing->state);
}

static int stop(struct thing *thing)
{
	return fill_at(thing_priv(thing), 1, thing->level);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .send = send, .get_bytes = get_bytes,
};

/*
 * check-name: what is said of a slot of the driver's own, and whom a check is about
 * check-profile:
 *	slots:
 *	  own.fill: {args: [object, value, {value: {check: "$1 >= 0 && $2 >= 0 && $1 + $2 <= 8"}}]}
 *	  own.show: {args: [object, {out: 64}]}
 *	functions:
 *	  fill_at: {args: [object, {value: {check: "$1 < 8"}}, value]}
 * check-has: kernel fill_few: atomic
 * check-has: user open
 * check-has: user show: user: may sleep (own.show)
 * check-has: upcall show(object, buffer)
 * check-has: downcall driver fill_few(object, value, value)
 * check-has: check fill_few $2: $1 >= 0 && $2 >= 0 && $1 + $2 <= 8
 * check-has: check fill_one $2: $1 >= 0 && $2 >= 0 && $1 + $2 <= 8
 * check-not: check fill_few $1
 * check-has: check fill_at $2: (u64)$2 >= 0 && (u64)$2 <= 7ULL
 */
