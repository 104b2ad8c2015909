// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of flow: which functions a call through a pointer may reach; see splitter/flow.h. */
#include <stdlib.h>
#include <string.h>

#include "flow.h"
#include "path.h"

/* ---- members that are never set --------------------------------------------- */

static bool stores_something(const struct func *func, const char *slot)
{
	for (unsigned int i = 0; func && i < func->nr_stores; i++)
		for (unsigned int f = 0; f < func->stores[i].from.nr; f++)
			if (func->stores[i].slot == slot &&
			    func->stores[i].from.items[f].kind != ORIGIN_NULL)
				return true;
	return false;
}

/* A member of a structure that only the driver knows, in which it stores but NULL. */
static bool never_set(const struct flow *flow, const struct origin *o)
{
	if (o->kind != ORIGIN_FIELD || !o->slot || !o->record->in_driver)
		return false;
	for (unsigned int f = 0; f < flow->facts->nr_all; f++)
		if (stores_something(flow->facts->all[f], o->slot))
			return false;
	for (unsigned int g = 0; g < flow->facts->nr_variables; g++)
		if (stores_something(flow->facts->variables[g]->init, o->slot))
			return false;
	return true;
}

/* ---- structures that are taken for others ------------------------------------ */

static const struct record *record_of(const struct type *type)
{
	type = path__element(type);
	return type && type->kind == TYPE_RECORD ? type->record : NULL;
}

static bool is_another(const struct origins *from, const struct record *record)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];

		if (o->kind == ORIGIN_GLOBAL && !o->inside && record_of(o->global->type) &&
		    record_of(o->global->type) != record)
			return true;
	}
	return false;
}

static bool stores_another(const struct func *func, const char *slot, const struct record *record)
{
	for (unsigned int i = 0; func && i < func->nr_stores; i++)
		if (func->stores[i].slot == slot && is_another(&func->stores[i].from, record))
			return true;
	return false;
}

/* Some variable of another structure is kept in that member, a void pointer or a number. */
static bool keeps_another(const struct facts *facts, const char *slot, const struct record *record)
{
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (stores_another(facts->all[f], slot, record))
			return true;
	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (stores_another(facts->variables[g]->init, slot, record))
			return true;
	return false;
}

static bool takes_another(const struct facts *facts, const struct func *func,
			  const struct record *record)
{
	bool found = false;

	for (unsigned int v = 0; v < func->nr_vars && !found; v++) {
		const struct type *type = func->var_types[v];
		struct origins all = { 0 };

		if (type->kind != TYPE_POINTER || record_of(type->to) != record)
			continue;
		flow__resolve(func, &func->vars[v], &all);
		found = is_another(&all, record);
		for (unsigned int i = 0; i < all.nr && !found; i++)
			found = all.items[i].slot &&
				keeps_another(facts, all.items[i].slot, record);
		free(all.items);
	}
	return found;
}

/* What is stored in members of the other structure is called through members of this one. */
static bool is_cast(const struct facts *facts, const struct record *record)
{
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (facts->all[f]->source >= 0 && takes_another(facts, facts->all[f], record))
			return true;
	return false;
}

/* ---- calls ------------------------------------------------------------------- */

/* A structure of the kernel's holds what the kernel put there, but for what is known. */
bool flow__is_kernels(const struct origin *o)
{
	return (o->kind == ORIGIN_FIELD && !o->record->in_driver) ||
	       (o->kind == ORIGIN_VARIABLE && o->global->source < 0);
}

/* Each of the driver's functions of that type whose address is taken. */
static void add_alike(const struct flow *flow, const char *type, struct targets *out)
{
	for (unsigned int i = 0; type && i < flow->facts->nr_all; i++) {
		struct func *func = flow->facts->all[i];

		if (func->source >= 0 && flow->nodes[i].nr_slots &&
		    !strcmp(func->type->canonical, type))
			flow__add_target(out, func);
	}
}

/* Return: false if nobody knows what else is there. */
static bool add_origin(const struct flow *flow, const struct func *caller, const struct call *call,
		       const struct origin *o, struct targets *out)
{
	const struct targets *more = NULL;

	if (o->kind == ORIGIN_FUNCTION)
		flow__add_target(out, o->func);
	else if (o->kind == ORIGIN_PARAM)
		more = flow__param_targets(flow, caller, o->index);
	else if (flow__slot(o))
		more = map__get(&flow->pointed, flow__slot(o));
	for (unsigned int t = 0; more && t < more->nr; t++)
		flow__add_target(out, more->items[t]);
	if (o->kind == ORIGIN_FUNCTION || o->kind == ORIGIN_NULL ||
	    (more && more->nr && !flow__is_open(flow, caller, o)))
		return true;
	if (!flow__is_kernels(o))
		add_alike(flow, call->type, out);
	return false;
}

bool flow__targets(const struct flow *flow, const struct func *caller, const struct call *call,
		   struct targets *out)
{
	struct origins all = { 0 };
	bool known = true, never = true;

	if (call->callee)
		flow__add_target(out, call->callee);
	if (call->callee || call->macro)
		return true;
	flow__resolve(caller, &call->through, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];

		if (never_set(flow, o) && !is_cast(flow->facts, o->record))
			continue;
		never = false;
		known &= add_origin(flow, caller, call, o, out);
	}
	free(all.items);
	return known && (out->nr || never);
}
