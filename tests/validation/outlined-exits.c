// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 level;
	u32 seen;
};

#include "probe.h"

/* It ends early; what follows sleeps. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	unsigned long flags;

	spin_lock_irqsave(&own->lock, flags);
	if (own->level) {
		spin_unlock_irqrestore(&own->lock, flags);
		msleep(1);
		return -16;
	}
	own->level = 1;
	spin_unlock_irqrestore(&own->lock, flags);
	return 0;
}

/* Out of a loop, by a goto, and at its end by a goto within. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	int found = -22, i;

	spin_lock(&own->lock);
	for (i = 0; i < 4; i++) {
		if (own->level == i) {
			own->seen++;
			spin_unlock(&own->lock);
			goto out;
		}
		if (own->seen == i)
			goto unlock;
	}
	found = own->seen;
unlock:
	spin_unlock(&own->lock);
	return found;
out:
	msleep(i);
	return level;
}

/* Two ends in the same block. */
static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = -22;

	spin_lock(&own->lock);
	if (!own->level)
		goto fail;
	own->level = 0;
	spin_unlock(&own->lock);
	msleep(1);
	return 0;
fail:
	own->seen = 0;
	spin_unlock(&own->lock);
	msleep(2);
	return err;
}

/* Each case releases it. */
static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	switch (own->level) {
	case 1:
		stats->nr = own->seen;
		break;
	default:
		spin_unlock(&own->lock);
		return;
	}
	spin_unlock(&own->lock);
}

/* It begins where one jumps to. */
static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	(void)bytes;
	switch (stats->nr) {
	case 1:
again:
		spin_lock(&own->lock);
		if (!own->level) {
			spin_unlock(&own->lock);
			msleep(1);
			goto again;
		}
		own->level--;
		spin_unlock(&own->lock);
		break;
	default:
		msleep(1);
	}
}

static const struct thing_ops ops = { .open = open, .set_level = set_level, .stop = stop,
				      .get_stats = get_stats, .get_bytes = get_bytes };

/*
 * check-name: a region that ends early, or at a label, becomes a function
 * check-has: user open
 * check-has: user set_level
 * check-has: user stop
 * check-has: user get_stats
 * check-has: user get_bytes
 * check-has: downcall outline cleave_outline_get_bytes_1(
 * check-has: downcall outline cleave_outline_open_1(object, buffer) by worker
 * check-has: downcall outline cleave_outline_set_level_1(
 * check-has: downcall outline cleave_outline_stop_1(
 * check-has: downcall outline cleave_outline_get_stats_1(
 */
