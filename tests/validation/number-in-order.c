// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct entry {
	u32 value;
};

/* Each member is written by one function of the user half, and used by one of the kernel's. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	struct entry *ring;
	u32 few[8];
	u32 scratch;
	/* that steer nothing */
	u32 guarded, turned, clipped, shifted, both, anew, polled, earlier, picked;
	/* that do */
	u32 late, unsure, negative, moved, narrowed, round, jumped, fallen, taken, again,
	    mixed, skipped, before, hidden, unpolled, seen, held, inner;
};

#include "probe.h"

/* ---- the kernel half: bounded, or gone, where it is used -------------------- */

static void use_guarded(struct own *own)
{
	u32 at = own->guarded;

	if (at >= 8)
		return;
	own->few[at] = 1;
}

static void use_turned(struct own *own)
{
	u32 at = own->turned;

	if (8 > at)
		own->few[at] = 1;
}

static void use_clipped(struct own *own)
{
	u32 at = own->clipped;

	if (at == 0 || at > 200)
		at = 200;
	own->few[at / 50] = 1;
}

static void use_shifted(struct own *own)
{
	u32 at = own->shifted;

	if (__builtin_expect(!!(at > 127), 0))
		return;
	own->few[at >> 4] = 1;
}

static void use_both(struct own *own)
{
	u32 at = own->both;

	if (!(at < 8 && own->scratch))
		return;
	own->few[at] = 1;
}

static void use_anew(struct own *own)
{
	u32 value = own->anew;

	writel(value, own->regs);
	value = readl(own->regs);
	own->ring[value].value = 1;
}

static void use_polled(struct own *own)
{
	u32 i, value = own->polled;

	writel(value, own->regs);
	for (i = 0; i < 8; i++) {
		value = readl(own->regs);
		if (value & 1)
			break;
	}
	own->ring[value].value = 1;
}

static void use_earlier(struct own *own)
{
	u32 value = readl(own->regs);

	own->ring[value].value = 1;
	if (value < own->earlier)
		own->scratch++;
}

static void use_picked(struct own *own)
{
	u32 value;

	if (own->scratch)
		value = own->picked;
	else
		value = 2;
	writel(value, own->regs);
	do {
		value = readl(own->regs);
	} while (value & 1);
	own->ring[value].value = 1;
}

/* ---- ... and not -------------------------------------------------------------- */

static void use_late(struct own *own)
{
	u32 at = own->late;

	own->few[at / 2] = 1;
	if (at >= 8)
		return;
	own->few[at] = 1;
}

static void use_unsure(struct own *own)
{
	u32 at = own->unsure;

	if (at > 7 && own->scratch)
		return;
	own->few[at / 2] = 1;
}

static void use_negative(struct own *own)
{
	int at = own->negative;

	if (at > 7)
		return;
	own->few[at / 2] = 1;
}

static void use_moved(struct own *own)
{
	u32 at = own->moved;

	if (at < 8 && at++)
		own->few[at / 2] = 1;
}

static void use_narrowed(struct own *own)
{
	u32 at = own->narrowed;

	if ((u8)at > 7)
		return;
	own->few[at / 2] = 1;
}

static void use_round(struct own *own)
{
	u32 i, at = own->round;

	for (i = 0; i < own->few[0]; i++) {
		own->few[at / 2] = 1;
		if (at > 7)
			continue;
		own->scratch = at;
	}
}

static void use_jumped(struct own *own)
{
	u32 at = 1;

	if (own->scratch) {
		at = own->jumped;
		goto past;
	}
	at = 2;
past:
	own->ring[at].value = 1;
}

static void use_fallen(struct own *own)
{
	u32 at = own->fallen;

	switch (own->scratch) {
	case 1:
		at = 1;
		break;
	case 2:
		own->scratch = 3;
	}
	own->ring[at].value = 1;
}

static void use_taken(struct own *own)
{
	u32 at = 1;

	for (;;) {
		at = own->taken;
		if (own->scratch)
			break;
		at = 1;
	}
	own->ring[at].value = 1;
}

static void use_again(struct own *own)
{
	u32 i = 0, at = 1;

	for (;;) {
		own->ring[at].value = 1;
		at = 1;
		if (i++ == 3)
			break;
		at = own->again;
	}
}

static void use_mixed(struct own *own)
{
	u32 at = own->mixed;

	own->ring[at + (at = 1)].value = 1;
}

static void use_skipped(struct own *own)
{
	u32 at = own->skipped;

	if (own->scratch && (at = 1))
		own->scratch = 1;
	own->ring[at].value = 1;
}

static void use_before(struct own *own)
{
	u32 at = own->before;

	while (own->scratch)
		at = 1;
	own->ring[at].value = 1;
}

static void use_hidden(struct own *own)
{
	u32 at = own->hidden, *to = &at;

	at = 1;
	*to = own->hidden;
	own->ring[at].value = 1;
}

static void use_unpolled(struct own *own)
{
	u32 i, value = own->unpolled;

	for (i = 0; i < own->scratch; i++)
		value = readl(own->regs);
	own->ring[value].value = 1;
}

static void use_seen(struct own *own)
{
	u32 value = readl(own->regs);

	if (value > own->seen)
		return;
	own->ring[value].value = 1;
}

static void use_held(struct own *own)
{
	u32 i, value = readl(own->regs);

	for (i = 0; i < 3; i++) {
		if (i)
			own->ring[value].value = 1;
		own->scratch = value < own->held;
		if (!own->scratch)
			break;
	}
}

