// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
};

#include "probe.h"

/* In an interrupt. */
static int send(struct thing *thing, struct packet *packet)
{
	(void)packet;
	thing_resume(thing);
	return 0;
}

static int start(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	thing_resume(thing);
	spin_lock(&own->lock);
	while (level--)
		if (own->bdev->irq == level)
			goto out;
	level = 1;
	spin_unlock(&own->lock);
	return 0;
out:
	spin_unlock(&own->lock);
	return level;
}

static int open(struct thing *thing)
{
	return start(thing, 0);
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what is acquired where the kernel half may not sleep goes on no record
 * check-has: kernel start: lock
 * check-has: kernel open: calls start in the kernel half, which calls thing_resume
 * check-not: native thing_resume
 */
