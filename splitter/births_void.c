// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "births": what is freed through a member that is a `void *`, of the driver's,
 * or where drivers keep what is a device's or a file's (`file->private_data`). It is one of what
 * the driver stores there, if all that is memory that it has allocated, whose type is told.
 * Whatever the user half then names, the runtime frees what is on record alone.
 */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"

#define MAX_DEPTH	6

/** struct search - one under way */
struct search {
	struct births *b;
	struct map types;	/* names of records */
	struct map asked;	/* members that were looked at: what comes from there adds nothing */
	unsigned int depth;
};

static bool find(struct search *s, const struct func *func, const struct origins *from);

static void mention(bool *taken, const struct func *in, const struct origins *from)
{
	struct origins all = { 0 };

	flow__resolve(in, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].kind == ORIGIN_FUNCTION)
			taken[all.items[i].func->index] = true;
	free(all.items);
}

static void mention_all(bool *taken, const struct func *in)
{
	for (unsigned int i = 0; i < in->nr_loose; i++)
		taken[in->loose[i]->index] = true;
	for (unsigned int i = 0; i < in->nr_stores; i++)
		mention(taken, in, &in->stores[i].from);
	for (unsigned int i = 0; i < in->nr_calls; i++)
		for (unsigned int a = 0; a < in->calls[i].nr_args; a++)
			mention(taken, in, &in->calls[i].args[a]);
	mention(taken, in, &in->returned);
}

bool births__address_taken(struct births *b, const struct func *func)
{
	const struct facts *facts = b->facts;

	if (b->taken)
		return b->taken[func->index];
	b->taken = store__alloc(facts->nr_all * sizeof(*b->taken));
	for (unsigned int f = 0; f < facts->nr_all; f++)
		mention_all(b->taken, facts->all[f]);
	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->init)
			mention_all(b->taken, facts->variables[g]->init);
	return b->taken[func->index];
}

/* What all callers give as that parameter. */
static bool find_given(struct search *s, const struct func *func, unsigned int param)
{
	const struct facts *facts = s->b->facts;
	bool some = false;

	if (births__address_taken(s->b, func))
		return false;
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *caller = facts->all[f];

		for (unsigned int i = 0; i < caller->nr_calls; i++) {
			const struct call *call = &caller->calls[i];

			if (call->callee != func)
				continue;
			if (param >= call->nr_args || !find(s, caller, &call->args[param]))
				return false;
			some = true;
		}
	}
	return some;
}

static bool find_in_stores(struct search *s, const struct func *func, const char *slot)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (func->stores[i].slot && !strcmp(func->stores[i].slot, slot) &&
		    !find(s, func, &func->stores[i].from))
			return false;
	return true;
}

static bool find_stored(struct search *s, const char *slot)
{
	const struct facts *facts = s->b->facts;

	if (map__get(&s->asked, slot))
		return true;
	map__put(&s->asked, slot, s);
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (!find_in_stores(s, facts->all[f], slot))
			return false;
	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->init &&
		    !find_in_stores(s, facts->variables[g]->init, slot))
			return false;
	return true;
}

static bool find_made(struct search *s, const struct func *func, const struct origin *o)
{
	const struct call *call = &func->calls[o->index];
	const struct model_function *entry =
		births__known(s->b, call->callee ? call->callee->name : NULL);

	if (!entry || !entry->object || entry->returns.birth != BIRTH_OBJECT)
		return false;
	map__put(&s->types, entry->object, (void *)entry);
	return true;
}

/* Nobody but the driver stores there what somebody might free. */
static bool is_told(const struct births *b, const struct origin *o)
{
	return o->slot && (o->record->in_driver || births__is_owner(b, o->slot));
}

static bool find_one(struct search *s, const struct func *func, const struct origin *o)
{
	if (o->kind == ORIGIN_NULL)
		return true;
	if (o->inside || o->moved)
		return false;
	switch (o->kind) {
	case ORIGIN_CALL:
		return find_made(s, func, o);
	case ORIGIN_PARAM:
		return find_given(s, func, o->index);
	case ORIGIN_FIELD:
		return is_told(s->b, o) && find_stored(s, o->slot);
	default:
		return false;
	}
}

/* Whether all that comes from there is memory of which the type is told. */
static bool find(struct search *s, const struct func *func, const struct origins *from)
{
	struct origins all = { 0 };
	bool told = s->depth < MAX_DEPTH;

	s->depth++;
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && told; i++)
		told = find_one(s, func, &all.items[i]);
	free(all.items);
	s->depth--;
	return told;
}

/* The member that the freed pointer comes from, as it is; NULL: not from one alone. */
static const char *member(const struct births *b, const struct func *func,
			  const struct call *call)
{
	struct origins all = { 0 };
	const char *slot = NULL;

	if (call->nr_args)
		flow__resolve(func, &call->args[0], &all);
	if (all.nr == 1 && all.items[0].kind == ORIGIN_FIELD && !all.items[0].inside &&
	    !all.items[0].moved && is_told(b, &all.items[0]))
		slot = all.items[0].slot;
	free(all.items);
	return slot;
}

static char *names(const struct map *types)
{
	char *out = store__copy(""), *more;

	for (unsigned int i = 0; i < types->room; i++) {
		if (!types->slots[i].value)
			continue;
		more = store__format("%s%s%s", out, *out ? " " : "", types->slots[i].key);
		free(out);
		out = more;
	}
	return out;
}

void births__freed(struct births *b, struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct call *call = &func->calls[i];
		const struct model_function *entry =
			births__known(b, call->callee ? call->callee->name : NULL);
		struct search s = { .b = b };
		const char *slot;
		char *types;

		if (!entry || !entry->of || !births__untold(b->model, entry))
			continue;
		slot = member(b, func, call);
		if (slot && find_stored(&s, slot)) {
			types = names(&s.types);
			if (*types)
				births__member(b, call, entry, slot, types);
			free(types);
		}
		map__clear(&s.types);
		map__clear(&s.asked);
	}
}
