// SPDX-License-Identifier: GPL-2.0
/*
 * Prepares a type's tables, once per channel: checks that they are sane, puts
 * adjacent raw fields together into runs that are compared in one go, and
 * gives every pointer element a word and every string or block a place in the
 * extension behind the object's bytes.
 */
#include <linux/slab.h>
#include "runtime.h"

#define BLOCK_MAX	(64U << 10)

u32 cleave_ext_bytes(const struct cleave_field *f)
{
	if (f->kind == CLEAVE_STRING)
		return CLEAVE_STRING_MAX;
	if (f->kind == CLEAVE_BLOCK)
		return ALIGN(f->length, 8);
	return 0;
}

/* Bytes of one element in the object itself. */
static u32 width(const struct cleave_field *f)
{
	switch (f->kind) {
	case CLEAVE_RAW:
	case CLEAVE_BITS:
		return f->length;
	default:
		return sizeof(void *);
	}
}

static const char *wrong(const struct cleave_type *t, const struct cleave_field *f)
{
	u64 end = f->offset + (u64)(f->count - 1) * f->stride + width(f);

	if (!f->count || !f->length || f->kind > CLEAVE_BLOCK)
		return "is malformed";
	if (f->count > 1 && f->stride < width(f))
		return "has elements that overlap";
	if (end > t->size)
		return "lies outside of its type";
	if (f->dir != CLEAVE_TO_USER && f->dir != CLEAVE_BOTH)
		return "has no valid direction";
	if (f->kind == CLEAVE_BITS && (!is_power_of_2(f->length) || f->length > 8))
		return "is no word";
	if (f->kind >= CLEAVE_STRING && f->dir != CLEAVE_TO_USER)
		return "may not be written by a user half";
	if (f->kind == CLEAVE_BLOCK && f->length > BLOCK_MAX)
		return "is too long";
	return NULL;
}

static int check(const struct cleave_type *t)
{
	const char *why;
	int i;

	if (!t->size) {
		pr_err("cleave: type %s has no size\n", t->name);
		return -EINVAL;
	}
	for (i = 0; i < t->nr_fields; i++) {
		why = wrong(t, &t->fields[i]);
		if (why) {
			pr_err("cleave: field %s %s\n", t->fields[i].name, why);
			return -EINVAL;
		}
		if (i && t->fields[i].offset < t->fields[i - 1].offset) {
			pr_err("cleave: field %s is out of order\n", t->fields[i].name);
			return -EINVAL;
		}
	}
	return 0;
}

static void place(struct cleave_layout *l)
{
	const struct cleave_type *t = l->type;
	u32 bytes;
	int i;

	for (i = 0; i < t->nr_fields; i++) {
		const struct cleave_field *f = &t->fields[i];

		l->spots[i].word = l->nr_words;
		l->spots[i].ext = l->ext_size;
		if (f->kind >= CLEAVE_POINTER)
			l->nr_words += f->count;
		bytes = cleave_ext_bytes(f);
		l->ext_size += bytes * f->count;
		l->ext_max = max(l->ext_max, bytes);
	}
}

/* Bytes of a raw field without gaps, else 0. */
static u32 solid(const struct cleave_field *f)
{
	if (f->kind != CLEAVE_RAW || (f->count > 1 && f->stride != f->length))
		return 0;
	return f->count * f->length;
}

static void join(struct cleave_layout *l)
{
	const struct cleave_field *fields = l->type->fields;
	struct cleave_run *run = NULL;
	int i;

	for (i = 0; i < l->type->nr_fields; i++) {
		const struct cleave_field *f = &fields[i];

		if (run && run->length && solid(f) &&
		    fields[run->first].offset + run->length == f->offset) {
			run->nr++;
			run->length += solid(f);
			continue;
		}
		run = &l->runs[l->nr_runs++];
		run->first = i;
		run->nr = 1;
		run->length = solid(f);
	}
}

int cleave_layout_init(struct cleave_layout *l, const struct cleave_type *type)
{
	int err = check(type);

	l->type = type;
	if (err || !type->nr_fields)
		return err;
	l->runs = kcalloc(type->nr_fields, sizeof(*l->runs), GFP_KERNEL);
	l->spots = kcalloc(type->nr_fields, sizeof(*l->spots), GFP_KERNEL);
	if (!l->runs || !l->spots)
		return -ENOMEM;
	place(l);
	join(l);
	return 0;
}

void cleave_layout_free(struct cleave_layout *l)
{
	kfree(l->runs);
	kfree(l->spots);
}
