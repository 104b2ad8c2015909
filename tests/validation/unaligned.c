// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

#define put_unaligned(value, p) do {							\
	struct { __typeof__(*(p)) x; } __attribute__((packed)) *__p = (void *)(p);	\
											\
	__p->x = (value);								\
} while (0)
#define get_unaligned(p) ({								\
	const struct { __typeof__(*(p)) x; } __attribute__((packed)) *__p = (void *)(p);	\
											\
	__p->x;										\
})

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u8 address[8];
	u8 name[8];
	u32 at;
	u32 step;
	u32 table[4];
};

#include "probe.h"

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	put_unaligned(own->step, (u32 *)(own->address + 2));
	return 0;
}

static u32 get(const u8 *p)
{
	return get_unaligned((const u32 *)p);
}

static int stop(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return get(own->name + 1);
}

static int set_level(struct thing *thing, int level)
{
	struct own *own = thing_priv(thing);

	put_unaligned(level, &own->at);
	return 0;
}

/* In the kernel half. */
static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	own->name[0] = own->address[0];
	own->table[own->at] = own->step;
	return 0;
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .set_level = set_level, .send = send,
};

/*
 * check-name: who gets and puts what is not aligned follows a pointer, in a structure of its own
 * check-has: user open:
 * check-has: user stop:
 * check-has: user get:
 * check-has: kernel set_level: number: writes own.at, which send
 * check-has: field own.address raw both
 * check-has: field own.name raw both
 * check-has: field own.step raw to-user
 */
