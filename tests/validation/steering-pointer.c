// SPDX-License-Identifier: GPL-2.0-or-later
#include <kernel.h>

struct item {
	struct item *next;
	struct item *other;
	u32 value;
};

struct tree {
	struct tree *left;
	u32 value;
};

union word {
	u32 all;
	struct {
		u16 low, high;
	};
};

struct own {
	struct thing *thing;
	struct bus_device *bdev;
	struct device *part, *plain;
	struct item *items;
	struct tree *tree;
	u32 *number, *unused;
	u8 *bytes;
	u32 *registers;
	union word word;
	union {
		u32 wide;
		u8 narrow;
	};
	u32 few[8];
};

#include "probe.h"

/* ---- the kernel half ------------------------------------------------------ */

static u32 depth(const struct tree *tree)
{
	return tree ? 1 + depth(tree->left) : 0;
}

static int send(struct thing *thing, struct packet *packet)
{
	struct own *own = thing_priv(thing);
	struct item *item;

	(void)packet;
	for (item = own->items; item; item = item->next)
		own->few[0] += item->value;
	if (own->items && own->items->other)
		own->few[0]++;
	own->few[own->word.low] = 1;
	own->few[own->narrow] = 2;
	*own->number = 3;
	memcpy(own->bytes, own->few, 4);
	own->few[2] = *own->registers;
	if (own->plain)
		own->few[1] = depth(own->tree);
	return container_of(own->part, struct bus_device, dev)->vendor;
}

/* ---- the user half --------------------------------------------------------- */

static void set_next(struct item *item, struct item *next)
{
	item->next = next;
}

static void set_other(struct item *item, struct item *other)
{
	item->other = other;
}

static void set_left(struct tree *tree)
{
	tree->left = tree;
}

static void set_part(struct own *own)
{
	own->part = &own->bdev->dev;
}

static void set_plain(struct own *own)
{
	own->plain = &own->bdev->dev;
}

static void set_number(struct own *own)
{
	own->number = own->few;
}

/* The kernel half does not look. */
static void set_unused(struct own *own)
{
	own->unused = own->few;
}

static void set_bytes(struct own *own)
{
	own->bytes = (u8 *)own->few;
}

/* What leads to a region leads to nothing else. */
static void set_registers(struct own *own)
{
	own->registers = ioremap(own->bdev->start, 64);
}

static void set_word(struct own *own, u32 number)
{
	own->word.all = number;
}

static void set_wide(struct own *own, u32 number)
{
	own->wide = number;
}

static int open(struct thing *thing)
{
	struct own *own = thing_priv(thing);
	struct item *item = kzalloc(sizeof(*item), 0);
	struct tree *tree = kzalloc(sizeof(*tree), 0);

	if (!item || !tree)
		return -12;
	set_next(item, own->items);
	set_other(item, own->items);
	set_left(tree);
	set_part(own);
	set_plain(own);
	set_number(own);
	set_unused(own);
	set_bytes(own);
	set_registers(own);
	set_word(own, thing->level);
	set_wide(own, thing->level);
	own->items = item;
	own->tree = tree;
	return 0;
}

static const struct thing_ops ops = { .open = open, .send = send };

/*
 * check-name: links that the kernel half follows, and parts that it finds the whole by, are its own
 * check-has: user open: user
 * check-has: kernel set_next: pointer: writes item.next, which is followed round a loop by send
 * check-has: kernel set_left: pointer: writes tree.left, which is followed round a loop by depth
 * check-has: kernel set_part: pointer: writes own.part, which is taken for a part of
 * check-has: kernel set_number: pointer: writes own.number, which leads to numbers, it could be any, for send
 * check-has: kernel set_bytes: pointer: writes own.bytes, which leads to numbers
 * check-has: user set_unused
 * check-has: user set_registers
 * check-has: kernel set_word: number: writes
 * check-has: kernel set_wide: number: writes own.narrow, which send makes an index of
 * check-has: user set_other
 * check-has: user set_plain
 */
