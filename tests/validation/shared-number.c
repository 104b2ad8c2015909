// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

#define NR	16

struct entry {
	u32 value;
};

/* Each member is written by one function of the user half, and used in one way by the kernel's. */
struct own {
	struct thing *thing;
	struct bus_device *bdev;
	void __iomem *regs;
	struct entry *ring;
	u32 few[8];
	u32 table[NR];
	u32 scratch, relay;
	/* with a bound */
	u32 direct, smaller, below, by_local, by_callee, by_member, known, zero, head, tail, count, step;
	u32 flag : 2;
	u32 bits : 6;
	u32 rounds, reg;
	/* without one that is needed */
	u32 masked, rest, compared, printed, stored;
	u8 small;
	u32 wide[256];
	/* that keep who writes them in the kernel half */
	u32 any, computed, divided, masked_wide, rest_wide, length, divisor, forever, limit, into;
	u32 pointer, written, copied[4], bounded, once, hop;
	u32 result;
};

struct access {
	u32 (*read)(u32 reg);
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------ */

static void pick(struct own *own, u32 at)
{
	own->table[at] = 1;
}

static u32 give(struct own *own)
{
	return own->result;
}

static void put(u32 *to, u32 value)
{
	*to = value;
}

static void checked(struct own *own)
{
	u32 i, k, at = own->by_local;

	own->few[own->direct] = 1;
	own->table[own->smaller] = 1;
	own->few[own->smaller] = 1;
	for (i = 0; i < own->below; i++)
		own->few[i] = 2;
	own->few[at] = 3;
	pick(own, own->by_callee);
	own->relay = own->by_member;
	own->few[own->relay] = 4;
	own->ring[own->known].value = 1;
	own->few[own->zero + 1] = 5;
	own->few[own->bits] = 6;
	own->few[own->flag] = 7;
	while (own->tail != own->head)
		own->tail = (own->tail + 1) & 7;
	own->scratch = 100 / own->step;
	for (k = 0; k < own->count; k++)
		printk("%u", k);
}

/* A variable that one loop counts by what is chosen, and another up to a constant. */
static void counted(struct own *own)
{
	u32 i, k;

	for (i = 0; i < own->rounds; i++)
		printk("%u", i);
	for (i = 0; i < 8; i++)
		own->few[i] = 1;
	for (k = 0; k < 8; k++) {
		k += own->hop;
		own->few[k] = 1;
	}
}

static u32 read_one(u32 reg)
{
	return reg ? 1 : 0;
}

static const struct access access = { .read = read_one };

/* What a function that a pointer leads to makes of it is no more than its text says. */
static void called(struct own *own)
{
	const struct access *a = &access;
	u32 value = a->read(own->reg);

	own->ring[value].value = 1;
}

static void free_of(struct own *own)
{
	own->few[own->masked & 7] = 1;
	own->few[own->rest % 8] = 1;
	if (own->compared > 7)
		own->few[0] = 1;
	printk("%u", own->printed);
	writel(own->stored, own->regs + 4);
	writel(0, own->regs + ((own->stored & 3) << 2));
	own->wide[own->small] = 1;
}

static void steered(struct own *own)
{
	u32 i = 0, out;

	own->ring[own->any].value = 1;
	own->table[own->computed + 1] = 1;
	own->few[own->divided / 50] = 1;
	own->few[own->masked_wide & 0xff] = 1;
	own->few[own->rest_wide % 200] = 1;
	memcpy(own->few, own->table, own->length);
	own->scratch = 100 / (int)own->divisor;
	while (own->forever)
		own->scratch++;
	if (++i == own->limit)
		i = 0;
	own->ring[i].value = 1;
	put(&out, own->into);
	own->ring[out].value = 2;
	own->scratch = *(u32 *)(unsigned long)own->pointer;
	own->few[own->copied[1]] = 1;
	own->few[own->written] = 8;
	own->few[own->bounded] = 9;
	own->few[own->once] = 9;
	own->few[give(own)] = 9;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	checked(own);
	counted(own);
	called(own);
	free_of(own);
	steered(own);
	return 0;
}

/* ---- the user half --------------------------------------------------------- */

static void set_checked(struct own *own)
{
	u32 number = own->thing->level;

	own->direct = number;
	own->smaller = number;
	own->below = number;
	own->by_local = number;
	own->by_callee = number;
	own->by_member = number;
	own->bits = number;
	own->flag = number;
	own->known = number ? 3 : 5;
	own->zero = 0;
	own->head = own->tail = 0;
	own->count = 100;
	own->step = number ? 4 : 8;
	own->rounds = 100;
}

static void set_free(struct own *own)
{
	u32 number = own->thing->level;

	own->masked = number;
	own->rest = number;
	own->compared = number;
	own->printed = number;
	own->stored = number;
	own->small = number;
	own->reg = number;
}

static void set_any(struct own *own)
{
	u32 number = own->thing->level;

	own->any = number;
}

static void set_computed(struct own *own)
{
	u32 number = own->thing->level;

	own->computed = number;
}

static void set_divided(struct own *own)
{
	u32 number = own->thing->level;

	own->divided = number;
}

/* A bound that the array gives would refuse numbers of which the mask makes good ones. */
static void set_masked(struct own *own)
{
	u32 number = own->thing->level;

	own->masked_wide = number;
}

static void set_rest(struct own *own)
{
	u32 number = own->thing->level;

	own->rest_wide = number;
}

static void set_length(struct own *own)
{
	u32 number = own->thing->level;

	own->length = number;
}

static void set_divisor(struct own *own)
{
	own->divisor = 0;
}

static void set_forever(struct own *own)
{
	u32 number = own->thing->level;

	own->forever = number;
}

static void set_limit(struct own *own)
{
	u32 number = own->thing->level;

	own->limit = number;
}

static void set_into(struct own *own)
{
	u32 number = own->thing->level;

	own->into = number;
}

static void set_pointer(struct own *own)
{
	u32 number = own->thing->level;

	own->pointer = number;
}

static void fill(u32 *to)
{
	*to = 3;
}

static void set_written(struct own *own)
{
	fill(&own->written);
}

static void set_copied(struct own *own)
{
	u32 number = own->thing->level;

	own->copied[1] = number;
}

static void set_result(struct own *own)
{
	u32 number = own->thing->level;

	own->result = number;
}

static void set_hop(struct own *own)
{
	own->hop = 1;
}

static void set_bounded(struct own *own)
{
	u32 number = own->thing->level;

	own->bounded = number + 1;
	own->once = number;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->regs = ioremap(own->bdev->start, 64);
	set_checked(own);
	set_free(own);
	set_any(own);
	set_computed(own);
	set_divided(own);
	set_masked(own);
	set_rest(own);
	set_length(own);
	set_divisor(own);
	set_forever(own);
	set_limit(own);
	set_into(own);
	set_pointer(own);
	set_written(own);
	set_copied(own);
	set_result(own);
	set_bounded(own);
	set_hop(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what the user half writes does not steer the kernel half
 * check-profile:
 *	types: {own: {fields: {bounded: {below: NR / 2}, once: {below: 8, once: true}}}}
 * check-has: user open:
 * check-has: user set_checked:
 * check-has: field own.direct raw both 0..8ULL
 * check-has: field own.smaller raw both 0..8ULL
 * check-has: field own.below raw both 0..9ULL
 * check-has: field own.by_local raw both 0..8ULL
 * check-has: field own.by_callee raw both 0..16ULL
 * check-has: field own.by_member raw both 0..8ULL
 * check-has: field own.known raw both 3ULL..6ULL
 * check-has: field own.zero raw both 0..1ULL
 * check-has: field own.head raw both 0..1ULL
 * check-has: field own.tail raw both 0..1ULL
 * check-has: field own.count raw both 100ULL..101ULL
 * check-has: kernel-rename own->step ((own->step) ?: 1)
 * check-has: field own.rounds raw both 100ULL..101ULL
 * check-has: user set_free:
 * check-has: user set_bounded:
 * check-has: field own.bounded raw both 0..NR / 2
 * check-has: field own.once raw both 0..8 once
 * check-has: user set_result:
 * check-has: field own.result raw both 0..8ULL
 * check-has: kernel set_any: number: writes own.any, which steered makes an index of (shared-number.c:
 * check-has: kernel set_computed: number: writes own.computed, which steered makes an index of
 * check-has: kernel set_divided: number: writes own.divided, which steered makes an index of
 * check-has: kernel set_masked: number: writes own.masked_wide, which steered makes an index of
 * check-has: kernel set_rest: number: writes own.rest_wide, which steered makes an index of
 * check-has: kernel set_length: number: writes own.length, which steered gives to memcpy
 * check-has: advice set_length: types: own: {fields: {length: {below: N}}}
 * check-has: kernel set_divisor: number: writes own.divisor, which steered divides by
 * check-has: kernel set_forever: number: writes own.forever, which steered ends a loop by
 * check-has: kernel set_limit: number: writes own.limit, which steered makes an index of
 * check-has: kernel set_into: number: writes own.into, which steered makes an index of
 * check-has: kernel set_pointer: number: writes own.pointer, which steered moves a pointer by
 * check-has: kernel set_written: number: writes own.written, which steered makes an index of
 * check-has: kernel set_copied: number: writes own.copied, which steered makes an index of
 * check-has: kernel set_hop: number: writes own.hop, which counted makes an index of
 * check-not: field own.any
 * check-not: field own.length
 */
