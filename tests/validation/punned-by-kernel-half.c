// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct head {
	u32 one, two;
};

struct base {
	u32 level, weight;
};

struct first {
	u32 a, b;
	struct gauge gauge;
};

struct second {
	struct gauge gauge;
	u32 c, d;
};

struct third {
	struct gauge gauge;
	u32 e, f;
};

struct fourth {
	struct base base;
	u32 extra, more;
	u8 bytes[8];
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct first *first;
	struct second *second;
	struct third *third;
	struct fourth *fourth;
};

#include "probe.h"

static void set_second(void *at)
{
	((struct head *)at)->two = 1;
}

static void set_third(struct head *at)
{
	far_read(1);
	at->two = 1;
}

/* What it is, what it begins with, what it is a part of, and what is in an array are no others. */
static void look(struct base *base, struct fourth *fourth)
{
	struct head *head = (struct head *)fourth->bytes;

	container_of(base, struct fourth, base)->extra = ((struct base *)fourth)->level;
	head->one = 1;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	struct head *head = (void *)own->first;

	head->two = packet->len;
	set_second(&own->second->c);
	look(&own->fourth->base, own->fourth);
	return 0;
}

static int make(struct own *own)
{
	own->first = kzalloc(sizeof(*own->first), 0);
	own->second = kzalloc(sizeof(*own->second), 0);
	own->third = kzalloc(sizeof(*own->third), 0);
	own->fourth = kzalloc(sizeof(*own->fourth), 0);
	return own->first && own->second && own->third && own->fourth ? 0 : -12;
}

static int open(struct thing *thing)
{
	return make(thing_priv(thing));
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	set_third((struct head *)&own->third->e);
	return own->first->b + own->second->d + own->third->f + own->fourth->more + level;
}

static const struct thing_ops ops = { .open = open, .send = send, .set_level = set_level };

/*
 * check-name: the kernel half takes structures for others
 * check-has: user set_level
 * check-has: field first.b raw to-user
 * check-has: field second.d raw to-user
 * check-has: field third.f raw to-user
 * check-not: field fourth.more
 */