static void use_inner(struct own *own)
{
	u32 value = ({ u32 at = 1; if (own->scratch) at = own->inner; at; });

	own->ring[value].value = 1;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	use_guarded(own);
	use_turned(own);
	use_clipped(own);
	use_shifted(own);
	use_both(own);
	use_anew(own);
	use_polled(own);
	use_earlier(own);
	use_picked(own);
	use_late(own);
	use_unsure(own);
	use_negative(own);
	use_moved(own);
	use_narrowed(own);
	use_round(own);
	use_jumped(own);
	use_fallen(own);
	use_taken(own);
	use_again(own);
	use_mixed(own);
	use_skipped(own);
	use_before(own);
	use_hidden(own);
	use_unpolled(own);
	use_seen(own);
	use_held(own);
	use_inner(own);
	return 0;
}

/* ---- the user half --------------------------------------------------------- */

static void set_free(struct own *own)
{
	own->guarded = own->thing->level;
	own->turned = own->thing->level;
	own->clipped = own->thing->level;
	own->shifted = own->thing->level;
	own->both = own->thing->level;
	own->anew = own->thing->level;
	own->polled = own->thing->level;
	own->earlier = own->thing->level;
	own->picked = own->thing->level;
}

static void set_late(struct own *own)
{
	own->late = own->thing->level;
}

static void set_unsure(struct own *own)
{
	own->unsure = own->thing->level;
}

static void set_negative(struct own *own)
{
	own->negative = own->thing->level;
}

static void set_moved(struct own *own)
{
	own->moved = own->thing->level;
}

static void set_narrowed(struct own *own)
{
	own->narrowed = own->thing->level;
}

static void set_round(struct own *own)
{
	own->round = own->thing->level;
}

static void set_jumped(struct own *own)
{
	own->jumped = own->thing->level;
}

static void set_fallen(struct own *own)
{
	own->fallen = own->thing->level;
}

static void set_taken(struct own *own)
{
	own->taken = own->thing->level;
}

static void set_again(struct own *own)
{
	own->again = own->thing->level;
}

static void set_mixed(struct own *own)
{
	own->mixed = own->thing->level;
}

static void set_skipped(struct own *own)
{
	own->skipped = own->thing->level;
}

static void set_before(struct own *own)
{
	own->before = own->thing->level;
}

static void set_hidden(struct own *own)
{
	own->hidden = own->thing->level;
}

static void set_unpolled(struct own *own)
{
	own->unpolled = own->thing->level;
}

static void set_seen(struct own *own)
{
	own->seen = own->thing->level;
}

static void set_held(struct own *own)
{
	own->held = own->thing->level;
}

static void set_inner(struct own *own)
{
	own->inner = own->thing->level;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 64);
	set_free(own);
	set_late(own);
	set_unsure(own);
	set_negative(own);
	set_moved(own);
	set_narrowed(own);
	set_round(own);
	set_jumped(own);
	set_fallen(own);
	set_taken(own);
	set_again(own);
	set_mixed(own);
	set_skipped(own);
	set_before(own);
	set_hidden(own);
	set_unpolled(own);
	set_seen(own);
	set_held(own);
	set_inner(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what a variable holds depends on where that is read, and on what was asked before
 * check-has: user open:
 * check-has: user set_free:
 * check-has: field own.guarded raw both
 * check-has: field own.turned raw both
 * check-has: field own.clipped raw both
 * check-has: field own.shifted raw both
 * check-has: field own.both raw both
 * check-has: field own.anew raw both
 * check-has: field own.polled raw both
 * check-has: field own.earlier raw both
 * check-has: field own.picked raw both
 * check-not: field own.guarded raw both 0
 * check-not: field own.turned raw both 0
 * check-not: field own.clipped raw both 0
 * check-not: field own.shifted raw both 0
 * check-not: field own.both raw both 0
 * check-not: field own.anew raw both 0
 * check-not: field own.polled raw both 0
 * check-not: field own.earlier raw both 0
 * check-not: field own.picked raw both 0
 * check-has: kernel set_late: number: writes own.late, which use_late makes an index of
 * check-has: kernel set_unsure: number: writes own.unsure, which use_unsure makes an index of
 * check-has: kernel set_negative: number: writes own.negative, which use_negative makes an index of
 * check-has: kernel set_moved: number: writes own.moved, which use_moved makes an index of
 * check-has: kernel set_narrowed: number: writes own.narrowed, which use_narrowed makes an index of
 * check-has: kernel set_round: number: writes own.round, which use_round makes an index of
 * check-has: kernel set_jumped: number: writes own.jumped, which use_jumped makes an index of
 * check-has: kernel set_fallen: number: writes own.fallen, which use_fallen makes an index of
 * check-has: kernel set_taken: number: writes own.taken, which use_taken makes an index of
 * check-has: kernel set_again: number: writes own.again, which use_again makes an index of
 * check-has: kernel set_mixed: number: writes own.mixed, which use_mixed makes an index of
 * check-has: kernel set_skipped: number: writes own.skipped, which use_skipped makes an index of
 * check-has: kernel set_before: number: writes own.before, which use_before makes an index of
 * check-has: kernel set_hidden: number: writes own.hidden, which use_hidden makes an index of
 * check-has: kernel set_unpolled: number: writes own.unpolled, which use_unpolled makes an index of
 * check-has: kernel set_seen: number: writes own.seen, which use_seen makes an index of
 * check-has: kernel set_held: number: writes own.held, which use_held makes an index of
 * check-has: kernel set_inner: number: writes own.inner, which use_inner makes an index of
 */
