// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	char label[12];
	char labels[3][8];
	char bytes[8];
	u8 numbers[8];
	char sign;
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	thing->name[0] = 'a';
	own->label[0] = 'b';
	own->labels[1][0] = 'c';
	own->bytes[0] = 'd';
	own->numbers[0] = 5;
	own->sign = '+';
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	printk("%s %s %s %c", thing->name, own->label, own->labels[1], own->sign);
	return own->bytes[0] + own->numbers[0] + packet->len;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: an array of characters that both halves share is a text, and must end
 * check-profile:
 *	types:
 *	  own: {fields: {bytes: raw}}
 * check-has: field thing.name raw both text 16
 * check-has: field own.label raw both text 12
 * check-has: field own.labels raw both text 8
 * check-has: field own.bytes raw both
 * check-not: field own.bytes raw both text
 * check-has: field own.numbers raw both
 * check-not: field own.numbers raw both text
 * check-has: field own.sign raw both
 * check-not: field own.sign raw both text
 */
