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

/* Another function waits, or looks. */
static void nap(void)
{
	msleep(1);
}

static void poll_by_nap(struct own *own)
{
	while (!own->seen)
		nap();
}

static int is_seen(struct own *own)
{
	return own->seen;
}

static void poll_by_look(struct own *own)
{
	u32 i;

	for (i = 0; i < 10; i++) {
		if (is_seen(own))
			return;
		msleep(1);
	}
}

static void poll_by_goto(struct own *own)
{
again:
	if (own->seen)
		return;
	msleep(1);
	goto again;
}

static int look_again(struct own *own)
{
	if (own->seen)
		return 1;
	msleep(1);
	return own->seen;
}

/* A call across shows what is new. */
static int look_across(struct own *own)
{
	if (own->seen)
		return 1;
	nap();
	thing_notify(own->thing);
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
	poll_by_nap(own);
	poll_by_look(own);
	poll_by_goto(own);
	own->level = is_seen(own) + look_again(own) + look_across(own);
	spin(own);
	own->level = sum(own);
	return err ? err : await(own);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: who waits for an interrupt handler to set something stays with it
 * check-has: kernel await: waits: for seen, which interrupt sets (line 25)
 * check-has: kernel poll: waits: for seen, which interrupt sets
 * check-has: kernel poll_by_nap: waits: for seen, which interrupt sets
 * check-has: kernel poll_by_look: waits: for seen, which interrupt sets
 * check-has: kernel poll_by_goto: waits: for seen, which interrupt sets
 * check-has: kernel look_again: waits: for seen, which interrupt sets
 * check-has: user look_across
 * check-has: kernel spin: waits: for seen, which interrupt sets
 * check-has: user sum
 * check-has: user settle
 * check-has: user look
 * check-has: user count
 * check-has: user open
 */
