// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 seen;
	u32 level;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->seen++;
	return irq;
}

static int await(struct own *own)
{
	own->seen = 0;
	msleep(10);
	return own->seen ? 0 : -1;
}

static void poll(struct own *own)
{
	while (!own->seen)
		msleep(1);
}

static void spin(struct own *own)
{
	while (!*(volatile u32 *)&own->seen)
		;
}

/* Not a wait: it goes round as often as there are levels. */
static u32 sum(struct own *own)
{
	u32 i, all = 0;

	for (i = 0; i < own->seen; i++)
		all += own->level;
	return all;
}

/* Counters are no older than the call. */
static u32 count(struct own *own)
{
	msleep(1);
	return own->seen;
}

/* Nothing that runs by itself sets this. */
static void settle(struct own *own)
{
	own->level = 1;
	msleep(10);
	own->level++;
}

/* Looks, and does not wait. */
static u32 look(struct own *own)
{
	return own->seen;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	settle(own);
	own->level = look(own) + count(own);
	poll(own);
	spin(own);
	own->level = sum(own);
	return err ? err : await(own);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: who waits for an interrupt handler to set something stays with it
 * check-has: kernel await: waits: for seen, which interrupt sets (line 25)
 * check-has: kernel poll: waits: for seen, which interrupt sets
 * check-has: kernel spin: waits: for seen, which interrupt sets
 * check-has: user sum
 * check-has: user settle
 * check-has: user look
 * check-has: user count
 * check-has: user open
 */
