// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: members whose address is given to what reads or writes more bytes than
 * they have: memset(&own->first, 0, 12) names one member and means three. Of a callee of the
 * kernel's the model tells how long an argument is, of others their text does.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "path.h"

#define MAX_DEPTH	4	/* calls that a pointer is followed through */
#define OPEN		(-1)	/* nobody knows how many */

/**
 * struct span - bytes that a callee reaches by a pointer that it is given
 * @bytes: how many at least, or OPEN; 0: nothing is told
 * @by: OPEN: the argument that says how many, or -1
 */
struct span {
	long bytes;
	int by;
};

static struct span of_number(const struct call *call, unsigned long at)
{
	struct span span = { OPEN, at < call->nr_args ? (int)at : -1 };

	if (at < 32 && call->constant & UINT32_C(1) << at)
		span = (struct span){ call->values[at], -1 };
	return span;
}

/* A length that begins with no argument, as sizeof() of what one leads to, fits by itself. */
static struct span of_model(const struct model_function *entry, const struct call *call,
			    unsigned int arg)
{
	const char *len = arg < entry->nr_args && entry->args[arg].kind == ARG_BUFFER ?
		entry->args[arg].len : NULL;
	unsigned long at, times;
	struct span span;
	char *end;

	if (!len || *len != '$')
		return (struct span){ 0, -1 };
	at = strtoul(len + 1, &end, 10);
	span = of_number(call, at);
	if (!*end)
		return span;
	times = strncmp(end, " * ", 3) ? 0 : strtoul(end + 3, &end, 10);
	if (*end || !times || span.bytes == OPEN)
		return (struct span){ OPEN, -1 };
	span.bytes *= times;
	return span;
}

static void widen(struct span *all, struct span one)
{
	if (all->bytes != OPEN && (one.bytes == OPEN || one.bytes > all->bytes))
		*all = one;
}

/* Whether what comes from there is that parameter; @moved: something was added to it. */
static bool leads_to(const struct func *func, const struct origins *from, unsigned int param,
		     bool *moved)
{
	struct origins all = { 0 };
	bool found = false;

	*moved = false;
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind != ORIGIN_PARAM || o->inside || (unsigned int)o->index != param)
			continue;
		found = true;
		*moved |= o->moved;
	}
	free(all.items);
	return found;
}

/* What says how many there are @callee may have from @call. */
static struct span given(const struct func *callee, const struct origins *length,
			 const struct call *call)
{
	struct origins all = { 0 };
	struct span span = { OPEN, -1 };

	flow__resolve(callee, length, &all);
	if (all.nr == 1 && all.items[0].kind == ORIGIN_PARAM && !all.items[0].moved)
		span = of_number(call, all.items[0].index);
	free(all.items);
	return span;
}

static struct span of_callee(const struct partition *p, const struct func *callee,
			     const struct call *call, unsigned int arg, unsigned int depth);

/* What a call of @callee's reaches by its parameter @arg, as @call gives it. */
static struct span passed(const struct partition *p, const struct func *callee,
			  const struct call *inner, const struct call *call, unsigned int arg,
			  unsigned int depth)
{
	struct span all = { 0, -1 };
	bool moved;

	for (unsigned int a = 0; inner->callee && a < inner->nr_args; a++) {
		struct span one;

		if (!leads_to(callee, &inner->args[a], arg, &moved))
			continue;
		one = of_callee(p, inner->callee, inner, a, depth + 1);
		if (one.bytes && moved)
			one = (struct span){ OPEN, -1 };
		widen(&all, one.by >= 0 ? given(callee, &inner->args[one.by], call) : one);
	}
	return all;
}

/* An inline of the kernel's that indexes looks at what it means, as test_bit() does. */
static struct span followed(const struct func *callee, unsigned int arg)
{
	struct span all = { 0, -1 };
	bool moved;

	for (unsigned int i = 0; i < callee->nr_derefs; i++) {
		const struct deref *d = &callee->derefs[i];

		if (!d->to || (d->to->kind != TYPE_SCALAR && d->to->kind != TYPE_POINTER) ||
		    !leads_to(callee, &d->from, arg, &moved))
			continue;
		if (!moved && !d->indexed)
			widen(&all, (struct span){ d->to->size, -1 });
		else if (partition__ours(callee))
			widen(&all, (struct span){ OPEN, -1 });
	}
	return all;
}

static struct span of_callee(const struct partition *p, const struct func *callee,
			     const struct call *call, unsigned int arg, unsigned int depth)
{
	const struct model_function *entry = map__get(&p->model->functions, callee->name);
	struct span all = { 0, -1 };

	if (entry && entry->nr_args && !partition__ours(callee))
		return of_model(entry, call, arg);
	if (!callee->walked || depth > MAX_DEPTH)
		return all;
	all = followed(callee, arg);
	for (unsigned int i = 0; i < callee->nr_calls; i++)
		widen(&all, passed(p, callee, &callee->calls[i], call, arg, depth));
	return all;
}

/* A structure, or an array, is believed to be as long as what nobody knows the length of. */
static bool reaches_beyond(const struct path_step *last, long bytes)
{
	const struct type *type = last->field->type;

	if (bytes == OPEN)
		return !last->indexed &&
		       (type->kind == TYPE_SCALAR || type->kind == TYPE_POINTER);
	return type->size > 0 && bytes > type->size;
}

/* The record of the first member of which more is reached than it has; or NULL. */
static const struct record *beyond(const struct partition *p, const struct func *func,
				   const struct origins *from, long bytes, const char **member)
{
	const struct record *found = NULL;
	struct origins all = { 0 };
	struct path_step last;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		if (offsets__member(p, func, &all.items[i], &last) && reaches_beyond(&last, bytes)) {
			found = all.items[i].inside;
			*member = all.items[i].member;
		}
	free(all.items);
	return found;
}

const struct record *spans__call(const struct partition *p, const struct func *func,
				 const struct call *call, const struct func *callee,
				 const char **member)
{
	const struct record *found = NULL;

	for (unsigned int a = 0; a < call->nr_args && !found; a++) {
		struct span span;

		/* No address of a member is beyond so much, so none of the rest need be asked. */
		if (!beyond(p, func, &call->args[a], LONG_MAX, member))
			continue;
		span = of_callee(p, callee, call, a, 0);
		if (span.bytes)
			found = beyond(p, func, &call->args[a], span.bytes, member);
	}
	return found;
}

const struct record *spans__deref(const struct partition *p, const struct func *func,
				  const struct deref *deref, const char **member)
{
	if (!deref->to || (deref->to->kind != TYPE_SCALAR && deref->to->kind != TYPE_POINTER))
		return NULL;
	return beyond(p, func, &deref->from, deref->to->size, member);
}
