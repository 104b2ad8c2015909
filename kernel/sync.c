// SPDX-License-Identifier: GPL-2.0
/*
 * Shared fields between objects and their mirrors. Pushing compares an object
 * with its twin and writes what changed to the mirror; pulling compares the
 * mirror with the twin and writes what changed to the object. The twin holds
 * what both sides last agreed on, so that neither overwrites what it did not
 * change. The user half may write to the mirror at any time: every word of it
 * is read once, and only what was read is checked and used.
 */
#include <linux/uaccess.h>
#include "runtime.h"

/* An element of a field of an object. */
struct element {
	struct cleave_channel *ch;
	struct cleave_object *o;
	const struct cleave_field *f;
	u32 at;
	u32 word;
	u32 ext;
};

static void *in_object(const struct element *e)
{
	return e->o->base + e->at;
}

static void *in_mirror(const struct element *e)
{
	return e->o->mirror + e->at;
}

static void *in_twin(const struct element *e)
{
	return e->o->twin + e->at;
}

static void *ext_twin(const struct element *e)
{
	return e->o->twin + ALIGN(e->o->size, 8) + e->ext;
}

static void *ext_mirror(const struct element *e)
{
	return e->o->ext + e->ext;
}

/* Copies a word as a word: the other side must not see half of it. */
static void copy(void *to, const void *from, u32 len)
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

static u64 load(const void *p, u32 len)
{
	u64 value = 0;

	copy(&value, p, len);
	return value;
}

static void store_bits(void *p, u32 len, u64 mask, u64 value)
{
	u64 word = (load(p, len) & ~mask) | (value & mask);

	copy(p, &word, len);
}

typedef int (*element_fn)(struct element *e, bool all);

/* Element @n of field @i. */
static int one_element(struct cleave_channel *ch, struct cleave_object *o, int i, u32 n,
		       element_fn fn, bool all)
{
	const struct cleave_field *f = &o->layout->type->fields[i];
	struct element e = {
		.ch = ch,
		.o = o,
		.f = f,
		.at = f->offset + n * f->stride,
		.word = o->layout->spots[i].word + n,
		.ext = o->layout->spots[i].ext + n * cleave_ext_bytes(f),
	};

	return fn(&e, all);
}

/* Calls @fn for the elements of fields @first to @last until one fails. */
static int each_element(struct cleave_channel *ch, struct cleave_object *o, int first, int last,
			element_fn fn, bool all)
{
	u32 n;
	int i, err;

	for (i = first; i <= last; i++) {
		for (n = 0; n < o->layout->type->fields[i].count; n++) {
			err = one_element(ch, o, i, n, fn, all);
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
			   const struct cleave_run *run, const void *now, element_fn fn)
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
			err = each_element(ch, o, i, i, fn, false);
			if (err)
				return err;
		}
		at = i < last ? f[i].offset : end;
	}
}

/* The same for all raw fields and bits of an object. */
static int each_change(struct cleave_channel *ch, struct cleave_object *o, const void *now,
		       element_fn fn)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_probe *p, *end = l->probes + l->nr_probes;
	const void *twin = o->twin;
	u32 r;
	int err;

	for (p = l->probes; p < end; p++) {
		if (likely(!((cleave_word(now + p->at) ^ cleave_word(twin + p->at)) & p->mask)))
			continue;
		err = each_element(ch, o, p->first, p->last, fn, false);
		if (err)
			return err;
	}
	for (r = 0; r < l->nr_runs; r++) {
		err = each_difference(ch, o, &l->runs[r], now, fn);
		if (err)
			return err;
	}
	return l->whole ? each_element(ch, o, 0, l->type->nr_fields - 1, fn, false) : 0;
}

/* ---- to the user half ------------------------------------------------------ */

static void pushed(const struct element *e)
{
	cleave_count(e->ch, CLEAVE_A_CHANNEL_FIELDS_TO_USER, 1);
}

static void push_raw(const struct element *e, bool all)
{
	if (!all && !memcmp(in_object(e), in_twin(e), e->f->length))
		return;
	copy(in_twin(e), in_object(e), e->f->length);
	copy(in_mirror(e), in_twin(e), e->f->length);
	pushed(e);
}

