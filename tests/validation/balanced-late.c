// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	int level;
};

#include "probe.h"

/* In an interrupt: what it acquires it gives back. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	if (own->level)
		return 0;
	thing_resume(thing);
	own->level++;
	thing_pause(thing);
	return 0;
}

/* ... and here, also on its way out. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	if (!level)
		goto out;
	thing_resume(thing);
	if (level > own->level) {
		thing_pause(thing);
		goto out;
	}
	thing_pause(thing);
out:
	spin_unlock(&own->lock);
	return level;
}

static int open(struct thing *thing)
{
	thing_resume(thing);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send, .set_level = set_level };

/*
 * check-name: what is given back where it was acquired the runtime need not hear of
 * check-has: kernel send: atomic
 * check-has: user open
 * check-has: kernel-rename thing_pause (thing_pause)
 */
