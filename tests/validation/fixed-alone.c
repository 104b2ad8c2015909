// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct block {
	u32 words[4];
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
};

#include "probe.h"

int take_two(int one, int other);
int take_three(int size);
int take_four(int size);

static int open(struct thing *thing)
{
	return take_two(sizeof(struct block), 8);
}

static int stop(struct thing *thing)
{
	return take_two(sizeof(struct block), thing->level);
}

static int hold(struct thing *thing)
{
	return take_three(sizeof(struct block));
}

static int let_go(struct thing *thing)
{
	return take_three(2 * sizeof(struct block));
}

static int control(struct thing *thing, unsigned int size, unsigned long at)
{
	return take_four(sizeof(struct block));
}

/* The kernel half's are as many. */
static int send(struct thing *thing, struct packet *packet)
{
	return take_four(16);
}

static const struct thing_ops ops = {
	.open = open, .stop = stop, .hold = hold, .let_go = let_go, .control = control,
	.send = send,
};

/*
 * check-name: by a length that another half relies on nobody calls there who may choose another
 * check-profile:
 *	functions:
 *	  take_two: {args: [{value: {fixed: true}}, value]}
 *	  take_three: {args: [{value: {fixed: true}}]}
 *	  take_four: {args: [{value: {fixed: true, check: "$0 < 99"}}]}
 * check-has: user open
 * check-has: user stop
 * check-has: check take_two $0: $0 == (typeof($0))16ULL
 * check-not: check take_two $1
 * check-has: kernel hold: calls take_three, whose argument 0 is not one constant all through the driver (line 31)
 * check-has: kernel let_go: calls take_three, whose argument 0 is not one constant
 * check-has: user control
 * check-has: check take_four $0: ($0 < 99) && ($0 == (typeof($0))16ULL)
 */
