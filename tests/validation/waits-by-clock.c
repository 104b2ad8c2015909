// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct pair {
	u32 a, b;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 seen;
	u32 level;
	u32 number;
	unsigned long flags;
	struct pair pair, whole;
	struct mutex mutex;
};

#include "probe.h"

static void put(u32 *number)
{
	*number = 1;
}

static int interrupt(int irq, void *data)
{
	struct own *own = data;

	own->seen++;
	own->flags |= 2;
	put(&own->number);
	memcpy(&own->pair, &own->level, sizeof(own->pair));
	own->whole = own->pair;
	return irq;
}

/* Rounds of a loop in which the time is asked for, or the processor told that one waits. */
static int until_ticks(struct own *own)
{
	unsigned long end = ticks + 10;

	while (!own->seen)
		if (ticks > end)
			return -1;
	return 0;
}

static int until_time(struct own *own)
{
	u64 end = time_now() + 10;

	while (!own->seen && time_now() < end)
		;
	return 0;
}

static int until_goto(struct own *own)
{
	unsigned long end = ticks + 10;

again:
	if (own->seen || ticks > end)
		return 0;
	goto again;
}

static void relaxing(struct own *own)
{
	while (!own->seen)
		relax();
}

/* What a callee finds or puts behind an address, and parts of what is written as a whole. */
static void for_bit(struct own *own)
{
	while (!bit_is_set(1, &own->flags))
		msleep(1);
}

static void for_number(struct own *own)
{
	while (!own->number)
		msleep(1);
}

static void for_copied(struct own *own)
{
	while (!own->pair.b)
		msleep(1);
}

static void for_assigned(struct own *own)
{
	while (!own->whole.b)
		msleep(1);
}

/* To ask for the time once is no wait. */
static u64 stamp(struct own *own)
{
	own->seen = 0;
	return time_now() + ticks + own->seen;
}

/* What is given to the kernel is looked at there. */
static void locking(struct own *own)
{
	u32 i;

	for (i = 0; i < 3; i++) {
		mutex_lock(&own->mutex);
		msleep(1);
		mutex_unlock(&own->mutex);
	}
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	int err = request_irq(own->bdev->irq, interrupt, own);

	own->level = until_ticks(own) + until_time(own) + until_goto(own);
	relaxing(own);
	for_bit(own);
	for_number(own);
	for_copied(own);
	for_assigned(own);
	own->level += stamp(own);
	locking(own);
	return err;
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: who waits by the clock, or for bits and parts, stays with what sets them
 * check-has: kernel until_ticks: waits: for seen, which interrupt sets (line
 * check-has: kernel until_time: waits: for seen, which interrupt sets
 * check-has: kernel until_goto: waits: for seen, which interrupt sets
 * check-has: kernel relaxing: waits: for seen, which interrupt sets
 * check-has: kernel for_bit: waits: for flags, which interrupt sets
 * check-has: kernel for_number: waits: for number, which interrupt sets
 * check-has: kernel for_copied: waits: for pair.b, which interrupt sets
 * check-has: kernel for_assigned: waits: for whole.b, which interrupt sets
 * check-has: user stamp
 * check-has: user locking
 * check-has: user open
 */
