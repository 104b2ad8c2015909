// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	int (*poll)(struct own *own);
	int (*saved)(struct own *own);
	int (*reset)(struct own *own);
	int (*given)(struct own *own);
	u32 level;
};

#include "probe.h"

static int poll_fast(struct own *own)
{
	return own->level + far_read(0);
}

static int poll_slow(struct own *own)
{
	return own->level + far_read(1);
}

static int reset_all(struct own *own)
{
	own->level = far_read(2);
	return 0;
}

static int give_up(struct own *own)
{
	return far_read(own->level);
}

/* In the kernel half, which takes whatever is of that type. */
static int use(struct own *own, int (*with)(struct own *own))
{
	return with(own) + far_read(3);
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	return own->poll(own) + own->saved(own) + own->reset(own) + own->given(own);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->saved = own->poll;
	own->poll = level ? poll_fast : poll_slow;
	own->reset = reset_all;
	own->given = give_up;
	return use(own, give_up);
}

static const struct thing_ops ops = { .set_level = set_level, .send = send };

/*
 * check-name: a pointer to a function leads to those that the driver puts there
 * check-has: user set_level
 * check-has: field own.poll pointer both set own.poll
 * check-has: field own.saved pointer both own.poll
 * check-has: field own.reset pointer both set own.reset
 * check-has: field own.given pointer both set int (struct own *)
 * check-has: symbol function poll_fast own.poll
 * check-has: symbol function poll_slow own.poll
 * check-has: symbol function reset_all own.reset
 * check-has: symbol function give_up int (struct own *)
 */
