// SPDX-License-Identifier: GPL-2.0
/*
 * To the kernel half: a mirror is compared with its twin, and what the user half changed is checked
 * and written to the object. Here, too: what it may change at all.
 */
#include "sync.h"

static void pulled(const struct cleave_element *e)
{
	cleave_count(e->ch, CLEAVE_A_CHANNEL_FIELDS_TO_KERNEL, 1);
}

/* Blame is the caller's: @all is not used here. */
static int refuse(const struct cleave_element *e, const char *why)
{
	cleave_blame(READ_ONCE(e->ch->session), "field %s of handle %u: %s", e->f->name,
		     e->o->slot, why);
	return -EPERM;
}

/* The number is read once, and what was looked at is what the object gets. */
static int pull_number(const struct cleave_element *e)
{
	u64 value = cleave_load(in_mirror(e), e->f->length);
	const char *why = cleave_unfit(e->o, e->f, cleave_load(in_object(e), e->f->length), value);

	if (why)
		return refuse(e, why);
	cleave_copy(in_twin(e), &value, e->f->length);
	cleave_copy(in_object(e), &value, e->f->length);
	return 0;
}

/* Who takes what the user half wrote for texts finds the end of each. */
static bool texts_end(const struct cleave_element *e)
{
	u32 at;

	for (at = 0; e->f->text && at < e->f->length; at += e->f->text)
		if (!memchr(in_twin(e) + at, 0, e->f->text))
			return false;
	return true;
}

static int pull_text(const struct cleave_element *e)
{
	cleave_copy(in_twin(e), in_mirror(e), e->f->length);
	if (texts_end(e)) {
		cleave_copy(in_object(e), in_twin(e), e->f->length);
		return 0;
	}
	cleave_copy(in_twin(e), in_object(e), e->f->length);
	return refuse(e, "the text does not end");
}

static int pull_raw(const struct cleave_element *e)
{
	int err = 0;

	if (!memcmp(in_mirror(e), in_twin(e), e->f->length))
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	if (e->f->merge)
		cleave_merge(e);
	if (cleave_checked(e->f))
		err = pull_number(e);
	else if (e->f->text)
		err = pull_text(e);
	else
		cleave_copy_numbers(e->f, in_twin(e), in_mirror(e), in_object(e));
	if (!err)
		pulled(e);
	return err;
}

static u64 bits(const struct cleave_element *e, u64 value)
{
	return (value & e->f->mask) >> __ffs64(e->f->mask);
}

static int pull_bits(const struct cleave_element *e)
{
	u32 len = e->f->length;
	u64 value = cleave_load(in_mirror(e), len);
	const char *why;

	if (!((value ^ cleave_load(in_twin(e), len)) & e->f->mask))
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	why = cleave_unfit(e->o, e->f, bits(e, cleave_load(in_object(e), len)), bits(e, value));
	if (why)
		return refuse(e, why);
	cleave_store_bits(in_twin(e), len, e->f->mask, value);
	cleave_store_bits(in_object(e), len, e->f->mask, value);
	pulled(e);
	return 0;
}

/*
 * An error that the driver keeps where a pointer is, or a number where a void pointer is: neither
 * leads anywhere, as NULL does not.
 */
static bool leads_nowhere(u64 word, u16 class)
{
	return IS_ERR((void *)(unsigned long)word) || (class == CLEAVE_ANY && word < PAGE_SIZE);
}

static int pull_pointer(const struct cleave_element *e)
{
	u64 word = READ_ONCE(*(u64 *)in_mirror(e));
	struct cleave_place place = { .p = (void *)(unsigned long)word };
	const char *why = NULL;

	if (word == e->o->words[e->word])
		return 0;
	if (e->f->dir != CLEAVE_BOTH)
		return refuse(e, "a user half may not write it");
	if (!leads_nowhere(word, e->f->class))
		why = cleave_from_user(e->ch, word, e->f->class, &place);
	else if (e->f->set)
		why = "it leads nowhere";
	if (!why && e->f->set && !place.p)
		why = "the driver has something there";
	if (why)
		return refuse(e, why);
	e->o->words[e->word] = word;
	*(void **)in_twin(e) = place.p;
	WRITE_ONCE(*(void **)in_object(e), place.p);
	pulled(e);
	return 0;
}

static int pull_ext(const struct cleave_element *e)
{
	if (READ_ONCE(*(u64 *)in_mirror(e)) != e->o->words[e->word])
		return refuse(e, "a user half may not write it");
	if (memcmp(ext_mirror(e), ext_twin(e), cleave_ext_bytes(e->f)))
		return refuse(e, "a user half may not write to what it leads to");
	return 0;
}

static int pull_element(struct cleave_element *e, bool all)
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
		err = cleave_each_element(ch, o, l->exts[i], l->exts[i], pull_element, false);
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
		err = cleave_one_element(ch, o, k->field, k->element, pull_element, false);
		if (err)
			return err;
	}
	return pull_exts(ch, o);
}

static int pull(struct cleave_channel *ch, struct cleave_object *o)
{
	return cleave_each_change(ch, o, o->mirror, pull_element) ?: pull_links(ch, o);
}

static noinline int pull_parts(struct cleave_channel *ch, struct cleave_object *o)
{
	struct cleave_object one;
	int err = 0;
	u32 n;

	for (n = 0; n < o->nr && !err; n++)
		err = pull(ch, cleave_part(&one, o, n));
	return err;
}

