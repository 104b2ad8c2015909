// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	void __iomem *regs;
	u32 table[256];
	u32 few[8];
	u32 level;
	u32 *any;
};

#include "probe.h"

static void fill(struct own *own, u32 at, u32 value)
{
	u32 *place = own->few;

	place[at] = value;
}

static void note(struct own *own, u32 value)
{
	own->level = value;
}

/* ---- refused: each function's region is steered ---- */

static int by_index(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->any[level] = 1;
	spin_unlock(&own->lock);
	return 0;
}

static int by_pointer(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u32 reg = level;

	spin_lock(&own->lock);
	own->level = readl(own->regs + reg);
	spin_unlock(&own->lock);
	return 0;
}

static int by_local(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u32 at;

	spin_lock(&own->lock);
	at = level + 1;
	own->any[at] = 0;
	spin_unlock(&own->lock);
	return at;
}

static int by_loop(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	while (level--)
		own->level++;
	spin_unlock(&own->lock);
	return 0;
}

static int by_endless_loop(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	for (;;) {
		if (level)
			break;
	}
	spin_unlock(&own->lock);
	return 0;
}

static int by_length(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	memcpy(own->table, own->few, level);
	spin_unlock(&own->lock);
	return 0;
}

static int by_callee(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	fill(own, level, 0);
	spin_unlock(&own->lock);
	return 0;
}

static int by_divisor(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->level = 100 / level;
	spin_unlock(&own->lock);
	return 0;
}

/* How long what a pointer leads to is, a mask does not tell. */
static int by_mask(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	spin_lock(&own->lock);
	own->any[level & 15] = 0;
	spin_unlock(&own->lock);
	return 0;
}

/* What a buffer holds is chosen as numbers are. */
static void by_buffer(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);

	(void)bytes;
	spin_lock(&own->lock);
	own->any[stats->nr] = 0;
	spin_unlock(&own->lock);
}

/* The guard is passed over when the condition says so. */
static void by_passed_guard(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);
	u32 i = 0;

	spin_lock(&own->lock);
	while (i < stats->nr) {
		if (own->level)
			bytes[i] = 0;
		i++;
	}
	spin_unlock(&own->lock);
}

/* ---- allowed ---- */

static int plain(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);
	u32 i, old = 0;
	u8 small = level;

	spin_lock(&own->lock);
	own->level = level;
	if (level > 3)
		own->few[0] = level * 2;
	own->few[level & 7] = 1;
	own->few[level & 15] = 1;
	own->few[level] = 1;
	own->table[small] = 2;
	for (i = 0; i < 8; i++)
		old += own->few[i];
	for (i = 0; i < (level & 7); i++)
		own->few[i] = level;
	note(own, level);
	writel(level, own->regs);
	spin_unlock(&own->lock);
	return old;
}

static void until_guard(struct thing *thing, struct stats *stats, u8 *bytes)
{
	struct own *own = thing_priv(thing);
	u32 i = 0;

	spin_lock(&own->lock);
	while (i < stats->nr - 1) {
		bytes[i++] = own->level;
		bytes[i++] = own->level;
	}
	spin_unlock(&own->lock);
}

static const struct thing_ops ops = { .set_level = plain, .get_bytes = until_guard };
static const struct thing_ops others[] = {
	{ .set_level = by_index, .get_bytes = by_buffer },
	{ .set_level = by_pointer, .get_bytes = by_passed_guard },
	{ .set_level = by_local },
	{ .set_level = by_loop },
	{ .set_level = by_endless_loop },
	{ .set_level = by_length },
	{ .set_level = by_callee },
	{ .set_level = by_divisor },
	{ .set_level = by_mask },
};

/*
 * check-name: what a region is given may not steer it, but into an array by a guard
 * check-has: user plain
 * check-has: user until_guard
 * check-has: kernel by_index: lock: takes a spin lock (spin_lock, line 35), and what it does under it is no function: its variable level, which the user half chooses, is an index (line 36)
 * check-has: kernel by_pointer: lock: takes a spin lock (spin_lock, line 46), and what it does under it is no function: its variable reg, which the user half chooses, moves a pointer
 * check-has: kernel by_local: lock: takes a spin lock (spin_lock, line 57), and what it does under it is no function: its variable level, which the user half chooses, is an index
 * check-has: kernel by_loop: lock: takes a spin lock (spin_lock, line 68), and what it does under it is no function: its variable level, which the user half chooses, says when a loop ends
 * check-has: kernel by_endless_loop: lock: takes a spin lock (spin_lock, line 79), and what it does under it is no function: its variable level, which the user half chooses, says when a loop ends
 * check-has: kernel by_length: lock: takes a spin lock (spin_lock, line 92), and what it does under it is no function: its variable level, which the user half chooses, is given to memcpy, and no model says that it is but a value
 * check-has: kernel by_callee: lock: takes a spin lock (spin_lock, line 102), and what it does under it is no function: its variable level, which the user half chooses, is an index (line 103)
 * check-has: kernel by_divisor: lock: takes a spin lock (spin_lock, line 112), and what it does under it is no function: its variable level, which the user half chooses, is a divisor
 * check-has: kernel by_mask: lock: takes a spin lock (spin_lock, line 123), and what it does under it is no function: its variable level, which the user half chooses, is an index
 * check-has: kernel by_buffer: lock: takes a spin lock (spin_lock, line 135), and what it does under it is no function: its variable stats, which the user half chooses, is an index
 * check-has: kernel by_passed_guard: lock: takes a spin lock (spin_lock, line 146), and what it does under it is no function: its variable i, which the user half chooses, says when a loop ends
 */
