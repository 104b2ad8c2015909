// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Parts of an object, but variables on stacks are none. */
struct info {
	u32 number, level;
};

struct choice {
	u32 at;
};

struct tool {
	u32 number;
	int (*use)(int number);
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct info info, other;
	struct choice choice;
	struct tool tool;
	struct own *held;
	u32 table[16];
};

#include "probe.h"

/* ---- what the kernel half does --------------------------------------------- */

static int fill(struct own *own, struct info *info)
{
	info->level = far_read(0) + own->table[0];
	return 0;
}

static int count(struct own *own, struct tool *tool)
{
	return far_read(1) + tool->number;
}

static int use(struct own *own, struct tool *tool)
{
	return tool->use(far_read(2));
}

static int either(struct own *own, struct info *info)
{
	return far_read(3) + info->level;
}

static int pick(struct own *own, struct choice *choice)
{
	return far_read(4) + own->table[choice->at];
}

/* ---- what would be the user half ------------------------------------------- */

/* A copy goes there and back; of what has pointers, if they are no matter. */
static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct info info = { 0 };
	struct tool tool = { 0 };

	fill(own, &info);
	return info.level + count(own, &tool);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct tool tool = { 0 };

	return use(own, &tool);
}

/* Sometimes it is an object. */
static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	struct info info = { 0 };

	return level ? either(own, &own->info) : either(own, &info);
}

/* An address that the caller's caller has. */
static int between(struct own *own, struct info *info)
{
	return either(own, info);
}

static void get_stats(struct thing *thing, struct stats *stats)
{
	struct own *own = thing_priv(thing);
	struct info info = { 0 };

	stats->nr = between(own, &info);
}

/* The kernel half makes an index of what it is lent. */
static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct choice choice = { 0 };

	return pick(own, &choice);
}

/* ---- and across the other way ------------------------------------------------ */

static void take(struct own *own, struct info *info)
{
	own->held = kzalloc(sizeof(*own->held), 0);
	own->other = *info;
}

/* Were it copied, take() would be given an address on the kernel's stack. */
static void make(struct own *own)
{
	struct info info = { 0 };

	take(own, &info);
	kfree(own->held);
}

static void get_bytes(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	make(own);
	bytes[0] = stats->nr;
}

static int sleepy(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	make(own);
	return far_read(5);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .set_level = set_level,
	.get_stats = get_stats, .hold = hold, .get_bytes = get_bytes };
static const struct thing_ops other_ops = { .open = sleepy };

/*
 * check-name: a variable on a stack is no object
 * check-has: user open
 * check-has: downcall driver fill(object, buffer)
 * check-has: downcall driver count(object, buffer)
 * check-has: kernel stop: gives use the address of a local variable
 * check-has: kernel set_level: gives either the address of a local variable
 * check-has: kernel between: gives either the address of a local variable
 * check-has: kernel hold: number: lends choice.at of pick, which pick makes an index of
 * check-has: user make
 * check-has: upcall make(object)
 * check-has: user take
 * check-not: upcall take
 */
