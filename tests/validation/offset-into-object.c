// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
	u32 levels[4];
	u32 seen;
	void *private;
	struct thing *next;
	struct stats stats;
};

#include "probe.h"

static int interrupt(int irq, void *data)
{
	struct own *own = thing_priv(data);

	return irq + own->level + own->levels[0];
}

/* Which member this is, nobody knows, so nobody shares it. */
static int by_offset(struct own *own, size_t offset)
{
	u32 *field = (u32 *)((char *)own + offset);

	return *field;
}

static u32 *inner(struct own *own)
{
	return &own->level;
}

static int behind(struct own *own)
{
	u32 *p = inner(own);

	return p[1];
}

/* What this leads to, the type does not say: an object that both halves know, perhaps. */
static int by_offset_behind(struct own *own, size_t offset)
{
	return *((u8 *)own->private + offset);
}

static void put(void *to, size_t at)
{
	*((u8 *)to + at) = 3;
}

static int by_callee(struct own *own, size_t offset)
{
	put(own, offset);
	return 0;
}

static int by_copy(struct own *own, size_t offset)
{
	u32 value = 3;

	memcpy((char *)own + offset, &value, sizeof(value));
	return 0;
}

/* What it is not. */
static int by_cast(struct own *own)
{
	struct stats *stats = (void *)own;

	return stats->nr;
}

/* Behind it there is no such thing that a type tells of. */
static int by_next(struct own *own)
{
	struct stats *stats = (struct stats *)(own + 1);

	stats->nr = 1;
	return 0;
}

static int by_whole_of(struct stats *stats)
{
	return container_of(stats, struct own, stats)->level;
}

static void put_one(u32 *to)
{
	*to = 1;
}

static void fill(struct own *to)
{
	memcpy(to, "abcd", 4);
}

/* A variable of the function's own has nothing that is shared. */
static u32 by_local(struct own *own)
{
	struct own local;

	fill(&local);
	return own->level;
}

static void fill_any(struct own *to)
{
	memcpy(to, "abcd", 4);
}

static int by_whole(struct own *own)
{
	struct own local;

	fill_any(&local);
	fill_any(own);
	return 0;
}

/* A member is told, too, whoever writes it. */
static int by_member(struct own *own)
{
	put_one(&own->seen);
	memcpy(own->levels, &own->seen, sizeof(own->seen));
	return 0;
}

/* An array that is told by name is another matter. */
static int by_name(struct own *own, int i)
{
	u32 *p = own->levels;

	return p[i & 3];
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->private = own->next;
	return by_offset(own, 16) + by_offset_behind(own, 4) + by_callee(own, 4) +
	       by_copy(own, 4) + by_cast(own) + by_next(own) + by_whole_of(&own->stats) +
	       by_member(own) + by_local(own) + by_whole(own) + behind(own) + by_name(own, 1) +
	       request_irq(own->bdev->irq, interrupt, thing);
}

static const struct thing_ops ops = { .open = open };

/*
 * check-name: members that are reached by an offset
 * check-has: kernel by_offset: reaches into a struct own by an offset (line 29)
 * check-has: kernel by_offset_behind: reaches into what own.private leads to by an offset
 * check-has: kernel by_callee: reaches into a struct own by an offset
 * check-has: kernel by_copy: reaches into a struct own by an offset
 * check-has: kernel by_cast: takes a struct own for a struct stats
 * check-has: kernel by_next: takes what is behind a struct own for a struct stats
 * check-has: user by_whole_of
 * check-has: kernel fill_any: reaches into a struct own by an offset
 * check-has: user by_local
 * check-has: user by_member
 * check-has: user by_name
 */
