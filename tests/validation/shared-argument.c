// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	spinlock_t lock;
	u32 few[8];
	u32 *any;
	u32 kept, level;
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------ */

static void pick(struct own *own, u32 at)
{
	far_read(0);
	own->few[at] = 1;
}

static void pick_any(struct own *own, u32 at)
{
	own->any[at] = 1;
}

static void pick_known(struct own *own, u32 at)
{
	own->any[at] = 1;
}

static void pick_vouched(struct own *own, u32 at)
{
	own->any[at] = 1;
}

static void show(struct own *own, u32 value)
{
	own->level = value;
	printk("%u", value);
}

static void pick_lent(struct own *own, const u8 *bytes)
{
	own->any[bytes[0] * 4] = 1;
}

/* What is lent to be written is not read. */
static void tell(struct own *own, u32 *number)
{
	far_read(0);
	if (own->level)
		*number = 1;
}

static u32 answer(struct own *own);

/* A function that the kernel half calls across, and what it returns is an index there. */
static int kick(struct own *own)
{
	own->any[answer(own)] = 1;
	own->any[own->kept] = 1;
	return 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	u32 told = 0;

	(void)packet;
	pick(own, 0);
	pick_any(own, 0);
	pick_known(own, 0);
	pick_vouched(own, 0);
	pick_lent(own, (const u8 *)"");
	show(own, 0);
	tell(own, &told);
	own->any[told] = 1;
	return 0;
}

/* Waits for a lock of the kernel's: it stays there. */
static int hold(struct thing *thing)
{
	big_lock();
	kick(thing_priv(thing));
	big_unlock();
	return 0;
}

/* ---- the user half --------------------------------------------------------- */

static u32 answer(struct own *own)
{
	static u32 asked;

	msleep(++asked);
	return own->thing->level;
}

static void give(struct own *own)
{
	pick(own, own->thing->level);
	pick_known(own, 3);
	pick_vouched(own, own->thing->level);
	show(own, own->thing->level);
}

static void ask(struct own *own)
{
	u32 told = own->thing->level;

	tell(own, &told);
}

static void give_any(struct own *own)
{
	pick_any(own, own->thing->level);
}

static void lend(struct own *own)
{
	u8 bytes[4] = { own->thing->level };

	pick_lent(own, bytes);
}

/* The region keeps what it is given. */
static void keep(struct own *own)
{
	u32 level = own->thing->level;

	spin_lock(&own->lock);
	own->kept = level;
	spin_unlock(&own->lock);
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	give(own);
	give_any(own);
	ask(own);
	lend(own);
	keep(own);
	return answer(own);
}

static const struct thing_ops ops = { .open = open, .send = send, .hold = hold };

/*
 * check-name: what the user half gives to functions of the kernel half does not steer them
 * check-profile:
 *	functions:
 *	  pick_vouched: {args: [object, {value: {check: "$1 < 100"}}]}
 *	  pick_lent: {args: [object, {in: "4"}]}
 * check-has: user open:
 * check-has: user give:
 * check-has: check pick $1: (u64)$1 >= 0 && (u64)$1 <= 7ULL
 * check-has: check pick_known $1: (u64)$1 >= 3 && (u64)$1 <= 3ULL
 * check-has: check pick_vouched $1: $1 < 100
 * check-not: check show
 * check-has: user ask:
 * check-has: kernel give_any: number: gives at of pick_any, which pick_any makes an index of (shared-argument.c:25)
 * check-has: kernel lend: number: lends bytes of pick_lent, which pick_lent makes an index of (shared-argument.c:46)
 * check-has: kernel keep: number: keeps level, which kick makes an index of (shared-argument.c:63)
 * check-has: kernel answer: number: returns answer, which kick makes an index of (shared-argument.c:62)
 */
