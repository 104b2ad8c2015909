// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of splitter/cross.h: what the type of an argument, and how it is used, allow. */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "cross_parts.h"
#include "tables.h"

const struct type *cross__pointee(const struct type *type)
{
	return type->kind == TYPE_POINTER ? type->to : NULL;
}

bool cross__scalar(const struct type *type)
{
	return type->kind == TYPE_SCALAR && type->size <= 8;
}

bool cross__object(const struct partition *p, const struct type *type)
{
	const struct type *to = cross__pointee(type);

	return to && (to->kind == TYPE_FUNCTION ||
		      (to->kind == TYPE_RECORD && tracked__is(p, to->record)));
}

bool cross__copyable(const struct type *to)
{
	if (to->kind == TYPE_RECORD)
		return to->record->size > 0 && !tracked__has_pointers(to->record);
	return cross__scalar(to);
}

/* ---- one element, or an array? ------------------------------------------- */

static bool uses_one(const struct partition *p, const struct func *func, unsigned int param,
		     unsigned int depth);

static bool is_param(const struct func *func, const struct origins *from, unsigned int param,
		     bool *moved)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].kind == ORIGIN_PARAM && (unsigned int)all.items[i].index == param) {
			found = true;
			*moved |= all.items[i].moved;
		}
	free(all.items);
	return found;
}

static bool single_in_call(const struct partition *p, const struct func *func,
			   const struct call *call, unsigned int param, unsigned int depth)
{
	bool moved = false;

	for (unsigned int a = 0; a < call->nr_args; a++) {
		if (!is_param(func, &call->args[a], param, &moved))
			continue;
		if (moved || !call->callee || !call->callee->walked ||
		    a >= call->callee->nr_params || !uses_one(p, call->callee, a, depth + 1))
			return false;
	}
	return true;
}

static bool uses_one(const struct partition *p, const struct func *func, unsigned int param,
		     unsigned int depth)
{
	bool moved = false;

	if (depth > 8 || is_param(func, &func->returned, param, &moved))
		return false;
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (is_param(func, &func->derefs[i].from, param, &moved) &&
		    (moved || func->derefs[i].indexed))
			return false;
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (is_param(func, &func->stores[i].from, param, &moved))
			return false;
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (!single_in_call(p, func, &func->calls[i], param, depth))
			return false;
	return true;
}

bool cross__single(const struct partition *p, const struct func *func, unsigned int param)
{
	return uses_one(p, func, param, 0);
}

/* ---- tables -------------------------------------------------------------- */

/* A constant table of the driver's, or nothing. */
static bool is_table(const struct origin *origin)
{
	return origin->kind == ORIGIN_NULL ||
	       (origin->kind == ORIGIN_GLOBAL && origin->global->source >= 0 &&
		origin->global->type->is_const && tables__nameable(origin->global));
}

bool cross__is_table(const struct partition *p, const struct func *func,
		     const struct origins *from)
{
	return flow__all(p->flow, func, from, is_table);
}

bool cross__into_table(struct partition *p, const struct func *func, unsigned int at,
		       struct cross_arg *arg, bool down)
{
	if (!arg->to || !arg->to->is_const ||
	    (arg->to->kind != TYPE_RECORD && arg->to->kind != TYPE_POINTER) ||
	    (!(down && arg->to->kind == TYPE_POINTER) &&
	     !flow__all_given(p->flow, func, at, is_table)))
		return false;
	arg->table = true;
	arg->kind = ARG_OBJECT;
	arg->null = true;
	return true;
}

void cross__loan(struct partition *p, struct cross_arg *arg, unsigned int at, bool up)
{
	arg->kind = ARG_BUFFER;
	arg->len = strings__format(p->strings, "sizeof(*$%u)", at);
	arg->dir = !arg->to->is_const ? CLEAVE_BOTH : up ? CLEAVE_TO_USER : CLEAVE_TO_KERNEL;
}
