// SPDX-License-Identifier: GPL-2.0
/*
 * Shadows: what an object has beside its own memory, the pages that the user half
 * sees of it and the twin of what was last synchronised. Objects that are known for the
 * length of a call come and go all the time, and a page that is new costs more than
 * the call, so a type keeps a few shadows of what has ended, counted as the user half's
 * memory. What the last object left in the pages is cleared before the next one's handle
 * leads there. The twin need not be: an object that begins is synchronised whole.
 */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "runtime.h"

static void *alloc_area(size_t size)
{
	return size == PAGE_SIZE ? (void *)get_zeroed_page(GFP_KERNEL) : vmalloc_user(size);
}

static void free_area(void *area, size_t size)
{
	if (size == PAGE_SIZE)
		free_page((unsigned long)area);
	else
		vfree(area);
}

static void shadow_free(struct cleave_shadow *s)
{
	if (s)
		free_area(s->area, s->area_size);
	kvfree(s);
}

/* What of the shadow of an object of that size a user half may see. */
static size_t shown(const struct cleave_object *o)
{
	return (o->memory == CLEAVE_DATA ? 0 : ALIGN(o->size, 8)) + o->layout->ext_size;
}

static struct cleave_shadow *shadow_new(const struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	size_t twin = l->type->nr_fields ? ALIGN(o->size, 8) + l->ext_size : 0;
	size_t words = twin ? l->nr_words * (size_t)o->nr * sizeof(u64) : 0;
	struct cleave_shadow *s = kvzalloc(sizeof(*s) + words + twin, GFP_KERNEL);

	if (!s)
		return NULL;
	s->bytes = sizeof(*s) + words + twin;
	s->twin = twin ? (void *)s->words + words : NULL;
	s->area_size = PAGE_ALIGN(shown(o));
	if (!s->area_size)
		return s;
	s->area = alloc_area(s->area_size);
	if (s->area)
		return s;
	kvfree(s);
	return NULL;
}

/* ---- spare ones ------------------------------------------------------------------ */

/* Whether any other object that can take its shadow needs one just like it. */
static bool is_common(const struct cleave_object *o)
{
	return o->memory == CLEAVE_MIRROR && o->size == o->layout->type->size;
}

static struct cleave_shadow *take_spare(struct cleave_layout *l)
{
	struct cleave_shadow *s = NULL;
	int i;

	for (i = 0; !s && i < CLEAVE_SPARES; i++)
		s = READ_ONCE(l->spares[i]) ? xchg(&l->spares[i], NULL) : NULL;
	if (s)
		atomic64_sub(s->bytes + s->area_size, &s->payer->taken);
	return s;
}

/* Return: whether it is kept. */
static bool keep_spare(struct cleave_channel *ch, struct cleave_layout *l, struct cleave_shadow *s)
{
	s64 bytes = s->bytes + s->area_size;
	int i;

	s->payer = ch;
	if (atomic64_add_return(bytes, &ch->taken) <= (s64)cleave_memory_limit())
		for (i = 0; i < CLEAVE_SPARES; i++)
			if (!READ_ONCE(l->spares[i]) && !cmpxchg(&l->spares[i], NULL, s))
				return true;
	atomic64_sub(bytes, &ch->taken);
	return false;
}

void cleave_shadows_free(struct cleave_layout *l)
{
	struct cleave_shadow *s;

	while ((s = take_spare(l)))
		shadow_free(s);
}

/* ---- an object's ------------------------------------------------------------------ */

int cleave_shadow_get(struct cleave_object *o)
{
	struct cleave_shadow *s = is_common(o) ? take_spare(o->layout) : NULL;

	if (s)
		memset64(s->area, 0, shown(o) / sizeof(u64));
	else
		s = shadow_new(o);
	if (!s)
		return -ENOMEM;
	o->shadow = s;
	o->area = s->area;
	o->area_size = s->area_size;
	o->twin = s->twin;
	o->words = s->words;
	if (o->memory != CLEAVE_DATA)
		o->mirror = o->area;
	o->ext = o->area + shown(o) - o->layout->ext_size;
	return 0;
}

void cleave_shadow_put(struct cleave_channel *ch, struct cleave_object *o)
{
	struct cleave_shadow *s = o->shadow;

	o->shadow = NULL;
	o->area = NULL;
	o->mirror = NULL;
	o->twin = NULL;
	o->words = NULL;
	if (s && ch && is_common(o) && keep_spare(ch, o->layout, s))
		return;
	shadow_free(s);
}
