// SPDX-License-Identifier: GPL-2.0-or-later
/* Pass "births"; see splitter/births.h. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "partition.h"

#define MAX_DEPTH	6

/* ---- which calls --------------------------------------------------------- */

bool births__frees(const struct model *model, const struct model_function *entry)
{
	const struct model_function *of;
	char *first;

	if (!entry || !entry->releases)
		return false;
	first = store__format("%.*s", (int)strcspn(entry->releases, " "), entry->releases);
	of = map__get(&model->functions, first);
	free(first);
	return births__allocates(of);
}

bool births__untold(const struct model *model, const struct model_function *entry)
{
	return births__allocates(entry) || births__frees(model, entry);
}

struct model_function *births__written(const struct births *b, const struct call *call)
{
	return call->callee ? births__known(b, call->word) : NULL;
}

/* ---- where the result goes ------------------------------------------------ */

static bool is_lent(const struct model_arg *args, unsigned int nr, unsigned int arg)
{
	return arg < nr && (args[arg].kind == ARG_BUFFER || args[arg].kind == ARG_STRING);
}

/* Through slots that lend such an argument to whatever they lead to. */
static bool lent_through(const struct births *b, const struct func *func, const struct call *call,
			 unsigned int arg)
{
	struct origins all = { 0 };
	bool lent = true;

	flow__resolve(func, &call->through, &all);
	for (unsigned int i = 0; i < all.nr && lent; i++) {
		const struct model_slot *slot = all.items[i].slot ?
			map__get(&b->model->slots, all.items[i].slot) : NULL;

		lent = slot && slot->args && is_lent(slot->args, slot->nr_args, arg);
	}
	lent &= all.nr > 0;
	free(all.items);
	return lent;
}

/* An argument that is read, or written to, before the call returns, and then forgotten. */
bool births__lent(const struct births *b, const struct func *func, const struct call *call,
		  unsigned int arg)
{
	const struct model_function *entry = births__known(b, call->callee ? call->callee->name : NULL);

	if (!call->callee && !call->macro)
		return lent_through(b, func, call, arg);
	return entry && (entry->policy == MODEL_LOCAL || is_lent(entry->args, entry->nr_args, arg));
}

/* What call @index returned, or parameter @index was given, is kept, or known to others. */
static bool escapes(const struct births *b, const struct func *func, enum origin_kind kind,
		    int index, unsigned int depth);

static bool escapes_by(const struct births *b, const struct func *func, const struct call *call,
		       enum origin_kind kind, int index, unsigned int depth)
{
	for (unsigned int a = 0; a < call->nr_args; a++) {
		const struct model_function *entry;

		if (!flow__holds(func, &call->args[a], kind, index) ||
		    births__lent(b, func, call, a))
			continue;
		entry = births__known(b, call->callee ? call->callee->name : NULL);
		if (!depth && births__frees(b->model, entry))
			continue;
		if (!call->callee || entry || !call->callee->walked ||
		    a >= call->callee->nr_params || depth > MAX_DEPTH ||
		    escapes(b, call->callee, ORIGIN_PARAM, a, depth + 1))
			return true;
	}
	return false;
}

static bool escapes(const struct births *b, const struct func *func, enum origin_kind kind,
		    int index, unsigned int depth)
{
	if (flow__holds(func, &func->returned, kind, index))
		return true;
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (flow__holds(func, &func->stores[i].from, kind, index))
			return true;
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (escapes_by(b, func, &func->calls[i], kind, index, depth))
			return true;
	return false;
}

/* The user half gives what is in it: for pointers that would not do. */
static bool given(const struct model_function *entry, const struct record *record)
{
	for (unsigned int i = 0; i < entry->nr_args; i++)
		if (entry->args[i].kind == ARG_BUFFER || entry->args[i].kind == ARG_STRING)
			return tracked__has_pointers(record);
	return false;
}

/* ---- one function ---------------------------------------------------------- */

/* Everything that call @index frees comes from calls that @local holds; or from none, if !@all. */
static bool frees_local(const struct func *func, const struct call *call, const bool *local,
			bool all)
{
	struct origins from = { 0 };
	bool is = all;

	if (call->nr_args)
		flow__resolve(func, &call->args[0], &from);
	for (unsigned int i = 0; i < from.nr; i++) {
		const struct origin *o = &from.items[i];
		bool one = o->kind == ORIGIN_CALL && local[o->index] && !o->moved && !o->inside;

		if (all && o->kind != ORIGIN_NULL)
			is &= one;
		else if (!all)
			is |= o->kind == ORIGIN_CALL && local[o->index];
	}
	is &= from.nr > 0;
	free(from.items);
	return is;
}

