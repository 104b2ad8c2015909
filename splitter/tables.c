// SPDX-License-Identifier: GPL-2.0-or-later
/* Which tables cross by their names. */
#include <stdlib.h>

#include "path.h"
#include "tables.h"

/* static const u32 numbers[] */
static bool is_numbers(const struct type *type)
{
	return type->is_const && type->kind == TYPE_ARRAY && type->to->kind == TYPE_SCALAR &&
	       !literals__is_char(type->to);
}

bool tables__leaves(const struct partition *p, const struct func *func, const struct access *a)
{
	const struct call *call = a->call >= 0 ? &func->calls[a->call] : NULL;
	struct targets targets = { 0 };
	bool out = false;

	if (!(a->mode & ACCESS_ADDRESS))
		return false;
	if (!call || call->macro)
		return true;
	flow__targets(p->flow, func, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		const struct model_function *entry =
			map__get(&p->model->functions, targets.items[i]->name);

		/* Numbers are a buffer to a callee of the kernel's. */
		out |= !entry || (entry->policy == MODEL_FORWARD && !is_numbers(a->global->type));
	}
	free(targets.items);
	return out;
}

/* static const char *const names[] */
static bool is_list(const struct type *type)
{
	return type->is_const && type->kind == TYPE_ARRAY && type->to->kind == TYPE_POINTER;
}

/* static const char name[] */
static bool is_text(const struct type *type)
{
	return type->is_const && type->kind == TYPE_ARRAY && literals__is_char(type->to);
}

bool tables__is(const struct global *global)
{
	return path__element(global->type)->kind == TYPE_RECORD || is_text(global->type) ||
	       is_list(global->type) || is_numbers(global->type);
}

static bool refers_to(const struct global *global, const struct global *to)
{
	for (unsigned int i = 0; i < global->declaration->nr_references; i++)
		if (global->declaration->references[i].to == to)
			return true;
	return false;
}

/* What initialises it must mean the same outside of the function. */
bool tables__nameable(const struct global *global)
{
	const struct func *init = global->init;

	if (!global->local)
		return true;
	if (!global->declaration)
		return false;
	for (unsigned int i = 0; init && i < init->nr_stores; i++)
		for (unsigned int o = 0; o < init->stores[i].from.nr; o++) {
			const struct origin *from = &init->stores[i].from.items[o];

			if (from->kind == ORIGIN_GLOBAL && from->global->local &&
			    (!refers_to(global, from->global) || !tables__nameable(from->global)))
				return false;
		}
	return true;
}
