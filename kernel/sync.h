/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What push.c and pull.c share: elements of fields, and the walk (sync.c) over those that changed.
 */
#ifndef CLEAVE_SYNC_H
#define CLEAVE_SYNC_H

#include "runtime.h"

/* An element of a field of an object. */
struct cleave_element {
	struct cleave_channel *ch;
	struct cleave_object *o;
	const struct cleave_field *f;
	u32 at;
	u32 word;
	u32 ext;
};

static inline void *in_object(const struct cleave_element *e)
{
	return e->o->base + e->at;
}

static inline void *in_mirror(const struct cleave_element *e)
{
	return e->o->mirror + e->at;
}

static inline void *in_twin(const struct cleave_element *e)
{
	return e->o->twin + e->at;
}

static inline void *ext_twin(const struct cleave_element *e)
{
	return e->o->twin + ALIGN(e->o->size, 8) + e->ext;
}

static inline void *ext_mirror(const struct cleave_element *e)
{
	return e->o->ext + e->ext;
}

/* Copies a word as a word: the other side must not see half of it. */
void cleave_copy(void *to, const void *from, u32 len);

static inline u64 cleave_load(const void *p, u32 len)
{
	u64 value = 0;

	cleave_copy(&value, p, len);
	return value;
}

/*
 * Each number of @now, the object's or the mirror's, that is not as in the twin becomes the twin's
 * and the other's. The rest of an array may have changed on the other side meanwhile. What is no
 * array of numbers is one.
 */
void cleave_copy_numbers(const struct cleave_field *f, void *twin, const void *now, void *other);

void cleave_store_bits(void *p, u32 len, u64 mask, u64 value);

/* merge.c: makes one change of both halves' to each number of a raw field that has ->merge. */
void cleave_merge(const struct cleave_element *e);

typedef int (*cleave_element_fn)(struct cleave_element *e, bool all);

/* sync.c: element @n of field @i. */
int cleave_one_element(struct cleave_channel *ch, struct cleave_object *o, int i, u32 n,
		       cleave_element_fn fn, bool all);
/* Calls @fn for the elements of fields @first to @last until one fails. */
int cleave_each_element(struct cleave_channel *ch, struct cleave_object *o, int first, int last,
			cleave_element_fn fn, bool all);
/*
 * Calls @fn for the elements of raw fields and bits that differ between @now (the object or its
 * mirror) and the twin, until one fails.
 */
int cleave_each_change(struct cleave_channel *ch, struct cleave_object *o, const void *now,
		       cleave_element_fn fn);
/* Structure @n of an array, as if it were an object. */
struct cleave_object *cleave_part(struct cleave_object *to, const struct cleave_object *o, u32 n);

/* Nothing of a global is there before a user half has said where it is. */
static inline bool cleave_is_there(const struct cleave_object *o)
{
	return o->mirror;
}

/* Whether the function of the user half that @up is of may look at the object, or write to it. */
static inline bool cleave_concerns(const struct cleave_up *up, const struct cleave_object *o)
{
	u32 index = o->layout->index;

	return !up || !up->types || up->types[index / 64] & BIT_ULL(index % 64);
}

#endif /* CLEAVE_SYNC_H */
