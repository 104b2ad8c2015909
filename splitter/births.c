// SPDX-License-Identifier: GPL-2.0-or-later
/* Pass "births"; see splitter/births.h. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "partition.h"
#include "path.h"

#define MAX_DEPTH	6

/* ---- which calls --------------------------------------------------------- */

static bool frees(const struct model *model, const struct model_function *entry)
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
	return births__allocates(entry) || frees(model, entry);
}

/* What the call is of, as the driver writes it: a function, or a macro around the callee. */
static struct model_function *written(const struct births *b, const struct call *call)
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
static bool lent(const struct births *b, const struct func *func, const struct call *call,
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

		if (!flow__holds(func, &call->args[a], kind, index) || lent(b, func, call, a))
			continue;
		entry = births__known(b, call->callee ? call->callee->name : NULL);
		if (!depth && frees(b->model, entry))
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

/** struct told - the one type that all places agree on */
struct told {
	const struct type *to;
	bool differs;
};

static void tell(struct told *told, const struct type *type)
{
	const struct type *to = type && type->kind == TYPE_POINTER ? type->to : NULL;

	if (!to || to->kind == TYPE_VOID)
		return;
	if (told->to && (told->to->kind != to->kind || told->to->record != to->record))
		told->differs = true;
	told->to = to;
}

static const struct type *stored_in(const struct store_fact *store)
{
	struct path_step steps[PATH_STEPS];
	const struct record *record = store->record;
	int nr;

	if (!record && store->global && !*store->path)
		return store->global->type;
	if (!record && store->global)
		record = store->global->type->record;
	nr = record ? path__steps(record, store->path, steps) : 0;
	return nr > 0 ? path__type(&steps[nr - 1]) : NULL;
}

/* The memory itself, not a place in it. */
static bool is_made(const struct func *func, const struct origins *from, int index)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = all.items[i].kind == ORIGIN_CALL && all.items[i].index == index &&
			!all.items[i].inside;
	free(all.items);
	return found;
}

/* What the memory that call @index allocates is used as; NULL if that is not told. */
static const struct type *used_as(const struct func *func, unsigned int index)
{
	struct told told = { 0 };

	for (unsigned int v = 0; v < func->nr_vars; v++)
		if (is_made(func, &func->vars[v], index))
			tell(&told, func->var_types[v]);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (is_made(func, &func->stores[i].from, index))
			tell(&told, stored_in(&func->stores[i]));
	if (is_made(func, &func->returned, index))
		tell(&told, func->ret);
	return told.differs ? NULL : told.to;
}

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
		return path__pointee(func->var_types[o->index]);
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
	return func->from_macro || !written(b, call) ||
	       (!births__allocates(written(b, call)) && path__pointee(call->callee->ret));
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
			to = births__allocates(entry) ? used_as(func, i) : NULL;
			if ((to && to->record == record) ||
			    (!births__allocates(entry) && frees_one(func, call, record)))
				return true;
		}
	}
	return false;
}

/* ---- whose it is -------------------------------------------------------------- */

/* A member where drivers keep what is a device's, or a file's: dev->driver_data. */
static bool is_owner(const struct births *b, const struct store_fact *store)
{
	int len = store->slot ? strcspn(store->slot, ".") : 0;
	char *name = store__format("%.*s", len, store->slot ? store->slot : "");
	const struct model_field *field = len && store->slot[len] ?
		model__field(b->model, name, store->slot + len + 1) : NULL;

	free(name);
	return field && field->kind == MODEL_FIELD_POINTER && !strcmp(field->arg, "any");
}

/* An inline of a header puts what it is given there, as pci_set_drvdata() does. */
static bool gives_owner(const struct births *b, const struct func *callee, unsigned int param,
			unsigned int depth)
{
	for (unsigned int i = 0; i < callee->nr_stores; i++)
		if (is_owner(b, &callee->stores[i]) &&
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
			path__pointee(func->var_types[o->index]) : NULL;

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
			if (is_owner(b, &func->stores[i]) &&
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
		if (func->stores[i].global && is_made(func, &func->stores[i].from, index))
			return true;
	return false;
}

/*
 * What is made in an upcall ends with the device that this was for. What is common to several
 * must outlive the first; what is managed for one ends with it anyway.
 */
static bool is_common(const struct births *b, const struct record *record)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		const struct func *func = b->facts->all[f];

		for (unsigned int i = 0; func->source >= 0 && i < func->nr_calls; i++) {
			const struct model_function *entry = written(b, &func->calls[i]);
			const struct type *to = births__allocates(entry) && entry->acquires ?
				used_as(func, i) : NULL;

			if (to && to->record == record && is_kept_for_all(func, i))
				return !has_owner(b, record);
		}
	}
	return false;
}

/*
 * Objects are of structures of the driver's own: of others the kernel may have some, too, unless
 * the model says that it has none.
 */
static bool may_be_object(const struct births *b, const struct type *to)
{
	const struct model_type *entry = to && to->kind == TYPE_RECORD ?
		map__get(&b->model->types, to->record->name) : NULL;

	return to && to->kind == TYPE_RECORD && (to->record->in_driver || (entry && entry->own)) &&
	       to->record->complete &&
	       to->record->named && !to->record->is_union && to->record->size > 0 &&
	       !cleaned_up(b, to->record) && !made_unheard(b, to->record) &&
	       !is_common(b, to->record);
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
		const struct model_function *entry = written(b, &func->calls[i]);

		local[i] = births__allocates(entry) && entry->acquires &&
			   !escapes(b, func, ORIGIN_CALL, i, 0);
	}
	/* A call that also frees something else is none that the user half could make by itself. */
	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < func->nr_calls; i++) {
			const struct call *call = &func->calls[i];

			if (!call->callee || !frees(b->model, births__known(b, call->callee->name)) ||
			    !frees_local(func, call, local, false) ||
			    (written(b, call) && frees_local(func, call, local, true)))
				continue;
			for (unsigned int c = 0; c < func->nr_calls; c++) {
				changed |= local[c] && flow__holds(func, &call->args[0], ORIGIN_CALL, c);
				local[c] &= !flow__holds(func, &call->args[0], ORIGIN_CALL, c);
			}
		}
	}
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
static bool makes_bytes(const struct births *b, const struct func *func, unsigned int index)
{
	const struct model_function *entry = written(b, &func->calls[index]);
	const struct type *to;

	if (!births__allocates(entry))
		return false;
	to = used_as(func, index);
	return !may_be_object(b, to) || given(entry, to->record);
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
		frees_own[i] = frees(b->model, written(b, &func->calls[i])) &&
			       frees_local(func, &func->calls[i], local, true);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct call *call = &func->calls[i];
		const struct model_function *entry = written(b, call);
		const struct type *to;

		if (!births__untold(b->model, entry))
			continue;
		to = births__allocates(entry) ? used_as(func, i) : freed(call);
		if (local[i] || frees_own[i])
			births__local(b, call, entry);
		else if (may_be_object(b, to) && !given(entry, to->record))
			births__typed(b, call, entry, to->record);
		else if (frees(b->model, entry) && (!to || to->kind == TYPE_VOID) &&
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

	for (unsigned int i = 0; i < nr; i++) {
		const struct func *func = facts->all[i];

		if (func->source >= 0 && func->has_body && !func->from_macro)
			look_at(&b, func);
	}
	for (unsigned int i = 0; i < nr; i++)
		births__freed(&b, facts->all[i]);
	free(b.taken);
}
