// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct pool *pool;
};

#include "probe.h"

/* What a pool is, only the kernel knows. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->pool = pool_create(4);
	return own->pool ? pool_take(own->pool) : -12;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	pool_destroy(own->pool);
	own->pool = NULL;
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	return pool_take(own->pool) + packet->len;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .send = send };

/*
 * check-name: objects that are nothing but a pointer
 * check-has: user open
 * check-has: user stop
 * check-has: downcall function pool_create(value)
 * check-has: downcall function pool_take(object)
 * check-has: downcall function pool_destroy(object)
 * check-has: type pool
 * check-has: field own.pool pointer both pool
 * check-not: field pool
 */
