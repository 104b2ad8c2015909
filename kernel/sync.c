// SPDX-License-Identifier: GPL-2.0
/*
 * Shared fields between objects and their mirrors. Pushing compares an object
 * with its twin and writes what changed to the mirror; pulling compares the
 * mirror with the twin and writes what changed to the object. The twin holds
 * what both sides last agreed on, so that neither overwrites what it did not
 * change. The user half may write to the mirror at any time: every word of it
 * is read once, and only what was read is checked and used.
 */
#include "sync.h"

void cleave_copy(void *to, const void *from, u32 len)
{
	bool aligned = is_power_of_2(len) && IS_ALIGNED((uintptr_t)to | (uintptr_t)from, len);

	switch (aligned ? len : 0) {
	case 1:
		WRITE_ONCE(*(u8 *)to, READ_ONCE(*(const u8 *)from));
		break;
	case 2:
		WRITE_ONCE(*(u16 *)to, READ_ONCE(*(const u16 *)from));
		break;
	case 4:
		WRITE_ONCE(*(u32 *)to, READ_ONCE(*(const u32 *)from));
		break;
	case 8:
		WRITE_ONCE(*(u64 *)to, READ_ONCE(*(const u64 *)from));
		break;
	default:
		memcpy(to, from, len);
	}
}

void cleave_copy_numbers(const struct cleave_field *f, void *twin, const void *now, void *other)
{
	u32 at, len = cleave_number_bytes(f);

	for (at = 0; at < f->length; at += len) {
		if (!memcmp(now + at, twin + at, len))
			continue;
		cleave_copy(twin + at, now + at, len);
		cleave_copy(other + at, twin + at, len);
	}
}

void cleave_store_bits(void *p, u32 len, u64 mask, u64 value)
{
	u64 word = (cleave_load(p, len) & ~mask) | (value & mask);

	cleave_copy(p, &word, len);
}

int cleave_one_element(struct cleave_channel *ch, struct cleave_object *o, int i, u32 n,
		       cleave_element_fn fn, bool all)
{
	const struct cleave_field *f = &o->layout->type->fields[i];
	struct cleave_element e = {
		.ch = ch,
		.o = o,
		.f = f,
		.at = f->offset + n * f->stride,
		.word = o->layout->spots[i].word + n,
		.ext = o->layout->spots[i].ext + n * cleave_ext_bytes(f),
	};

	return fn(&e, all);
}

int cleave_each_element(struct cleave_channel *ch, struct cleave_object *o, int first, int last,
			cleave_element_fn fn, bool all)
{
	u32 n;
	int i, err;

	for (i = first; i <= last; i++) {
		for (n = 0; n < o->layout->type->fields[i].count; n++) {
			err = cleave_one_element(ch, o, i, n, fn, all);
			if (err)
				return err;
		}
	}
	return 0;
}

/*
 * Calls @fn for the elements of the fields of a run that differ between @now
 * (the object or its mirror) and the twin.
 */
static int each_difference(struct cleave_channel *ch, struct cleave_object *o,
			   const struct cleave_run *run, const void *now, cleave_element_fn fn)
{
	const struct cleave_field *f = o->layout->type->fields;
	u32 at = f[run->first].offset, end = at + run->length;
	int i = run->first, last = run->first + run->nr, err;

	for (;;) {
		at += cleave_difference(now + at, o->twin + at, end - at);
		if (at >= end)
			return 0;
		while (i < last && f[i].offset + f[i].count * f[i].length <= at)
			i++;
		for (; i < last && f[i].offset < at + 8; i++) {
			err = cleave_each_element(ch, o, i, i, fn, false);
			if (err)
				return err;
		}
		at = i < last ? f[i].offset : end;
	}
}

int cleave_each_change(struct cleave_channel *ch, struct cleave_object *o, const void *now,
		       cleave_element_fn fn)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_probe *p, *end = l->probes + l->nr_probes;
	const void *twin = o->twin;
	u32 r;
	int err;

	for (p = l->probes; p < end; p++) {
		if (likely(!((cleave_word(now + p->at) ^ cleave_word(twin + p->at)) & p->mask)))
			continue;
		err = cleave_each_element(ch, o, p->first, p->last, fn, false);
		if (err)
			return err;
	}
	for (r = 0; r < l->nr_runs; r++) {
		err = each_difference(ch, o, &l->runs[r], now, fn);
		if (err)
			return err;
	}
	return l->whole ? cleave_each_element(ch, o, 0, l->type->nr_fields - 1, fn, false) : 0;
}

struct cleave_object *cleave_part(struct cleave_object *to, const struct cleave_object *o, u32 n)
{
	size_t at = (size_t)n * o->layout->type->size;

	*to = *o;
	to->base += at;
	to->mirror += at;
	to->twin += at;
	to->words += (size_t)n * o->layout->nr_words;
	to->size = o->layout->type->size;
	return to;
}