/* Whether a user half can have written to its mirror. */
static bool is_touched(const struct cleave_object *o)
{
	return cleave_is_there(o) && (o->memory == CLEAVE_DATA || READ_ONCE(o->seen));
}

/* @all: also whether the user half wrote what it may not. */
static int pull_object(struct cleave_channel *ch, struct cleave_object *o, bool all)
{
	if (!is_touched(o))
		return 0;
	if (o->nr > 1)
		return pull_parts(ch, o);
	return cleave_mirror_changed(o, all) ? pull(ch, o) : 0;
}

/*
 * The splitter holds that nobody changes such an object. Should that be wrong, or the user half
 * mean harm, it is noticed soon, and none of the others costs anything.
 */
static int pull_settled(struct cleave_channel *ch)
{
	struct cleave_object *o = list_first_entry_or_null(&ch->settled, struct cleave_object,
							   shared);

	if (!o)
		return 0;
	list_move_tail(&o->shared, &ch->settled);
	return pull_object(ch, o, true);
}

/* What the user half may not write, the kernel half does not get: time enough to refuse it. */
int cleave_pull_all(struct cleave_channel *ch, const struct cleave_up *up)
{
	struct cleave_object *o;
	u32 n = 0, turn = ch->turn;
	int err;

	list_for_each_entry(o, &ch->shared, shared) {
		if (++n != turn && !cleave_concerns(up, o))
			continue;
		err = pull_object(ch, o, n == turn);
		if (err)
			return err;
	}
	ch->turn = turn < n ? turn + 1 : 0;
	return turn ? 0 : pull_settled(ch);
}

/* ---- ends --------------------------------------------------------------------- */

typedef bool (*leads_fn)(struct cleave_channel *ch, const struct cleave_object *part,
			 const struct cleave_link *k, const void *p, const void *to);

/*
 * Sets to NULL what @leads says to, of pointers in one structure. Only what the user half may set to
 * NULL itself: the kernel half has to be ready for that.
 */
static void unpoint_part(struct cleave_channel *ch, const struct cleave_object *part,
			 leads_fn leads, const void *to)
{
	const struct cleave_layout *l = part->layout;
	const struct cleave_link *k, *end = l->links + l->nr_links;

	for (k = l->links; k < end; k++) {
		const struct cleave_field *f = &l->type->fields[k->field];
		void **at = part->base + k->at, *p = READ_ONCE(*at);

		if (f->kind == CLEAVE_POINTER && f->dir == CLEAVE_BOTH &&
		    leads(ch, part, k, p, to))
			cmpxchg(at, p, NULL);
	}
}

static void unpoint(struct cleave_channel *ch, const struct cleave_object *o, leads_fn leads,
		    const void *to)
{
	struct cleave_object one;
	u32 n;

	for (n = 0; o->layout && o->layout->nr_links && n < o->nr; n++)
		unpoint_part(ch, cleave_part(&one, o, n), leads, to);
}

static bool leads_into(struct cleave_channel *ch, const struct cleave_object *part,
		       const struct cleave_link *k, const void *p, const void *to)
{
	const struct cleave_object *ended = to;

	return p >= ended->base && p < ended->base + ended->size;
}

void cleave_unpoint(struct cleave_channel *ch, const struct cleave_object *ended)
{
	struct cleave_object *o;

	list_for_each_entry(o, &ch->objects, link)
		unpoint(ch, o, leads_into, ended);
}

/* It led to an object when it was translated last, and leads there no more. */
static bool led_to_what_ended(struct cleave_channel *ch, const struct cleave_object *part,
			      const struct cleave_link *k, const void *p, const void *unused)
{
	u64 word = part->words[k->word];

	return word - CLEAVE_ARENA_BASE < CLEAVE_ARENA_SIZE &&
	       p == *(void **)(part->twin + k->at) && cleave_to_user(ch, p) != word &&
	       !cleave_is_away(ch, p);
}

void cleave_unpoint_ended(struct cleave_channel *ch, const struct cleave_object *o)
{
	unpoint(ch, o, led_to_what_ended, NULL);
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

/* Whether a callee may write all of its bytes, and whatever it likes: nobody looks at them. */
static bool is_free(const struct cleave_field *f)
{
	return f->dir == CLEAVE_BOTH && f->kind == CLEAVE_RAW && !cleave_checked(f) && !f->text;
}

static bool may(const struct cleave_field *f, enum cleave_use use)
{
	return use == CLEAVE_READ || (use == CLEAVE_PULLED ? f->dir == CLEAVE_BOTH : is_free(f));
}

bool cleave_shared(const struct cleave_object *o, size_t at, size_t len, enum cleave_use use)
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
			if (may(&t->fields[i], use))
				next = covered(&t->fields[i], at);
		}
		if (next == at)
			return false;
		at = next;
	}
	return true;
}

bool cleave_guarded(const struct cleave_object *o, size_t at, size_t len)
{
	const struct cleave_type *t = o->layout->type;
	size_t end = at + len, in;
	int i;

	for (; at < end; at++) {
		in = t->array ? at % t->size : at;
		for (i = 0; i < t->nr_fields; i++)
			if (!is_free(&t->fields[i]) && covered(&t->fields[i], in) != in)
				return true;
	}
	return false;
}
