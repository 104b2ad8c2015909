// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

/* Each member is written by one function of the user half, and used by one of the kernel's. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 few[8], many[256];
	/* that steer nothing */
	u32 next, masked, scaled;
	/* that do */
	u32 over, below, counted, unknown, scaled_over, negative;
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------- */

static void use_next(struct own *own)
{
	u32 at = own->next;

	if (at >= 8 - 1)
		return;
	own->few[at + 1] = own->few[at];
}

static void use_masked(struct own *own)
{
	own->few[3 + (own->masked & 3) + 1] = 1;
}

static void use_at(struct own *own, u32 at)
{
	own->few[at] = 1;
}

static void use_scaled(struct own *own)
{
	u32 at = own->scaled;

	if (at < 2)
		use_at(own, ((at << 1) + 1) * 2 + 1);
}

static void use_over(struct own *own)
{
	u32 at = own->over;

	if (at >= 8 - 1)
		return;
	own->few[at + 2] = 1;
}

static void use_below(struct own *own)
{
	u32 at = own->below;

	if (at < 8)
		own->few[at + -1] = 1;
}

static void use_counted(struct own *own)
{
	u32 at = own->counted & 3;

	while (own->thing->level)
		at = at + 1;
	own->few[at] = 1;
}

static void use_unknown(struct own *own)
{
	own->few[own->unknown / 2 + 1] = 1;
}

static void use_scaled_over(struct own *own)
{
	u32 at = own->scaled_over;

	if (at < 2)
		own->few[((at << 1) + 1) * 2 + 2] = 1;
}

/* 255 is -1 there. */
static void use_negative(struct own *own)
{
	signed char at = own->negative & 255;

	own->many[at] = 1;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	use_next(own);
	use_masked(own);
	use_scaled(own);
	use_over(own);
	use_below(own);
	use_counted(own);
	use_unknown(own);
	use_scaled_over(own);
	use_negative(own);
	return 0;
}

/* ---- the user half --------------------------------------------------------- */

static void set_free(struct own *own)
{
	own->next = own->thing->level;
	own->masked = own->thing->level;
	own->scaled = own->thing->level;
}

static void set_over(struct own *own)
{
	own->over = own->thing->level;
}

static void set_below(struct own *own)
{
	own->below = own->thing->level;
}

static void set_counted(struct own *own)
{
	own->counted = own->thing->level;
}

static void set_unknown(struct own *own)
{
	own->unknown = own->thing->level;
}

static void set_scaled_over(struct own *own)
{
	own->scaled_over = own->thing->level;
}

static void set_negative(struct own *own)
{
	own->negative = own->thing->level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	set_free(own);
	set_over(own);
	set_below(own);
	set_counted(own);
	set_unknown(own);
	set_scaled_over(own);
	set_negative(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: a bound holds for what a constant is added to, or multiplied by
 * check-has: user set_free:
 * check-has: field own.next raw both
 * check-has: field own.masked raw both
 * check-has: field own.scaled raw both
 * check-not: field own.next raw both 0
 * check-not: field own.masked raw both 0
 * check-not: field own.scaled raw both 0
 * check-has: kernel set_over: number: writes own.over, which use_over makes an index of
 * check-has: kernel set_below: number: writes own.below, which use_below makes an index of
 * check-has: kernel set_counted: number: writes own.counted, which use_counted makes an index of
 * check-has: kernel set_unknown: number: writes own.unknown, which use_unknown makes an index of
 * check-has: kernel set_negative: number: writes own.negative, which use_negative makes an index of
 * check-has: kernel set_scaled_over: number: writes own.scaled_over, which use_scaled_over makes an index of
 */
