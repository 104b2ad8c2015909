// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct inner {
	u32 x, y;
};

struct config {
	struct inner inner;
	struct {
		u32 plain;
		struct inner deep;
	};
	u32 last;
};

union word {
	u32 all;
	u8 bytes[4];
	struct {
		u16 low, high;
	};
};

struct counted {
	u32 by_offset;
};

struct given {
	u32 as_bytes;
};

struct cookie {
	u32 read, unread;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct config config, saved;
	union word word;
	union {
		u32 wide;
		u8 narrow;
	};
	struct counted *counted;
	struct given *given;
	struct cookie cookie;
	u8 raw[64];
	u32 alone;
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------ */

static void put(u8 *to, const void *from, u32 len)
{
	memcpy(to, from, len);
}

static u32 at_offset(struct counted *counted, u32 offset)
{
	return *(u32 *)((char *)counted + offset);
}

static int handler(int irq, void *data)
{
	struct cookie *cookie = data;

	(void)irq;
	return cookie->read;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	struct given *given = own->given;

	own->saved = own->config;
	own->word.bytes[1] = 3;
	own->narrow = own->word.low;
	put(own->raw, given, sizeof(*given));
	return at_offset(own->counted, packet->len & 3);
}

/* ---- the user half --------------------------------------------------------- */

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->counted = kzalloc(sizeof(*own->counted), 0);
	own->given = kzalloc(sizeof(*own->given), 0);
	if (!own->counted || !own->given)
		return -12;
	own->config.inner.x = 1;
	own->config.plain = 2;
	own->config.deep.y = 3;
	own->config.last = 4;
	own->word.all++;
	own->wide++;
	own->counted->by_offset = 5;
	own->given->as_bytes = 6;
	own->cookie.read = 7;
	own->cookie.unread = 8;
	own->alone = 9;
	return request_irq(own->bdev->irq, handler, &own->cookie);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	free_irq(own->bdev->irq, &own->cookie);
	kfree(own->counted);
	kfree(own->given);
	own->counted = NULL;
	own->given = NULL;
	return own->saved.inner.y + own->cookie.unread + own->alone;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: what the kernel half copies whole, as bytes, or as another part of a union is shared
 * check-has: user open:
 * check-has: user stop:
 * check-has: field own.config.inner.x raw both
 * check-has: field own.config.plain raw both
 * check-has: field own.config.deep.y raw both
 * check-has: field own.config.last raw both
 * check-has: field own.saved.inner.y raw to-user
 * check-has: field own.word.all raw both
 * check-has: field own.wide raw both
 * check-has: field counted.by_offset raw both
 * check-has: field given.as_bytes raw both
 * check-has: field own.cookie.read raw both
 * check-not: field own.cookie.unread
 * check-not: field own.alone
 */
