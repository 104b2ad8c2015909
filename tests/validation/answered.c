// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct answer {
	u32 nr;
	u32 seen;
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	u32 table[8];
};

#include "probe.h"

/* ---- the user half: what acquires something has no copy in the kernel half --- */

#define ACQUIRE() \
	do { struct thing *other = thing_alloc(0); if (other) thing_free(other); } while (0)

static void read_index(struct own *own, u32 *index)
{
	ACQUIRE();
	*index = own->thing->level & 7;
}

static void read_on(struct own *own, u32 *index)
{
	ACQUIRE();
	*index = own->thing->level & 7;
}

static void read_value(struct own *own, u32 *value)
{
	ACQUIRE();
	*value = own->thing->level;
}

static void read_masked(struct own *own, u32 *value)
{
	ACQUIRE();
	*value = own->thing->level;
}

static void read_all(struct own *own, struct answer *answer)
{
	ACQUIRE();
	answer->nr = own->thing->level & 7;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct answer answer = { 0 };
	u32 number;

	read_index(own, &number);
	read_on(own, &number);
	read_value(own, &number);
	read_masked(own, &number);
	read_all(own, &answer);
	return number + answer.nr;
}

/* ---- the kernel half -------------------------------------------------------- */

static void on(struct own *own, u32 *index)
{
	read_on(own, index);
}

static int hold(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct answer answer = { 0 };
	u32 number, other, masked, value;

	read_index(own, &number);
	on(own, &other);
	read_all(own, &answer);
	own->table[number] = 1;
	own->table[other] = 2;
	own->table[answer.nr] = far_read(3);
	read_masked(own, &masked);
	own->table[masked & 7] = 3;
	read_value(own, &value);
	return value;
}

static const struct thing_ops ops = { .open = open, .hold = hold };

/*
 * check-name: what the user half answers in what it was lent steers nobody
 * check-has: user open: user
 * check-has: kernel hold: calls far_read
 * check-has: kernel read_index: number: answers index of read_index, which hold makes an index of
 * check-has: kernel read_on: number: answers index of read_on, which hold makes an index of
 * check-has: kernel read_all: number: answers answer.nr of read_all, which hold makes an index of
 * check-has: user read_value
 * check-has: user read_masked
 */