static void push_bits(const struct element *e, bool all)
{
	u32 len = e->f->length;
	u64 value = load(in_object(e), len);

	if (!all && !((value ^ load(in_twin(e), len)) & e->f->mask))
		return;
	store_bits(in_twin(e), len, e->f->mask, value);
	store_bits(in_mirror(e), len, e->f->mask, value);
	pushed(e);
}

/*
 * What a pointer is to the user half can change without the pointer: what it
 * leads to is tracked from now on, or has ended. That must not undo a change
 * of the user half's.
 */
static void push_pointer(const struct element *e, bool all)
{
	void *p = READ_ONCE(*(void **)in_object(e));
	bool same = p == *(void **)in_twin(e);
	u64 *word = &e->o->words[e->word];
	u64 old = *word;

	if (same && !all && e->o->epoch == e->ch->epoch)
		return;
	*(void **)in_twin(e) = p;
	if (same && !all && READ_ONCE(*(u64 *)in_mirror(e)) != old)
		return;
	*word = cleave_to_user(e->ch, p);
	if (*word == old && same && !all)
		return;
	WRITE_ONCE(*(u64 *)in_mirror(e), *word);
	pushed(e);
}

/* The pointer to a copy, or none. */
static void push_ext(const struct element *e, bool there)
{
	u64 word = there && e->o->ext_address ? e->o->ext_address + e->ext : 0;

	e->o->words[e->word] = word;
	WRITE_ONCE(*(u64 *)in_mirror(e), word);
	memcpy(ext_mirror(e), ext_twin(e), cleave_ext_bytes(e->f));
	pushed(e);
}

/*
 * The string may be anywhere and may go at any time; it is read when the
 * pointer to it has just changed. Neither a fault nor a missing NUL harms.
 */
static void push_string(const struct element *e, bool all)
{
	const char *s = READ_ONCE(*(const char **)in_object(e));
	char *to = ext_twin(e);
	size_t n = 0;

	if (!all && s == *(const char **)in_twin(e))
		return;
	*(const char **)in_twin(e) = s;
	memset(to, 0, CLEAVE_STRING_MAX);
	while (s && n < CLEAVE_STRING_MAX - 1) {
		if (copy_from_kernel_nofault(&to[n], &s[n], 1) || !to[n])
			break;
		n++;
	}
	push_ext(e, s);
}

static void push_block(const struct element *e, bool all)
{
	const void *p = READ_ONCE(*(const void **)in_object(e));
	bool same = p == *(const void **)in_twin(e);
	void *now = e->ch->scratch;
	u32 len = e->f->length;

	if (!p || copy_from_kernel_nofault(now, p, len)) {
		memset(now, 0, len);
		p = NULL;
	}
	if (same && !all && !memcmp(now, ext_twin(e), len))
		return;
	*(const void **)in_twin(e) = p;
	memcpy(ext_twin(e), now, len);
	push_ext(e, p);
}

static int push_element(struct element *e, bool all)
{
	switch (e->f->kind) {
	case CLEAVE_RAW:
		push_raw(e, all);
		break;
	case CLEAVE_BITS:
		push_bits(e, all);
		break;
	case CLEAVE_POINTER:
		push_pointer(e, all);
		break;
	case CLEAVE_STRING:
		push_string(e, all);
		break;
	case CLEAVE_BLOCK:
		push_block(e, all);
		break;
	}
	return 0;
}

/* Pointers that changed, or whose meaning may have. */
static void push_links(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_link *k, *end = l->links + l->nr_links;
	bool stale = o->epoch != ch->epoch;

	for (k = l->links; k < end; k++)
		if (stale || cleave_word(o->base + k->at) != cleave_word(o->twin + k->at))
			one_element(ch, o, k->field, k->element, push_element, false);
}

/* What blocks lead to may change though the pointer stays. */
static void push_blocks(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	u32 i;

	for (i = 0; i < l->nr_exts; i++)
		if (l->type->fields[l->exts[i]].kind == CLEAVE_BLOCK)
			each_element(ch, o, l->exts[i], l->exts[i], push_element, false);
}

static void push(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	const struct cleave_layout *l = o->layout;

	if (all) {
		each_element(ch, o, 0, l->type->nr_fields - 1, push_element, true);
	} else {
		each_change(ch, o, o->base, push_element);
		push_links(ch, o);
		push_blocks(ch, o);
	}
}

/* Structure @n of an array, as if it were an object. */
static struct cleave_object *part(struct cleave_object *to, const struct cleave_object *o, u32 n)
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

