// SPDX-License-Identifier: GPL-2.0
/*
 * Whether an object or its mirror differs from what was last synchronised. Each call
 * across asks this twice of every object, and mostly nothing has changed: all that is
 * done here counts. What has changed, sync.c finds out.
 */
#include "runtime.h"

/*
 * Where two ranges first differ, to eight bytes: @len, if nowhere. The user half
 * may write to one meanwhile. Mostly nothing has changed and all of it is read.
 */
size_t cleave_difference(const void *a, const void *b, size_t len)
{
	size_t at = 0;

#ifdef CONFIG_X86_64
	size_t left = len / 8;
	bool equal = true;

	if (left)
		asm volatile("repe cmpsq"
			     : "+S" (a), "+D" (b), "+c" (left), "=@ccz" (equal) : : "memory");
	at = (len / 8 - left) * 8;
	if (!equal)
		return at - 8;
#else
	for (; at + 8 <= len; at += 8, a += 8, b += 8)
		if (memcmp(a, b, 8))
			return at;
#endif
	return at < len && memcmp(a, b, len - at) ? at : len;
}

/* Most globals that halves share are an int. */
static bool same_small(const void *now, const void *twin, size_t size)
{
	if (size == sizeof(u32))
		return READ_ONCE(*(const u32 *)now) == READ_ONCE(*(const u32 *)twin);
	return !memcmp(now, twin, size);
}

static u64 differs(const struct cleave_probe *p, const void *now, const void *twin)
{
	return (cleave_word(now + p->at) ^ cleave_word(twin + p->at)) & p->mask;
}

/* Raw fields and bits; so many at once, because a branch for each would cost as much again. */
static bool fields_changed(const struct cleave_object *o, const void *now, bool all)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_probe *p, *end = l->probes + (all ? l->nr_probes : l->open_probes);
	const struct cleave_run *r, *last = l->runs + l->nr_runs;
	const void *twin = o->twin;

	for (p = l->probes; p < end; p += CLEAVE_PROBES)
		if (differs(&p[0], now, twin) | differs(&p[1], now, twin) |
		    differs(&p[2], now, twin) | differs(&p[3], now, twin))
			return true;
	for (r = l->runs; r < last; r++)
		if ((all || r->open) &&
		    cleave_difference(now + r->at, twin + r->at, r->length) != r->length)
			return true;
	return l->whole && !same_small(now, twin, l->type->size);
}

bool cleave_object_changed(const struct cleave_object *o)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_link *k, *end = l->links + l->nr_links;

	for (k = l->links; k < end; k++)
		if (cleave_word(o->base + k->at) != cleave_word(o->twin + k->at))
			return true;
	return fields_changed(o, o->base, true);
}

bool cleave_mirror_changed(const struct cleave_object *o, bool all)
{
	const struct cleave_layout *l = o->layout;
	const struct cleave_link *k, *end = l->links + (all ? l->nr_links : l->open_links);

	for (k = l->links; k < end; k++)
		if (cleave_word(o->mirror + k->at) != o->words[k->word])
			return true;
	if (fields_changed(o, o->mirror, all))
		return true;
	return all && l->nr_exts &&
	       cleave_difference(o->ext, o->twin + ALIGN(o->size, 8), l->ext_size) != l->ext_size;
}
