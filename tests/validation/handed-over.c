// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void *memory;
	u32 kind;
	u32 calls, few[8], *any;
};

#include "probe.h"

/* Nothing has happened when it gets there. */
static u32 fetch(struct own *own, u32 reg)
{
	u32 value = 0;

	if (own->kind == 7) {
		value = far_read(reg);
		own->calls = value;
		return value;
	}
	own->calls++;
	return value + reg;
}

static u32 late(struct own *own, u32 reg)
{
	own->calls++;
	if (own->kind == 7) {
		return far_read(reg);
	}
	return reg;
}

static u32 goes_on(struct own *own, u32 reg)
{
	u32 value = 0;

	if (own->kind == 7) {
		value = far_read(reg);
	}
	return value + reg;
}

static u32 acquires(struct own *own, u32 reg)
{
	if (own->kind == 7) {
		return far_read(reg);
	}
	own->memory = ioremap(own->bdev->start, 256);
	return reg;
}

static u32 pointed(struct own *own, const u32 *regs, u32 n)
{
	if (own->kind == 7) {
		return far_read(regs[n]);
	}
	return regs[n + 1];
}

/* The kernel half's copy is given what the user half likes. */
static u32 looked_up(struct own *own, u32 reg)
{
	if (own->kind == 7) {
		return far_read(own->few[reg]);
	}
	return reg;
}

static u32 picked(struct own *own, u32 reg)
{
	if (own->kind == 7) {
		return far_read(own->any[reg]);
	}
	return reg;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	return fetch(own, 1) + late(own, 2) + goes_on(own, 3) + acquires(own, 4) +
	       looked_up(own, 5) + picked(own, 6);
}

static int stop(struct thing *thing)
{
	u32 regs[4] = { 1, 2, 3, 4 };

	return pointed(thing_priv(thing), regs, 2);
}

/* Called by the kernel alone, so the kernel half would have no use for a copy. */
static int hold(struct thing *thing)
{
	struct own *own = thing->dev.driver_data;

	if (own->kind == 7) {
		return far_read(1);
	}
	return 0;
}

static const struct thing_ops ops = { .open = open, .stop = stop, .hold = hold };

/*
 * check-name: a branch at the beginning that must run in the kernel
 * check-has: both fetch: both: hands over to its copy in the kernel half (line 19), for open
 * check-has: downcall driver fetch(object, value)
 * check-has: both looked_up: both: hands over to its copy in the kernel half
 * check-has: check looked_up $1: (u64)$1 >= 0 && (u64)$1 <= 7ULL
 * check-has: kernel picked: number: gives reg of picked, which picked makes an index of (handed-over.c:
 * check-has: field own.kind raw
 * check-has: field own.calls raw both
 * check-not: downcall function far_read
 * check-has: kernel late: calls far_read, which must run in the kernel (line 32)
 * check-has: kernel goes_on: calls far_read, which must run in the kernel (line 42)
 * check-has: kernel acquires: hands over to the kernel half, which has no copy of it (line 49)
 * check-has: kernel pointed: calls the kernel half's copy of it: its argument regs (const u32 *) cannot cross (line 58)
 */