/* Nothing of a global is there before a user half has said where it is. */
static bool is_there(const struct cleave_object *o)
{
	return o->mirror;
}

void cleave_share(struct cleave_channel *ch, struct cleave_object *o)
{
	if (o->layout && o->layout->type->nr_fields)
		list_add(&o->shared, o->layout->type->settled ? &ch->settled : &ch->shared);
}

/*
 * The splitter holds that nobody changes such an object. Should that be wrong, or the user half
 * mean harm, it is noticed soon, and none of the others costs anything.
 */
static struct cleave_object *one_settled(struct cleave_channel *ch)
{
	return list_first_entry_or_null(&ch->settled, struct cleave_object, shared);
}

/* Not inlined: the compiler would clear a part for objects that have none, too. */
static noinline void push_parts(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	struct cleave_object one;
	u32 n;

	for (n = 0; n < o->nr; n++)
		push(ch, part(&one, o, n), all);
}

void cleave_push(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	if (!is_there(o) || !o->layout->type->nr_fields)
		return;
	if (o->nr > 1)
		push_parts(ch, o, all);
	else if (all || o->epoch != ch->epoch || cleave_object_changed(o))
		push(ch, o, all);
	else
		push_blocks(ch, o);
	o->epoch = ch->epoch;
}

void cleave_push_all(struct cleave_channel *ch, bool all)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->shared, shared)
		cleave_push(ch, o, all);
	list_for_each_entry(o, &ch->settled, shared) {
		cleave_push(ch, o, all);
		if (!all)
			break;
	}
}

/* ---- to the kernel half ---------------------------------------------------- */

static void pulled(const struct element *e)
{
	cleave_count(e->ch, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL, 1);
}

/* Blame is the caller's: @all is not used here. */
static int refuse(const struct element *e, const char *why)
{
	cleave_blame(READ_ONCE(e->ch->session), "field %s of handle %u: %s", e->f->name,
		     e->o->slot, why);
	return -EPERM;
}

/* The number is read once, and what was looked at is what the object gets. */
static int pull_number(const struct element *e)
{
	u64 value = load(in_mirror(e), e->f->length);
	const char *why = cleave_unfit(e->o, e->f, load(in_object(e), e->f->length), value);

	if (why)
		return refuse(e, why);
	copy(in_twin(e), &value, e->f->length);
	return 0;
}

static int pull_raw(const struct element *e)
{
	int err;

	if (!memcmp(in_mirror(e), in_twin(e), e->f->length))
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	if (cleave_checked(e->f)) {
		err = pull_number(e);
		if (err)
			return err;
	} else {
		copy(in_twin(e), in_mirror(e), e->f->length);
	}
	copy(in_object(e), in_twin(e), e->f->length);
	pulled(e);
	return 0;
}

static u64 bits(const struct element *e, u64 value)
{
	return (value & e->f->mask) >> __ffs64(e->f->mask);
}

static int pull_bits(const struct element *e)
{
	u32 len = e->f->length;
	u64 value = load(in_mirror(e), len);
	const char *why;

	if (!((value ^ load(in_twin(e), len)) & e->f->mask))
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	why = cleave_unfit(e->o, e->f, bits(e, load(in_object(e), len)), bits(e, value));
	if (why)
		return refuse(e, why);
	store_bits(in_twin(e), len, e->f->mask, value);
	store_bits(in_object(e), len, e->f->mask, value);
	pulled(e);
	return 0;
}

static int pull_pointer(const struct element *e)
{
	u64 word = READ_ONCE(*(u64 *)in_mirror(e));
	struct cleave_place place;
	const char *why;

	if (word == e->o->words[e->word])
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	why = cleave_from_user(e->ch, word, e->f->class, &place);
	if (why)
		return refuse(e, why);
	e->o->words[e->word] = word;
	*(void **)in_twin(e) = place.p;
	WRITE_ONCE(*(void **)in_object(e), place.p);
	pulled(e);
	return 0;
}

static int pull_ext(const struct element *e)
{
	if (READ_ONCE(*(u64 *)in_mirror(e)) != e->o->words[e->word])
		return refuse(e, "a user half may not write it");
	if (memcmp(ext_mirror(e), ext_twin(e), cleave_ext_bytes(e->f)))
		return refuse(e, "a user half may not write to what it leads to");
	return 0;
}