static void find_local(struct births *b, const struct func *func, bool *local)
{
	bool changed = true;

	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *entry = births__written(b, &func->calls[i]);

		local[i] = births__allocates(entry) && entry->acquires &&
			   !model__copies_for_caller(entry) &&
			   !escapes(b, func, ORIGIN_CALL, i, 0);
	}
	/* A call that also frees something else is none that the user half could make by itself. */
	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < func->nr_calls; i++) {
			const struct call *call = &func->calls[i];
			const struct model_function *entry =
				births__known(b, call->callee ? call->callee->name : NULL);

			if (!births__frees(b->model, entry) || !frees_local(func, call, local, false) ||
			    (births__written(b, call) && frees_local(func, call, local, true)))
				continue;
			for (unsigned int c = 0; c < func->nr_calls; c++) {
				changed |= local[c] && flow__holds(func, &call->args[0], ORIGIN_CALL, c);
				local[c] &= !flow__holds(func, &call->args[0], ORIGIN_CALL, c);
			}
		}
	}
}

bool births__escapes(const struct births *b, const struct func *func, enum origin_kind kind,
		     int index)
{
	return escapes(b, func, kind, index, 0);
}

/* What a call frees is what its argument is a pointer to. */
static const struct type *freed(const struct call *call)
{
	const struct type *type = call->nr_args ? call->types[0] : NULL;

	return type && type->kind == TYPE_POINTER ? type->to : NULL;
}

/* An object of a structure of the kernel's, made as if it were but memory. */
static void unheard(struct births *b, const struct func *func, const struct type *to)
{
	struct model_type *entry = to && to->kind == TYPE_RECORD ?
		map__get(&b->model->types, to->record->name) : NULL;

	if (entry && entry->root && !entry->unheard)
		entry->unheard = func->name;
}

/* Memory that is an object of nothing: nobody hears of it, whoever it is given to. */
static bool makes_bytes(struct births *b, const struct func *func, unsigned int index)
{
	const struct model_function *entry = births__written(b, &func->calls[index]);
	const struct type *to;

	if (!births__allocates(entry))
		return false;
	to = births__used_as(func, index);
	return !births__may_be_object(b, to) || given(entry, to->record);
}

static void look_at(struct births *b, const struct func *func)
{
	bool *local = store__alloc(func->nr_calls + 1);
	bool *bytes = store__alloc(func->nr_calls + 1);
	bool *frees_own = store__alloc(func->nr_calls + 1);

	find_local(b, func, local);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		bytes[i] = makes_bytes(b, func, i);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		frees_own[i] = births__frees(b->model, births__written(b, &func->calls[i])) &&
			       frees_local(func, &func->calls[i], local, true);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct call *call = &func->calls[i];
		const struct model_function *entry = births__written(b, call);
		const struct type *to;

		if (!births__untold(b->model, entry))
			continue;
		to = births__allocates(entry) ? births__used_as(func, i) : freed(call);
		if (local[i] || frees_own[i])
			births__local(b, call, entry);
		else if (births__may_be_object(b, to) && !given(entry, to->record))
			births__typed(b, call, entry, to->record);
		else if (births__frees(b->model, entry) && (!to || to->kind == TYPE_VOID) &&
			 !frees_local(func, call, bytes, true))
			births__void(b, call, entry);
		else if (births__allocates(entry))
			unheard(b, func, to);
	}
	free(local);
	free(bytes);
	free(frees_own);
}

void births__find(struct facts *facts, struct model *model)
{
	struct births b = { .facts = facts, .model = model };
	unsigned int nr = facts->nr_all;

	births__init(&b);
	for (unsigned int i = 0; i < nr; i++) {
		const struct func *func = facts->all[i];

		if (func->source >= 0 && func->has_body && !func->from_macro)
			look_at(&b, func);
	}
	births__find_bytes(&b);
	for (unsigned int i = 0; i < nr; i++)
		births__freed(&b, facts->all[i]);
	births__variables(&b);
	map__clear(&b.verdicts);
	free(b.taken);
}
