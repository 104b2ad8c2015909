// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct slow_ops {
	int (*run)(struct own *own);
};

struct fast_ops {
	int (*go)(struct own *own);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void (*either)(struct own *own);
	long (*pointed)(struct own *own);
	u32 (*other)(struct own *own);
	void *kept;
};

struct kept_ops {
	u8 (*run)(struct own *own);
};

struct taken_ops {
	u8 (*go)(struct own *own);
};

#include "probe.h"

static void either(struct own *own)
{
	(void)own;
	msleep(1);
}

static long pointed(struct own *own)
{
	(void)own;
	msleep(2);
	return 0;
}

static int cast(struct own *own)
{
	(void)own;
	msleep(3);
	return 0;
}

static u8 kept(struct own *own)
{
	(void)own;
	msleep(4);
	return 0;
}

static u32 other(struct own *own)
{
	(void)own;
	msleep(5);
	return 0;
}

static const struct slow_ops slow = { .run = cast };
static const struct kept_ops kept_ops = { .run = kept };

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	void (*way)(struct own *own) = own->either ?: NULL;
	long (**at)(struct own *own) = &own->pointed;
	const struct fast_ops *fast = (const struct fast_ops *)&slow;
	const struct taken_ops *taken = own->kept;

	(void)packet;
	way(own);
	(*at)(own);
	fast->go(own);
	return taken->go(own);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->either = either;
	own->pointed = pointed;
	own->other = other;
	own->kept = (void *)&kept_ops;
	either(own);
	pointed(own);
	kept(own);
	own->other(own);
	return cast(own);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: a pointer of which nobody knows where it leads may lead to each function of its type
 * check-has: both either: both: a leaf, copied; for send in the kernel half
 * check-has: both pointed: both: a leaf, copied; for send in the kernel half
 * check-has: both cast: both: a leaf, copied; for send in the kernel half
 * check-has: both kept: both: a leaf, copied; for send in the kernel half
 * check-has: user other: user
 * check-has: user open: user
 */
