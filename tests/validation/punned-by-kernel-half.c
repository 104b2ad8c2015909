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

/* Begins as a head does, without one. */
struct fifth {
	u32 one, two;
	struct gauge gauge;
};

struct sixth {
	u32 level, more;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct first *first;
	struct second *second;
	struct third *third;
	struct fourth *fourth;
	void *any;
	void *either;
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
	((struct head *)own->any)->two = 1;
	((struct sixth *)own->either)->level = 1;
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

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct fifth *fifth = kzalloc(sizeof(*fifth), 0);

	own->any = fifth;
	own->either = fifth;
	return fifth ? 0 : -12;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct fifth *fifth = own->any;

	return fifth->two;
}

/* Where one of several is, the one is meant that it is taken for. */
static int let_go(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct sixth *sixth = kzalloc(sizeof(*sixth), 0);

	own->either = sixth;
	return sixth ? (int)sixth->more : -12;
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	set_third((struct head *)&own->third->e);
	return own->first->b + own->second->d + own->third->f + own->fourth->more + level;
}

static const struct thing_ops ops = {
	.open = open, .send = send, .hold = hold, .stop = stop, .let_go = let_go,
	.set_level = set_level,
};

/*
 * check-name: the kernel half takes structures for others
 * check-has: user set_level
 * check-has: field first.b raw to-user
 * check-has: field second.d raw to-user
 * check-has: field third.f raw to-user
 * check-has: user stop
 * check-has: field fifth.two raw to-user
 * check-has: user let_go
 * check-not: field sixth.more
 * check-not: field fourth.more
 */
