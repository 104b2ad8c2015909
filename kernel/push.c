// SPDX-License-Identifier: GPL-2.0
/*
 * To the user half: an object is compared with its twin, and what changed is written to the mirror.
 */
#include <linux/uaccess.h>
#include "sync.h"

static void pushed(const struct cleave_element *e)
{
	cleave_count(e->ch, CLEAVE_A_CHANNEL_FIELDS_TO_USER, 1);
}

static void push_whole(const struct cleave_element *e)
{
	cleave_copy(in_twin(e), in_object(e), e->f->length);
	cleave_copy(in_mirror(e), in_twin(e), e->f->length);
}

static void push_raw(const struct cleave_element *e, bool all)
{
	if (!all && !memcmp(in_object(e), in_twin(e), e->f->length))
		return;
	if (all)
		push_whole(e);
	else
		cleave_copy_numbers(e->f, in_twin(e), in_object(e), in_mirror(e));
	pushed(e);
}

static void push_bits(const struct cleave_element *e, bool all)
{
	u32 len = e->f->length;
	u64 value = cleave_load(in_object(e), len);

	if (!all && !((value ^ cleave_load(in_twin(e), len)) & e->f->mask))
		return;
	cleave_store_bits(in_twin(e), len, e->f->mask, value);
	cleave_store_bits(in_mirror(e), len, e->f->mask, value);
	pushed(e);
}

/*
 * What a pointer is to the user half can change without the pointer: what it
 * leads to is tracked from now on, or has ended. That must not undo a change
 * of the user half's.
 */
static void push_pointer(const struct cleave_element *e, bool all)
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
static void push_ext(const struct cleave_element *e, bool there)
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
static void push_string(const struct cleave_element *e, bool all)
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

static void push_block(const struct cleave_element *e, bool all)
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

static int push_element(struct cleave_element *e, bool all)
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

void cleave_new_meaning(struct cleave_channel *ch, const void *base, size_t size)
{
	ch->changes[ch->epoch++ % CLEAVE_CHANGES] = (struct cleave_range){ (uintptr_t)base, size };
}

/* Whether a pointer may mean something else than when those of @o were last translated. */
static bool is_stale(const struct cleave_channel *ch, const struct cleave_object *o, u64 p)
{
	u64 n = ch->epoch - o->epoch;

	if (n > CLEAVE_CHANGES)
		return true;
	while (n--) {
		const struct cleave_range *r = &ch->changes[(o->epoch + n) % CLEAVE_CHANGES];

		if (p - r->base < r->size)
			return true;
	}
	return false;
}

/* Pointers that changed, or whose meaning may have. */
static void push_links(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_link *k, *end = l->links + l->nr_links;

	for (k = l->links; k < end; k++) {
		u64 p = cleave_word(o->base + k->at);

		if (p != cleave_word(o->twin + k->at) || is_stale(ch, o, p))
			cleave_one_element(ch, o, k->field, k->element, push_element, false);
	}
}

/* What blocks lead to may change though the pointer stays. */
static void push_blocks(struct cleave_channel *ch, struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	u32 i;

	for (i = 0; i < l->nr_blocks; i++)
		cleave_each_element(ch, o, l->exts[i], l->exts[i], push_element, false);
}

static void push(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	const struct cleave_layout *l = o->layout;

	if (all) {
		cleave_each_element(ch, o, 0, l->type->nr_fields - 1, push_element, true);
	} else {
		cleave_each_change(ch, o, o->base, push_element);
		push_links(ch, o);
		push_blocks(ch, o);
	}
}

/* Not inlined: the compiler would clear a part for objects that have none, too. */
static noinline void push_parts(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	struct cleave_object one;
	u32 n;

	for (n = 0; n < o->nr; n++)
		push(ch, cleave_part(&one, o, n), all);
}

void cleave_push(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	if (!cleave_is_there(o) || !o->layout->type->nr_fields)
		return;
	if (o->nr > 1) {
		push_parts(ch, o, all);
	} else if (all || cleave_object_changed(o)) {
		push(ch, o, all);
	} else {
		if (o->epoch != ch->epoch)
			push_links(ch, o);
		if (o->layout->nr_blocks)
			push_blocks(ch, o);
	}
	o->epoch = ch->epoch;
}

void cleave_push_all(struct cleave_channel *ch, const struct cleave_up *up, bool all)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->shared, shared)
		if (cleave_concerns(up, o))
			cleave_push(ch, o, all);
	if (!all && ch->turn)
		return;
	list_for_each_entry(o, &ch->settled, shared) {
		cleave_push(ch, o, all);
		if (!all)
			break;
	}
}

void cleave_share(struct cleave_channel *ch, struct cleave_object *o)
{
	if (o->layout && o->layout->type->nr_fields)
		list_add(&o->shared, o->layout->type->settled ? &ch->settled : &ch->shared);
}
