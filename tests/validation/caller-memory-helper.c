// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 levels[8];
	u32 asked;
};

struct order {
	u32 nr;
	void *more;
};

struct list {
	u32 nr;
	u32 levels[];
};

#include "probe.h"

/* Where its callers say, who have it from theirs, or not. */
static int give(struct own *own, void *to, u32 nr)
{
	return nr > 8 || copy_out(to, own->levels, nr * sizeof(u32)) ? -14 : 0;
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	return give(thing_priv(thing), (void *)at, size / sizeof(u32));
}

static int control_more(struct thing *thing, unsigned int size, unsigned long at)
{
	struct order order;

	if (copy_in(&order, (void *)at, sizeof(order)))
		return -14;
	return give(thing_priv(thing), order.more, order.nr);
}

/* How much there is behind the structure was not said by who gave it. */
static int control_list(struct thing *thing, unsigned int size, unsigned long at)
{
	struct own *own = thing_priv(thing);
	struct list *list = (void *)at;
	u32 nr;

	if (copy_in(&nr, &list->nr, sizeof(nr)) || nr > 8)
		return -14;
	return copy_out(list->levels, own->levels, nr * sizeof(u32)) ? -14 : 0;
}

static u32 asked;

/* Has something of its own, so there is one of it. */
static int give_counted(struct own *own, void *to)
{
	static u32 number;

	asked = ++number;
	return copy_out(to, &asked, sizeof(asked)) ? -14 : 0;
}

static int control_rashly(struct thing *thing, unsigned int size, unsigned long at)
{
	far_read(size);
	return give_counted(thing_priv(thing), (void *)at);
}

static int control_counted(struct thing *thing, unsigned int size, unsigned long at)
{
	return give_counted(thing_priv(thing), (void *)at);
}

static const struct thing_ops ops = { .control = control };
static const struct thing_ops more = { .control = control_more };
static const struct thing_ops list = { .control = control_list };
static const struct thing_ops rashly = { .control = control_rashly };
static const struct thing_ops counted = { .control = control_counted };

const struct thing_ops *const all[] = { &ops, &more, &list, &rashly, &counted };

/*
 * check-name: an address in a process is the caller's, through helpers, too
 * check-has: user control:
 * check-has: both give:
 * check-has: kernel control_more: gives give an address in a process that its caller did not give
 * check-has: kernel control_list: gives copy_out an address in a process that its caller did not give
 * check-has: kernel give_counted: crossing: called from control_rashly, and its argument to is an address in a process
 */
