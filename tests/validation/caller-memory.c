// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 level;
};

struct order {
	u32 level;
	void *more;
};

#include "probe.h"

/* One number, which a macro in assembly takes; and a buffer. */
static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	u32 *from = (void *)at;

	if (take_one(own->level, from + 1))
		return -14;
	return copy_out((void *)at, &own->level, sizeof(own->level)) ? -14 : 0;
}

/* Where it copies to next is told in what it has read. */
static int control_more(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	struct order order;

	if (copy_in(&order, (void *)at, sizeof(order)))
		return -14;
	return copy_out(order.more, &own->level, sizeof(own->level)) ? -14 : 0;
}

/* It looks there itself, as only the kernel can. */
static int control_rashly(struct thing *thing, unsigned int size, unsigned long at)
{
	return *(u32 *)at;
}

static const struct thing_ops ops = { .control = control };
static const struct thing_ops more = { .control = control_more };
static const struct thing_ops rashly = { .control = control_rashly };

const struct thing_ops *const all[] = { &ops, &more, &rashly };

/*
 * check-name: memory of the process that called is copied where its caller said
 * check-has: user control:
 * check-has: upcall control(object, value, value)
 * check-has: downcall function copy_in(buffer, value, value)
 * check-has: downcall function copy_out(value, buffer, value)
 * check-has: kernel control_more: gives copy_out an address in a process that its caller did not give
 * check-has: kernel control_rashly: crossing: called from thing_ops.control, and how long its argument at is, is not known
 */
