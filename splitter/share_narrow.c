// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: pointers whose type does not say what they lead
 * to. The user half is hostile: where the kernel half will take a void pointer
 * for a structure, it may get no other. What the driver does with such a
 * pointer tells which.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "share.h"

#define MAX_DEPTH	4

static const struct type *pointed(const struct type *type)
{
	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ? type->to : NULL;
}

/** struct guess - the one structure that all uses agree on */
struct guess {
	const struct type *to;
	bool differs;
};

static void agree(struct guess *guess, const struct type *to)
{
	if (!to)
		return;
	if (guess->to && guess->to->record != to->record)
		guess->differs = true;
	guess->to = to;
}

/* ---- fields -------------------------------------------------------------- */

/* @moved: by an offset, as container_of() does, from where that leads */
static bool holds_slot(const struct func *func, const struct origins *from, const char *slot,
		       bool moved)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		found |= all.items[i].kind == ORIGIN_FIELD && !all.items[i].inside &&
			 all.items[i].moved == moved &&
			 all.items[i].slot && !strcmp(all.items[i].slot, slot);
	free(all.items);
	return found;
}

/* The structure that a stored variable points to is added to @guess. Return: it is known. */
static bool stored(const struct func *func, const struct origin *from, struct guess *guess)
{
	const struct type *to;

	if (from->kind == ORIGIN_NULL)
		return true;
	if ((from->kind != ORIGIN_PARAM && from->kind != ORIGIN_VAR) || from->inside || from->moved)
		return false;
	to = pointed(flow__declared(func, from));
	agree(guess, to);
	return to;
}

/* What the driver stores there is one structure: the core may give it back elsewhere. */
static int stored_as(struct share *s, const char *slot)
{
	struct guess guess = { 0 };

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; partition__ours(func) && i < func->nr_stores; i++) {
			const struct store_fact *store = &func->stores[i];

			for (unsigned int n = 0; store->slot && !strcmp(store->slot, slot) &&
			     n < store->from.nr; n++)
				if (!stored(func, &store->from.items[n], &guess))
					return 0;
		}
	}
	return guess.to && !guess.differs && tracked__is(s->p, guess.to->record) ?
	       share__class(s, guess.to) : 0;
}

static void allow(struct share *s, const struct record *record, int class)
{
	for (unsigned int i = 0; i < s->nr_allowed; i++)
		if (s->allowed[i].record == record && s->allowed[i].class == class)
			return;
	*STORE_ADD(s->allowed, s->nr_allowed) = (struct share_allowed){ record, class };
}

/*
 * What it leads to may be a part of such a structure: what the core hands back, a miscdevice say.
 * Return: there is such a part. @class: of the field; 0: nothing is allowed yet
 */
static bool allow_parts(struct share *s, const struct record *of, int class)
{
	bool some = false;

	/* The part behind an object is found by an offset, too, from where the object begins. */
	for (unsigned int i = 0; i < of->nr_fields && of != s->p->private; i++) {
		const struct type *type = of->fields[i].type;
		const struct model_type *model = type->kind == TYPE_RECORD ?
			tracked__model(s->p, type->record) : NULL;

		if (!model || !model->own || !tracked__is(s->p, of))
			continue;
		if (class)
			allow(s, type->record, class);
		some = true;
	}
	return some;
}

/*
 * Variables that are loaded from there have a type. Where they have several, the field has a
 * class of its own: all that the user half can name, if it is one of these.
 */
static int loaded_as(struct share *s, const char *slot, bool mixed)
{
	int class = mixed ? share__class_named(s, slot) : 0;
	struct guess guess = { 0 };

	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = func->nr_params; partition__ours(func) && i < func->nr_vars; i++) {
			const struct type *to = pointed(func->var_types[i]);

			if (to && holds_slot(func, &func->vars[i], slot, true))
				guess.differs |= allow_parts(s, to->record, class);
			if (!to || !holds_slot(func, &func->vars[i], slot, false))
				continue;
			agree(&guess, to);
			if (mixed && tracked__is(s->p, to->record))
				allow(s, to->record, class);
		}
	}
	if (mixed)
		return class;
	if (!guess.to && !guess.differs)
		return stored_as(s, slot);
	return guess.differs || !tracked__is(s->p, guess.to->record) ? loaded_as(s, slot, true) :
	       share__class(s, guess.to);
}

int share__class_of_field(struct share *s, const char *slot, const struct type *to)
{
	const struct bytes *bytes = bytes__in(s->p->facts, slot);

	if (to->kind == TYPE_FUNCTION)
		return share__class_of_slot(s, slot, to);
	if (to->kind == TYPE_RECORD && tracked__is(s->p, to->record))
		return share__class(s, to);
	if (bytes && bytes__shared(s->p, bytes))
		return PLAN_BYTES;
	if (regions__slot(s->p, slot))
		return PLAN_REGION;
	if (to->kind != TYPE_VOID)
		return share__class(s, to);
	return loaded_as(s, slot, false);
}

/* ---- arguments ----------------------------------------------------------- */

static void narrow_param(struct share *s, const struct func *func, unsigned int param,
			 struct guess *guess, unsigned int depth);

static void narrow_call(struct share *s, const struct func *func, const struct call *call,
			unsigned int arg, struct guess *guess, unsigned int depth)
{
	const struct type *to = arg < call->nr_args ? pointed(call->types[arg]) : NULL;
	struct origins all = { 0 };

	if (to) {
		agree(guess, to);
		return;
	}
	if (arg < call->nr_args)
		flow__resolve(func, &call->args[arg], &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		if (all.items[i].kind == ORIGIN_PARAM && depth < MAX_DEPTH &&
		    !partition__ours(func))
			narrow_param(s, func, all.items[i].index, guess, depth + 1);
		else if (all.items[i].kind != ORIGIN_NULL)
			guess->differs = true;
	}
	free(all.items);
}

static void narrow_param(struct share *s, const struct func *func, unsigned int param,
			 struct guess *guess, unsigned int depth)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (s->user[node->callers[i].caller->index])
			narrow_call(s, node->callers[i].caller, node->callers[i].call, param, guess,
				    depth);
}

/* What the user half gives as that argument, if it is always the same structure. */
const struct type *share__narrow(struct share *s, const struct func *callee, unsigned int arg)
{
	struct guess guess = { 0 };

	narrow_param(s, callee, arg, &guess, 0);
	return !guess.differs && guess.to && tracked__is(s->p, guess.to->record) ? guess.to : NULL;
}
