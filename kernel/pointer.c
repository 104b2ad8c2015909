// SPDX-License-Identifier: GPL-2.0
/*
 * Pointers, translated in both directions. In the arena by arithmetic: the
 * slot names the object, the rest is the offset. Functions, tables and globals
 * by two sorted lists of the half's symbols. Towards the user half what is not
 * known becomes opaque: a number that tells nothing and leads nowhere, the
 * same for the same pointer. From the user half it is refused.
 */
#include <linux/slab.h>
#include <linux/sort.h>
#include "runtime.h"

/* What a symbol's address is sorted by. */
struct sorted {
	u64 address;
	u16 index;
};

static int by_address(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	return 0;
}

static u64 kernel_address(struct cleave_channel *ch, u16 index)
{
	return (uintptr_t)ch->half->symbols[index]->addr;
}

static u64 user_address(struct cleave_channel *ch, u16 index)
{
	return ch->addresses[index];
}

/* Sort the symbols that have an address into @order. Return: how many, or -ENOMEM. */
static int order(struct cleave_channel *ch, u64 (*address)(struct cleave_channel *ch, u16 index),
		 u16 *order)
{
	u32 nr = 0, all = ch->half->nr_symbols, i;
	struct sorted *list = kvcalloc(all + 1, sizeof(*list), GFP_KERNEL);

	if (!list)
		return -ENOMEM;
	for (i = 0; i < all; i++) {
		list[nr].address = address(ch, i);
		list[nr].index = i;
		nr += list[nr].address != 0;
	}
	sort(list, nr, sizeof(*list), by_address, NULL);
	for (i = 0; i < nr; i++)
		order[i] = list[i].index;
	kvfree(list);
	return nr;
}

int cleave_symbols_init(struct cleave_channel *ch)
{
	u32 nr = ch->half->nr_symbols;
	int err;

	ch->addresses = kvcalloc(nr + 1, sizeof(u64), GFP_KERNEL);
	ch->by_kernel = kvcalloc(nr + 1, sizeof(u16), GFP_KERNEL);
	ch->by_user = kvcalloc(nr + 1, sizeof(u16), GFP_KERNEL);
	if (!ch->addresses || !ch->by_kernel || !ch->by_user)
		return -ENOMEM;
	err = order(ch, kernel_address, ch->by_kernel);
	return err < 0 ? err : 0;
}

int cleave_symbols_place(struct cleave_channel *ch, const u64 *addresses)
{
	int nr;

	memcpy(ch->addresses, addresses, ch->half->nr_symbols * sizeof(u64));
	nr = order(ch, user_address, ch->by_user);
	ch->nr_by_user = max(nr, 0);
	return nr < 0 ? nr : 0;
}

/* The symbol with the greatest address up to @at: its place in @order, or -1. */
static int last_up_to(struct cleave_channel *ch, const u16 *order, u32 nr, u64 at,
		      u64 (*address)(struct cleave_channel *ch, u16 index))
{
	u32 low = 0, high = nr;

	while (low < high) {
		u32 mid = (low + high) / 2;

		if (address(ch, order[mid]) <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return (int)low - 1;
}

static const struct cleave_symbol *symbol(struct cleave_channel *ch, u16 index)
{
	return ch->half->symbols[index];
}

static u64 opaque(struct cleave_channel *ch, const void *p)
{
	return CLEAVE_OPAQUE | (siphash_1u64((uintptr_t)p, &ch->opaque_key) >> 17);
}

/* Symbols that a kernel address lies in; there may be several names for one thing. */
static u64 symbol_to_user(struct cleave_channel *ch, const void *p)
{
	u64 at = (uintptr_t)p, off;
	int i = last_up_to(ch, ch->by_kernel, ch->half->nr_symbols, at, kernel_address);
	u16 index;

	if (i < 0)
		return 0;
	index = ch->by_kernel[i];
	off = at - kernel_address(ch, index);
	if (off >= symbol(ch, index)->size || !ch->addresses[index])
		return 0;
	return ch->addresses[index] + off;
}

u64 cleave_to_user(struct cleave_channel *ch, const void *p)
{
	struct cleave_object *o;
	u64 word = 0;

	/* NULL, or a number or an error that the driver keeps where pointers are. */
	if ((uintptr_t)p < PAGE_SIZE || IS_ERR(p))
		return (uintptr_t)p;
	o = cleave_object_find(ch, p);
	if (o && o->address)
		word = o->address + (p - o->base);
	else if (!o)
		word = symbol_to_user(ch, p);
	/* What is about to be freed is gone for the user half. */
	if (!word && cleave_is_away(ch, p))
		return 0;
	return word ?: opaque(ch, p);
}

/* ---- from the user half -------------------------------------------------------- */

static void into_object(struct cleave_object *o, u64 off, struct cleave_place *place)
{
	place->object = o;
	place->p = o->base + off;
	place->left = o->size - off;
}

/* Into the copy of a string or block, behind an object: the kernel has the original. */
static const char *into_copy(struct cleave_object *o, u64 off, struct cleave_place *place)
{
	const struct cleave_type *t = o->layout->type;
	int i;

	for (i = 0; i < t->nr_fields; i++) {
		const struct cleave_field *f = &t->fields[i];
		u64 from = o->layout->spots[i].ext, bytes = cleave_ext_bytes(f), n;

		if (!bytes || off < from || off >= from + bytes * f->count)
			continue;
		n = div64_u64(off - from, bytes);
		off -= from + n * bytes;
		if (off >= f->length && f->kind == CLEAVE_BLOCK)
			break;
		place->object = o;
		place->field = f;
		place->p = o->twin + ALIGN(o->size, 8) + from + n * bytes + off;
		place->left = (f->kind == CLEAVE_BLOCK ? f->length : bytes) - off;
		return NULL;
	}
	return "leads behind its object";
}

static const char *arena_place(struct cleave_channel *ch, u64 word, struct cleave_place *place)
{
	struct cleave_object *o = cleave_object_at(ch, word);

	if (!o)
		return "its handle is not alive";
	if (o->memory != CLEAVE_DATA && word - o->address < o->size) {
		into_object(o, word - o->address, place);
		return NULL;
	}
	if (o->layout && word - o->ext_address < o->layout->ext_size)
		return into_copy(o, word - o->ext_address, place);
	return "leads outside of its object";
}

static const char *port_place(struct cleave_channel *ch, u64 word, struct cleave_place *place)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->objects, link)
		if (o->memory == CLEAVE_PORTS && word - o->address < o->size) {
			into_object(o, word - o->address, place);
			return NULL;
		}
	return "leads to no port of the driver's";
}

