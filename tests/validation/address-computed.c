// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u64 tag, mark, cookie;
	u32 low;
	u8 bytes[8];
	struct own *list[2];
	u32 distance, same;
	u8 none;
};

void give_bytes(const void *bytes, size_t len);

#include "probe.h"

/* The kernel half knows these objects by other addresses. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	if (own->mark == (u64)own + 1 || own->low == (u32)(u64)own || own->bytes[0] || own->none)
		return own->list[0] == own;
	return own->tag == (u64)own || own->cookie || own->distance || own->same;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	memcpy(&own->tag, &own, sizeof(own));
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->mark = (unsigned long)own + 1;
	return 0;
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->low = (u32)(unsigned long)own;
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own;

	memcpy(&own, ((struct own *)thing_priv(thing))->bytes, sizeof(own));
	return own == thing_priv(thing);
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	u64 cookie = (unsigned long)thing;

	(void)stats;
	give_bytes(&cookie, sizeof(cookie));
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	u64 mixed = (unsigned long)own;

	mixed ^= size;
	memcpy(own->bytes, &mixed, sizeof(mixed));
	return 0;
}

/* Addresses stay addresses; what is compared, or is a distance, is none. */
static int strange(struct thing *thing)
{
	struct own *own = thing_priv(thing), *list[2] = { own, own };
	u64 number = own->distance;

	memcpy(own->list, list, sizeof(list));
	memcpy(own->bytes, &number, sizeof(number));
	own->distance = (char *)&own->tag - (char *)own;
	own->same = own->list[0] == own;
	own->none = !own->list[0];
	own->cookie = own->list[0] && own->list[1];
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .send = send, .set_level = set_level,
	.get_stats = get_stats, .control = control, .strange = strange,
};

/*
 * check-name: bytes of an address, and numbers that are computed from one, do not cross
 * check-profile:
 *	functions:
 *	  give_bytes: {args: [{in: $1}, value]}
 *	slots:
 *	  thing_ops.strange: {context: sleep}
 * check-has: kernel open: gives memcpy the bytes of an address (line 33)
 * check-has: kernel stop: keeps the address of an object in own.mark, a number (line 41)
 * check-has: kernel hold: keeps the address of an object in own.low, a number (line 49)
 * check-has: kernel set_level: gives memcpy the bytes of an address (line 57)
 * check-has: kernel get_stats: gives give_bytes the bytes of an address (line 66)
 * check-has: kernel control: gives memcpy the bytes of an address (line 75)
 * check-has: user strange
 */
