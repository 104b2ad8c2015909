// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct part {
	u32 a, b;
};

struct open_end {
	u32 nr;
	struct part parts[];
};

struct zero_end {
	u32 nr;
	u32 numbers[0];
};

struct one_end {
	u32 nr;
	u32 numbers[1];
};

struct mixed {
	u32 x;
	union {
		struct part *part;
		unsigned long number;
	};
};

struct row {
	struct part many[100];
	struct part few[3];
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct open_end *open_end;
	struct zero_end *zero_end;
	struct one_end *one_end;
	struct mixed one, other;
	struct part plain[100];
	struct row rows[4];
};

#include "probe.h"

/* ---- the kernel half -------------------------------------------------------- */

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);

	(void)packet;
	return own->open_end->nr + own->open_end->parts[1].a + own->zero_end->numbers[1] +
	       own->one_end->numbers[1] + own->one.x + own->one.number + own->plain[99].a +
	       own->rows[1].many[99].b + own->rows[1].few[2].b;
}

/* ---- the user half ----------------------------------------------------------- */

static void set_length(struct own *own)
{
	own->open_end->nr = 3;
}

static void set_open(struct own *own)
{
	own->open_end->parts[1].a = 3;
}

static void set_by_address(struct own *own)
{
	struct part *part = &own->open_end->parts[1];

	part->a = 3;
}

static void set_zero(struct own *own)
{
	own->zero_end->numbers[1] = 3;
}

static void set_one(struct own *own)
{
	own->one_end->numbers[1] = 3;
}

static void copy_mixed(struct own *own)
{
	own->one = own->other;
}

static void set_mixed(struct own *own)
{
	own->one.x = 3;
}

static void set_plain(struct own *own)
{
	own->plain[99].a = 3;
}

static void set_many(struct own *own)
{
	own->rows[1].many[99].b = 3;
}

static void set_few(struct own *own)
{
	own->rows[1].few[2].b = 3;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);

	own->open_end = kzalloc(sizeof(*own->open_end) + 3 * sizeof(struct part), 0);
	own->zero_end = kzalloc(sizeof(*own->zero_end) + 3 * sizeof(u32), 0);
	own->one_end = kzalloc(sizeof(*own->one_end) + 3 * sizeof(u32), 0);
	if (!own->open_end || !own->zero_end || !own->one_end)
		return -12;
	set_length(own);
	set_open(own);
	set_by_address(own);
	set_zero(own);
	set_one(own);
	copy_mixed(own);
	set_mixed(own);
	set_plain(own);
	set_many(own);
	set_few(own);
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: what no table of fields tells is the kernel half's
 * check-has: user open: user
 * check-has: user set_length
 * check-has: kernel set_open: touches open_end.parts[].a, of which it is not known how many there are
 * check-has: kernel set_by_address: touches open_end.parts[], of which it is not known how many there are
 * check-has: kernel set_zero: touches zero_end.numbers[], of which it is not known how many there are
 * check-has: kernel set_one: touches one_end.numbers[], of which it is not known how many there are
 * check-has: kernel copy_mixed: copies a struct mixed, in which a union holds pointers
 * check-has: user set_mixed
 * check-has: user set_plain
 * check-has: kernel set_many: touches own.rows[].many[].b, of which there are more than 64 in each element of an array
 * check-has: user set_few
 * check-has: field own.plain[].a raw both 100 x 8
 * check-has: field own.rows[].few[2].b raw both 4 x 824
 */