static const char *symbol_place(struct cleave_channel *ch, u64 word, struct cleave_place *place)
{
	int i = last_up_to(ch, ch->by_user, ch->nr_by_user, word, user_address);
	const struct cleave_symbol *s;
	struct cleave_object *o;
	u64 off;

	if (i < 0)
		return "leads nowhere known";
	s = symbol(ch, ch->by_user[i]);
	off = word - ch->addresses[ch->by_user[i]];
	if (off >= s->size)
		return "leads nowhere known";
	if (s->kind == CLEAVE_GLOBAL) {
		o = cleave_object_find(ch, s->addr);
		if (!o)
			return "leads to a variable that has ended";
		into_object(o, off, place);
		return NULL;
	}
	place->symbol = s;
	place->p = s->addr + off;
	place->left = s->size - off;
	return NULL;
}

const char *cleave_place(struct cleave_channel *ch, u64 word, struct cleave_place *place)
{
	memset(place, 0, sizeof(*place));
	if (!word)
		return NULL;
	if (word - CLEAVE_ARENA_BASE < CLEAVE_ARENA_SIZE)
		return arena_place(ch, word, place);
	if (word - CLEAVE_PORTS_BASE < CLEAVE_NR_PORTS)
		return port_place(ch, word, place);
	return symbol_place(ch, word, place);
}

static bool among(u32 off, u32 start, u32 count, u32 stride)
{
	if (off < start)
		return false;
	off -= start;
	if (!off)
		return true;
	return stride && off % stride == 0 && off / stride < count;
}

static bool class_in_object(const struct cleave_object *o, u32 off, u16 class)
{
	const struct cleave_type *t = o->layout ? o->layout->type : NULL;
	int i;

	if (!t)
		return class == (o->memory == CLEAVE_PAGES ? CLEAVE_BYTES : CLEAVE_REGION);
	if (t->array)
		off %= t->size;
	if (!off && t->class == class)
		return true;
	for (i = 0; i < t->nr_points; i++) {
		const struct cleave_point *p = &t->points[i];

		if (p->class == class && among(off, p->offset, p->count, p->stride))
			return true;
	}
	return false;
}

static bool class_fits(const struct cleave_place *place, u16 class)
{
	const struct cleave_symbol *s = place->symbol;
	u64 off;

	if (!s)
		return class_in_object(place->object, place->p - place->object->base, class);
	off = place->p - s->addr;
	return s->class == class && (!off || (s->stride && off % s->stride == 0));
}

const char *cleave_from_user(struct cleave_channel *ch, u64 word, u16 class,
			     struct cleave_place *place)
{
	const char *why = cleave_place(ch, word, place);

	if (why || !place->p)
		return why;
	if (place->field)
		return "leads to a copy that the user half has";
	/* What lies behind the last port is another device's: no page separates them. */
	if (place->object && place->object->memory == CLEAVE_PORTS && place->p != place->object->base)
		return "is not the first of the driver's ports";
	if (class == CLEAVE_ANY || class_fits(place, class))
		return NULL;
	return "leads to something of another class";
}