static int pull_element(struct element *e, bool all)
{
	switch (e->f->kind) {
	case CLEAVE_RAW:
		return pull_raw(e);
	case CLEAVE_BITS:
		return pull_bits(e);
	case CLEAVE_POINTER:
		return pull_pointer(e);
	default:
		return pull_ext(e);
	}
}

/* What strings and blocks lead to, all at once; then, to name it, each. */
static int pull_exts(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	const void *twin = o->twin + ALIGN(o->size, 8);
	u32 i;
	int err = 0;

	if (!l->nr_exts || cleave_difference(o->ext, twin, l->ext_size) == l->ext_size)
		return 0;
	for (i = 0; !err && i < l->nr_exts; i++)
		err = each_element(ch, o, l->exts[i], l->exts[i], pull_element, false);
	return err;
}

static int pull_links(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_link *k, *end = l->links + l->nr_links;
	int err;

	for (k = l->links; k < end; k++) {
		if (cleave_word(o->mirror + k->at) == o->words[k->word])
			continue;
		err = one_element(ch, o, k->field, k->element, pull_element, false);
		if (err)
			return err;
	}
	return pull_exts(ch, o);
}

static int pull(struct cleave_channel *ch, struct cleave_object *o)
{
	return each_change(ch, o, o->mirror, pull_element) ?: pull_links(ch, o);
}

static noinline int pull_parts(struct cleave_channel *ch, struct cleave_object *o)
{
	struct cleave_object one;
	int err = 0;
	u32 n;

	for (n = 0; n < o->nr && !err; n++)
		err = pull(ch, part(&one, o, n));
	return err;
}

static int pull_object(struct cleave_channel *ch, struct cleave_object *o)
{
	if (!is_there(o))
		return 0;
	if (o->nr > 1)
		return pull_parts(ch, o);
	return cleave_mirror_changed(o) ? pull(ch, o) : 0;
}

int cleave_pull_all(struct cleave_channel *ch)
{
	struct cleave_object *o;
	int err;

	list_for_each_entry(o, &ch->shared, shared) {
		err = pull_object(ch, o);
		if (err)
			return err;
	}
	o = one_settled(ch);
	if (!o)
		return 0;
	list_move_tail(&o->shared, &ch->settled);
	return pull_object(ch, o);
}

/* ---- ends --------------------------------------------------------------------- */

/* Only what the user half may set to NULL itself: the kernel half has to be ready for that. */
static void unpoint(const struct cleave_object *o, const struct cleave_object *ended)
{
	const struct cleave_layout *l = o->layout;
	u32 i;

	for (i = 0; l && i < l->nr_links; i++) {
		const struct cleave_field *f = &l->type->fields[l->links[i].field];
		void **at = o->base + l->links[i].at, *p = READ_ONCE(*at);

		if (f->kind == CLEAVE_POINTER && f->dir == CLEAVE_BOTH && p >= ended->base &&
		    p < ended->base + ended->size)
			cmpxchg(at, p, NULL);
	}
}

void cleave_unpoint(struct cleave_channel *ch, const struct cleave_object *ended)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->objects, link)
		unpoint(o, ended);
}

/* ---- ranges ------------------------------------------------------------------ */

/* The byte after the shared ones of @f that @at is among, else @at. */
static size_t covered(const struct cleave_field *f, size_t at)
{
	size_t len = f->kind <= CLEAVE_BITS ? f->length : sizeof(void *);
	size_t n, start;

	if (at < f->offset)
		return at;
	n = f->count > 1 ? min_t(size_t, (at - f->offset) / f->stride, f->count - 1) : 0;
	start = f->offset + n * f->stride;
	return at - start < len ? start + len : at;
}

/* Whether a callee may write all of its bytes, and whatever it likes. */
static bool writable(const struct cleave_field *f)
{
	return f->dir == CLEAVE_BOTH && f->kind != CLEAVE_BITS && !cleave_checked(f);
}

bool cleave_shared(const struct cleave_object *o, size_t at, size_t len, bool write)
{
	const struct cleave_type *t = o->layout->type;
	size_t end, next;
	int i;

	if (t->array)
		at %= t->size;
	end = at + len;

	while (at < end) {
		next = at;
		for (i = 0; i < t->nr_fields && next == at; i++) {
			if (!write || writable(&t->fields[i]))
				next = covered(&t->fields[i], at);
		}
		if (next == at)
			return false;
		at = next;
	}
	return true;
}
