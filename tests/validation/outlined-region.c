// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	spinlock_t other;
	u32 level;
	u32 seen;
};

#include "probe.h"

static void inside(struct own *own)
{
	far_read(own->level ? 1 : 0);
}

/* Two regions, a number in, a number out, flags that only the locks use. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	unsigned long flags;
	u32 old;

	spin_lock_irqsave(&own->lock, flags);
	old = own->level;
	own->level = level;
	for (;;) {
		inside(own);
		if (own->seen)
			break;
	}
	spin_unlock_irqrestore(&own->lock, flags);
	msleep(1);
	spin_lock(&own->other);
	own->seen++;
	spin_unlock(&own->other);
	return old;
}

/* What a slot gives is as long as the slot says. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	(void)bytes;
	spin_lock(&own->lock);
	stats->nr = own->level;
	spin_unlock(&own->lock);
}

/* One region that can be a function does not help if another cannot. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->seen = 0;
	spin_unlock(&own->lock);
	spin_lock(&own->other);
	if (own->level)
		return -22;
	spin_unlock(&own->other);
	return 0;
}

static const struct thing_ops ops = { .set_level = set_level, .get_bytes = get_bytes,
				      .stop = stop };

/*
 * check-name: a region under a lock becomes a function of the kernel half
 * check-has: user set_level
 * check-has: user get_bytes
 * check-has: downcall outline cleave_outline_set_level_1(buffer, object, value)
 * check-has: downcall outline cleave_outline_set_level_2(object) by worker
 * check-has: downcall outline cleave_outline_get_bytes_1(buffer, object)
 * check-has: kernel inside: atomic: reached from set_level, line 31, which holds
 * check-has: kernel stop: lock: takes a spin lock (spin_lock, line 62), and what it does under it is no function: a return leaves it (line 64)
 * check-not: downcall outline cleave_outline_stop
 */
