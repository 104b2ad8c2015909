// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	u32 first, second;
	u32 ring[4];
	u32 third, fourth;
	u32 word, next, last;
	u32 seen;
	union {
		struct {
			u32 a, b;
		};
		struct {
			u32 a, b;
		} group;
	};
	u8 bytes[4], more[4];
};

#include "probe.h"

static void clear(void *at, size_t len)
{
	memset(at, 0, len);
}

/* What it clears beyond the members that it names it touches, too. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	memset(&own->word, 0, 8);
	clear(own->bytes, 8);
	memset(&own->group, 0, sizeof(own->group));
	return own->first + own->second + own->third + own->fourth + own->ring[packet->len & 3];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 256);
	own->more[1] = 1;
	own->b = 1;
	own->next = 1;
	return own->last;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	memset(&own->first, 0, 8);
	return 0;
}

/* As memset_startat() does, but for its name. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	memset(&own->third, 0, sizeof(*own) - __builtin_offsetof(struct own, third));
	return 0;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	memcpy(&own->first, own->ring, level);
	return 0;
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	(void)stats;
	clear(&own->first, 8);
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);

	(void)size;
	return copy_in(&own->third, (void *)at, 8);
}

static int strange_array(struct own *own)
{
	memset(own->ring, 0, sizeof(own->ring) + 4);
	return 0;
}

static int strange_number(struct own *own)
{
	*(u64 *)&own->first = 0;
	return *(volatile u32 *)&own->seen;
}

static int strange_words(struct own *own, void *regs)
{
	read_words(regs, &own->first, 2);
	return 0;
}

static void put(void *to, size_t at)
{
	*((u8 *)to + at) = 3;
}

static int strange_bytes(struct own *own)
{
	put(&own->first, 4);
	return 0;
}

/* No more than they are. */
static int fitting(struct own *own)
{
	u32 number = 3;

	memset(own->ring, 0, sizeof(own->ring));
	memset(&own->ring[1], 0, 8);
	memcpy(&own->first, &number, sizeof(number));
	clear(&own->second, sizeof(own->second));
	read_words(own->regs, &own->second, 1);
	*(u16 *)&own->third = 1;
	memcpy(&own->seen, &own->fourth, 4);
	return 0;
}

static int strange(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return strange_array(own) + strange_number(own) + strange_words(own, own->regs) +
	       strange_bytes(own) + fitting(own);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .strange = strange, .set_level = set_level,
	.send = send, .get_stats = get_stats, .control = control,
};

/*
 * check-name: callees reach what is beside a member
 * check-profile:
 *	slots:
 *	  thing_ops.strange: {context: sleep}
 * check-has: user open
 * check-has: field own.next raw both
 * check-has: field own.more raw both
 * check-has: field own.b raw both
 * check-has: kernel stop: gives memset the address of own.first, which it reaches beyond (line 57)
 * check-has: kernel hold: gives memset the address of own.third, which it reaches beyond (line 66)
 * check-has: kernel set_level: gives memcpy the address of own.first, which it reaches beyond
 * check-has: kernel get_stats: gives clear the address of own.first, which it reaches beyond
 * check-has: kernel control: gives copy_in the address of own.third, which it reaches beyond
 * check-has: kernel strange_array: gives memset the address of own.ring, which it reaches beyond
 * check-has: kernel strange_number: takes own.first for unsigned long long, which is larger
 * check-has: kernel strange_words: gives read_words the address of own.first, which it reaches
 * check-has: kernel strange_bytes: gives put the address of own.first, which it reaches beyond
 * check-has: user fitting
 * check-has: user strange
 */
