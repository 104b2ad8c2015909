// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct ring {
	u32 level;
};

struct book {
	u32 level;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct mutex lock;
	spinlock_t fast;
	struct ring *ring;
	struct book *book;
	u32 level;
};

#include "probe.h"

/* The driver's own text has the function, and only this cleanup calls what it calls. */
static void put(struct own *own)
{
	own->level--;
}

static inline void put_own(struct own **own)
{
	put(*own);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	guard(mutex, &own->lock);
	own->level++;
	return 0;
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	mutex_lock(&own->lock);
	own->level--;
	mutex_unlock(&own->lock);
	return 0;
}

static void fast(struct own *own)
{
	guard(spinlock, &own->fast);
	own->level++;
}

/* Nobody holds the lock here. */
static int hold(struct thing *thing)
{
	fast(thing_priv(thing));
	return 0;
}

static void refill(struct own *own)
{
	struct ring *old __cleanup(free_memory) = own->ring;

	own->ring = kzalloc(mystery(sizeof(*old)), 0);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	own->book = kzalloc(sizeof(*own->book), 0);
	if (!own->book)
		return -12;
	refill(own);
	return own->ring->level;
}

static int let_go(struct thing *thing)
{
	struct own *own __cleanup(put_own) = thing_priv(thing);

	kfree(own->book);
	own->book = NULL;
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .set_level = set_level, .let_go = let_go,
};

/*
 * check-name: a variable that is cleaned up by the compiler
 * check-has: kernel open: has a variable that the compiler has cleaned up (line 39)
 * check-has: user stop
 * check-has: kernel fast: lock: takes a spin lock (class_spinlock_constructor
 * check-has: user hold
 * check-has: kernel refill
 * check-has: kernel let_go: has a variable that the compiler has cleaned up
 * check-has: kernel put: callers: only called from the kernel half (put_own)
 * check-not: downcall inline class_mutex_constructor
 * check-not: native kzalloc__ring
 */
