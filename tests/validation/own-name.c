// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>


/* The model has a handle of this name, but this one is the driver's. */
struct pool {
	u32 level;
	spinlock_t lock;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct pool pool;
};

#include "probe.h"

/* The model's returns at once, in the user half; this one nobody knows. */
void msleep(unsigned int ms)
{
	far_read(ms);
}

/* The model's would be held from here on. */
void spin_lock(spinlock_t *lock)
{
	(void)lock;
}

static void fill(struct pool *pool)
{
	pool->level = 1;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->pool.lock);
	msleep(2);
	fill(&own->pool);
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return own->pool.level != packet->len;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what the driver defines itself is not what the model knows by that name
 * check-has: user open
 * check-has: user fill
 * check-has: user spin_lock
 * check-has: kernel msleep: calls far_read, which must run in the kernel
 * check-has: downcall driver msleep(value)
 * check-has: field own.pool.level
 */
