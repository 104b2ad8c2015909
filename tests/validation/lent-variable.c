// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

static char kept[16];
static char seen[16];
static u32 turns;

int take_turn(u32 *turns);

#include "probe.h"

/* Nobody in the kernel half knows it: what a callee there reads or writes are its bytes. */
static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	if (size > sizeof(kept))
		return -22;
	return copy_in(kept, (void *)at, size) ? -14 : thing->level;
}

static int control_seen(struct thing *thing, unsigned int size, unsigned long at)
{
	if (size > sizeof(seen))
		return -22;
	return copy_in(&seen[0], (void *)at, size) ? -14 : thing->level;
}

static int send(struct thing *thing, struct packet *packet)
{
	return seen[packet->len & 15] + thing->level;
}

/* Two callers at once must not be given the same turn. */
static int open(struct thing *thing)
{
	return take_turn(&turns) + thing->level;
}

static const struct thing_ops ops = { .open = open, .control = control, .send = send };
static const struct thing_ops more = { .control = control_seen };

const struct thing_ops *const all[] = { &ops, &more };

/*
 * check-name: a variable that the kernel half is only lent is no object, and may hold any bytes
 * check-profile:
 *	functions:
 *	  take_turn: {args: [{inout: 4}]}
 * check-has: user open:
 * check-has: user control:
 * check-has: user control_seen:
 * check-has: kernel send:
 * check-has: downcall function copy_in(buffer, value, value)
 * check-has: type seen
 * check-has: type turns
 * check-not: type kept
 */
