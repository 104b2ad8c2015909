// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the pass "births": of which structures memory may be objects that the runtime tracks. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "path.h"

#define MAX_DEPTH	6

/* What a cleanup function frees, which nothing in the text calls, the runtime would not hear of. */
static bool cleaned_up(const struct births *b, const struct record *record)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; i < func->nr_scoped; i++) {
			const struct type *type = func->var_types[func->scoped[i]];

			if (type->kind == TYPE_POINTER && type->to->record == record)
				return true;
		}
	}
	return false;
}

/* What a pointer that is given to a call leads to, without casts. */
static const struct type *given_type(const struct func *func, const struct call *call,
				     unsigned int arg, const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr = o->kind == ORIGIN_FIELD ? path__steps(o->record, o->path, steps) : 0;

	if (o->kind == ORIGIN_VAR || o->kind == ORIGIN_PARAM)
		return path__pointee(flow__declared(func, o));
	return path__pointee(nr > 0 ? path__type(&steps[nr - 1]) : call->types[arg]);
}

/* What a call that frees is given may be memory of a @record, or lie in it. */
static bool frees_one(const struct func *func, const struct call *call,
		      const struct record *record)
{
	for (unsigned int a = 0; a < call->nr_args; a++)
		for (unsigned int i = 0; i < call->args[a].nr; i++) {
			const struct origin *o = &call->args[a].items[i];
			const struct type *type = given_type(func, call, a, o);

			if (o->kind == ORIGIN_NULL)
				continue;
			if (o->inside ? o->inside == record :
			    type && (type->kind == TYPE_VOID || type->record == record))
				return true;
		}
	return false;
}

/* No other word can stand for the call: the driver does not write it, or its result is new memory. */
static bool is_mute(const struct births *b, const struct func *func, const struct call *call)
{
	return func->from_macro || !births__written(b, call) ||
	       (!births__allocates(births__written(b, call)) && path__pointee(call->callee->ret));
}

/* The runtime does not hear of all that are made, or freed. */
static bool made_unheard(const struct births *b, const struct record *record)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; func->source >= 0 && i < func->nr_calls; i++) {
			const struct call *call = &func->calls[i];
			const struct model_function *entry =
				births__known(b, call->callee ? call->callee->name : NULL);
			const struct type *to;

			if (!births__untold(b->model, entry) || !is_mute(b, func, call))
				continue;
			to = births__allocates(entry) ? births__used_as(func, i) : NULL;
			if ((to && to->record == record) ||
			    (!births__allocates(entry) && frees_one(func, call, record)))
				return true;
		}
	}
	return false;
}

/* ---- whose it is -------------------------------------------------------------- */

bool births__is_owner(const struct births *b, const char *slot)
{
	int len = slot ? strcspn(slot, ".") : 0;
	char *name = store__format("%.*s", len, slot ? slot : "");
	const struct model_field *field = len && slot[len] ?
		model__field(b->model, name, slot + len + 1) : NULL;

	free(name);
	return field && field->kind == MODEL_FIELD_POINTER && !strcmp(field->arg, "any");
}

/* An inline of a header puts what it is given there, as pci_set_drvdata() does. */
static bool gives_owner(const struct births *b, const struct func *callee, unsigned int param,
			unsigned int depth)
{
	for (unsigned int i = 0; i < callee->nr_stores; i++)
		if (births__is_owner(b, callee->stores[i].slot) &&
		    flow__holds(callee, &callee->stores[i].from, ORIGIN_PARAM, param))
			return true;
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++)
		for (unsigned int a = 0; a < callee->calls[i].nr_args; a++)
			if (callee->calls[i].callee &&
			    flow__holds(callee, &callee->calls[i].args[a], ORIGIN_PARAM, param) &&
			    gives_owner(b, callee->calls[i].callee, a, depth + 1))
				return true;
	return false;
}

static bool leads_to(const struct func *func, const struct origins *from,
		     const struct record *record)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];
		const struct type *to = o->kind == ORIGIN_VAR || o->kind == ORIGIN_PARAM ?
			path__pointee(flow__declared(func, o)) : NULL;

		if (to && to->record == record)
			return true;
	}
	return false;
}

/* Some device, or file, has one. */
static bool has_owner(const struct births *b, const struct record *record)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; i < func->nr_stores; i++)
			if (births__is_owner(b, func->stores[i].slot) &&
			    leads_to(func, &func->stores[i].from, record))
				return true;
		for (unsigned int i = 0; func->source >= 0 && i < func->nr_calls; i++)
			for (unsigned int a = 0; a < func->calls[i].nr_args; a++)
				if (func->calls[i].callee && func->calls[i].callee->source < 0 &&
				    leads_to(func, &func->calls[i].args[a], record) &&
				    gives_owner(b, func->calls[i].callee, a, 0))
					return true;
	}
	return false;
}

/* A variable of the driver's leads to what the call makes: other devices may use it, too. */
static bool is_kept_for_all(const struct func *func, unsigned int index)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (func->stores[i].global && births__is_made(func, &func->stores[i].from, index))
			return true;
	return false;
}

/*
 * What is made in an upcall ends with the device that this was for. What is common to several
 * must outlive the first; what is managed for one ends with it anyway, and what the module's init
 * makes ends with the module.
 */
static bool is_common(struct births *b, const struct record *record)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; func->source >= 0 && i < func->nr_calls; i++) {
			const struct model_function *entry = births__written(b, &func->calls[i]);
			const struct type *to = births__allocates(entry) && entry->acquires ?
				births__used_as(func, i) : NULL;

			if (to && to->record == record && is_kept_for_all(func, i) &&
			    !func->by_init)
				return !has_owner(b, record);
		}
	}
	return false;
}

/* The runtime hears of all of these, and none outlives the device that it was made for. */
static bool may_be_tracked(struct births *b, const struct record *record)
{
	return record->complete && record->named && !record->is_union && record->size > 0 &&
	       !cleaned_up(b, record) && !made_unheard(b, record) && !is_common(b, record);
}

/*
 * Objects are of structures of the driver's own: of others the kernel may have some, too, unless
 * the model says that it has none.
 */
bool births__may_be_object(struct births *b, const struct type *to)
{
	static bool may = true, may_not;
	const struct record *record = to && to->kind == TYPE_RECORD ? to->record : NULL;
	const struct model_type *entry = record ?
		map__get(&b->model->types, record->name) : NULL;
	const bool *verdict;

	if (!record || !(record->in_driver || (entry && entry->own)))
		return false;
	verdict = map__get(&b->verdicts, record->name);
	if (!verdict) {
		verdict = may_be_tracked(b, record) ? &may : &may_not;
		map__put(&b->verdicts, record->name, (void *)verdict);
	}
	return *verdict;
}
