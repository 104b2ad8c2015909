// SPDX-License-Identifier: GPL-2.0
/*
 * Prepares a type's tables, once per channel: checks that they are sane, finds
 * what is to be compared to know that nothing changed (long runs of raw
 * fields, words, pointers), and gives every pointer element a word and every
 * string or block a place in the extension behind the object's bytes.
 */
#include <linux/slab.h>
#include <linux/sort.h>
#include "runtime.h"

#define BLOCK_MAX	(64U << 10)
#define RUN_MIN		64U	/* bytes; a shorter one is cheaper by words */

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
	if (t->settled && f->dir != CLEAVE_TO_USER)
		return "is settled, and yet a user half may write it";
	if (f->kind == CLEAVE_BITS && (!is_power_of_2(f->length) || f->length > 8))
		return "is no word";
	if (f->owns > CLEAVE_OWNS_IRQ || (cleave_checked(f) && f->kind != CLEAVE_BITS &&
	    (f->kind != CLEAVE_RAW || !is_power_of_2(f->length) || f->length > 8)))
		return "is no number that could be looked at";
	if (f->text && (f->kind != CLEAVE_RAW || f->length % f->text))
		return "is no text";
	if (f->number && (f->kind != CLEAVE_RAW || f->text || !is_power_of_2(f->number) ||
			  f->number > 8 || f->length % f->number))
		return "is no array of numbers";
	if (f->merge && (f->kind != CLEAVE_RAW || f->text || f->merge > CLEAVE_MERGE_SUM ||
			 !is_power_of_2(cleave_number_bytes(f)) || cleave_number_bytes(f) > 8))
		return "has no numbers to merge";
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

/* Adjacent raw fields of one direction; those that are not worth a run stay out. */
static void join(struct cleave_layout *l)
{
	const struct cleave_field *fields = l->type->fields;
	u32 length;
	u16 i, next;

	for (i = 0; i < l->type->nr_fields; i = next) {
		length = solid(&fields[i]);
		for (next = i + 1; length && next < l->type->nr_fields; next++) {
			if (!solid(&fields[next]) || fields[next].dir != fields[i].dir ||
			    fields[i].offset + length != fields[next].offset)
				break;
			length += solid(&fields[next]);
		}
		if (length >= RUN_MIN)
			l->runs[l->nr_runs++] = (struct cleave_run){
				.first = i, .nr = next - i, .open = fields[i].dir == CLEAVE_BOTH,
				.at = fields[i].offset, .length = length };
	}
}

static bool in_run(const struct cleave_layout *l, u16 field)
{
	u32 r;

	for (r = 0; r < l->nr_runs; r++)
		if (field >= l->runs[r].first && field < l->runs[r].first + l->runs[r].nr)
			return true;
	return false;
}

/* The words that an element lies in. */
static void probe(struct cleave_layout *l, u16 field, u32 at)
{
	const struct cleave_field *f = &l->type->fields[field];
	u32 end = at + width(f), from;
	u8 bytes[8];

	for (; at < end; at = min(from + 8, end)) {
		from = min_t(u32, round_down(at, 8), l->type->size - 8);
		memset(bytes, 0, sizeof(bytes));
		if (f->kind == CLEAVE_RAW)
			memset(&bytes[at - from], 0xff, min(end, from + 8) - at);
		else
			memcpy(&bytes[at - from], (const u8 *)&f->mask + (at - (end - width(f))),
			       min(end, from + 8) - at);
		memcpy(&l->probes[l->nr_probes].mask, bytes, sizeof(bytes));
		l->probes[l->nr_probes].at = from;
		l->probes[l->nr_probes].first = field;
		l->probes[l->nr_probes].last = field;
		l->nr_probes++;
	}
}

static int by_place(const void *a, const void *b)
{
	const struct cleave_probe *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Several fields may share a word. Those before @start are done. */
static void merge(struct cleave_layout *l, u32 start)
{
	u32 i, nr = start;

	sort(l->probes + start, l->nr_probes - start, sizeof(*l->probes), by_place, NULL);
	for (i = start; i < l->nr_probes; i++) {
		struct cleave_probe *p = &l->probes[i], *to = &l->probes[nr - 1];

		if (nr == start || to->at != p->at) {
			l->probes[nr++] = *p;
			continue;
		}
		to->mask |= p->mask;
		to->first = min(to->first, p->first);
		to->last = max(to->last, p->last);
	}
	l->nr_probes = round_up(nr, CLEAVE_PROBES);
	memset(&l->probes[nr], 0, (l->nr_probes - nr) * sizeof(*l->probes));
}

/* What fields of one direction are compared by, behind what there is. */
static void sift(struct cleave_layout *l, u8 dir)
{
	u32 start = l->nr_probes, n, at;
	u16 i;

	for (i = 0; i < l->type->nr_fields; i++) {
		const struct cleave_field *f = &l->type->fields[i];

		if (f->dir != dir)
			continue;
		for (n = 0, at = f->offset; n < f->count; n++, at += f->stride) {
			if (f->kind >= CLEAVE_POINTER)
				l->links[l->nr_links++] = (struct cleave_link){
					at, n, l->spots[i].word + n, i };
			else if (!in_run(l, i))
				probe(l, i, at);
		}
	}
	merge(l, start);
}

static void list_exts(struct cleave_layout *l, u8 kind)
{
	u16 i;

	for (i = 0; i < l->type->nr_fields; i++)
		if (l->type->fields[i].kind == kind)
			l->exts[l->nr_exts++] = i;
}

/* Most words that the elements of raw fields and bits can lie in, and those that fill up. */
static size_t most_probes(const struct cleave_type *t)
{
	size_t nr = 2 * CLEAVE_PROBES;
	int i;

	for (i = 0; i < t->nr_fields; i++)
		if (t->fields[i].kind < CLEAVE_POINTER)
			nr += (size_t)t->fields[i].count * (t->fields[i].length / 8 + 2);
	return nr;
}

int cleave_layout_init(struct cleave_layout *l, const struct cleave_type *type)
{
	u16 nr = type->nr_fields;
	int err = check(type);

	l->type = type;
	if (err || !nr)
		return err;
	l->whole = type->size < 8;
	l->spots = kcalloc(nr, sizeof(*l->spots), GFP_KERNEL);
	if (!l->spots)
		return -ENOMEM;
	place(l);
	l->runs = kcalloc(nr, sizeof(*l->runs), GFP_KERNEL);
	l->exts = kcalloc(nr, sizeof(*l->exts), GFP_KERNEL);
	l->links = kvcalloc(l->nr_words + 1, sizeof(*l->links), GFP_KERNEL);
	l->probes = kvcalloc(most_probes(type), sizeof(*l->probes), GFP_KERNEL);
	if (!l->runs || !l->exts || !l->links || !l->probes)
		return -ENOMEM;
	if (l->whole)
		return 0;
	join(l);
	sift(l, CLEAVE_BOTH);
	l->open_probes = l->nr_probes;
	l->open_links = l->nr_links;
	sift(l, CLEAVE_TO_USER);
	list_exts(l, CLEAVE_BLOCK);
	l->nr_blocks = l->nr_exts;
	list_exts(l, CLEAVE_STRING);
	return 0;
}

void cleave_layout_free(struct cleave_layout *l)
{
	cleave_shadows_free(l);
	kfree(l->runs);
	kfree(l->spots);
	kfree(l->exts);
	kvfree(l->links);
	kvfree(l->probes);
}
