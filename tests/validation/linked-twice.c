// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct link link;
};

struct note {
	struct link link;
	u32 level;
};

#include "probe.h"

static struct link all, notes;

static int enlist(struct own *own)
{
	link_in(&own->link, &all);
	return 0;
}

static int note(u32 level)
{
	struct note *note = kzalloc(sizeof(*note), 0);

	if (!note)
		return -12;
	note->level = level;
	link_in(&note->link, &notes);
	return 0;
}

static int enlist_once(struct own *own)
{
	link_in(&own->link, &all);
	return 0;
}

static int hold(struct thing *thing)
{
	return enlist_once(thing_priv(thing));
}

static int open(struct thing *thing)
{
	return enlist(thing_priv(thing));
}

static int stop(struct thing *thing)
{
	return note(1);
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: what is there already is not linked as often as a user half likes; what is made anew may be
 * check-profile:
 *	functions:
 *	  enlist_once: {args: [{object: {check: "!$0->link.next"}}]}
 * check-has: kernel open: calls enlist in the kernel half, which calls link_in: what that sets up nobody takes back if the user half dies
 * check-has: user hold
 * check-has: check enlist_once $0: !$0->link.next
 * check-has: user stop
 * check-has: downcall driver note(value)
 */
