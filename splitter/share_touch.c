// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: which members of the driver's structures the kernel half touches.
 * What it copies as a whole, reaches by an offset or gives away as bytes is touched with all
 * that is in it, and a part of a union with the others.
 */
#include <stdlib.h>

#include "path.h"
#include "share.h"

#define MAX_DEPTH	4	/* calls that bytes are followed through */

/* Marks are needed but in the driver's structures: of others everything is shared. */
static void whole(struct share *s, const struct record *record)
{
	if (map__get(&s->whole, record->name))
		return;
	map__put(&s->whole, record->name, s);
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = record->fields[i].type;

		while (type->kind == TYPE_ARRAY)
			type = type->to;
		if (type->kind == TYPE_RECORD)
			whole(s, type->record);
	}
}

static void note_access(struct share *s, const struct access *a)
{
	struct path_step steps[PATH_STEPS];
	int nr = a->record ? path__steps(a->record, a->path, steps) : 0;
	const struct type *leaf = a->type;

	for (int i = 0; i < nr; i++) {
		map__put(&s->touched,
			 strings__format(s->p->strings, "%s.%s", steps[i].owner->name,
					 steps[i].field->name), s);
		if (steps[i].owner->is_union)
			whole(s, steps[i].owner);
	}
	while (leaf->kind == TYPE_ARRAY)
		leaf = leaf->to;
	if (leaf->kind == TYPE_RECORD)
		whole(s, leaf->record);
}

/* ---- by bytes ------------------------------------------------------------ */

static const struct record *ours(const struct type *type)
{
	const struct type *to = type ? path__pointee(type) : NULL;

	return to && to->kind == TYPE_RECORD && to->record->in_driver ? to->record : NULL;
}

/* The driver's structures whose start, or a place at an offset from it, a pointer leads to. */
static void note_bytes(struct share *s, const struct func *func, const struct origins *from,
		       bool *seen)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];
		bool named = o->kind == ORIGIN_VAR || o->kind == ORIGIN_PARAM;
		struct path_step steps[PATH_STEPS];
		const struct record *record = NULL;
		int nr;

		if (o->inside)
			continue;
		if (named) {
			record = ours(func->var_types[o->index]);
		} else if (o->kind == ORIGIN_FIELD) {
			nr = path__steps(o->record, o->path, steps);
			record = nr > 0 ? ours(path__type(&steps[nr - 1])) : NULL;
		}
		if (record) {
			whole(s, record);
		} else if (named && !seen[o->index]) {
			seen[o->index] = true;
			note_bytes(s, func, &func->vars[o->index], seen);
		}
	}
}

static bool only_bytes(const struct type *to)
{
	return to && to->kind != TYPE_RECORD && to->kind != TYPE_FUNCTION;
}

static bool leads_to_param(const struct func *func, const struct origins *from, unsigned int param)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		found |= all.items[i].kind == ORIGIN_PARAM && !all.items[i].inside &&
			 (unsigned int)all.items[i].index == param;
	free(all.items);
	return found;
}

static bool takes_bytes(struct share *s, const struct func *callee, unsigned int arg,
			unsigned int depth);

static bool passes_bytes(struct share *s, const struct func *func, const struct call *call,
			 unsigned int param, unsigned int depth)
{
	for (unsigned int a = 0; call->callee && a < call->nr_args; a++)
		if (leads_to_param(func, &call->args[a], param) &&
		    takes_bytes(s, call->callee, a, depth + 1))
			return true;
	return false;
}

/* Does the callee look at bytes of what it is given as that argument? */
static bool takes_bytes(struct share *s, const struct func *callee, unsigned int arg,
			unsigned int depth)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);

	if (arg < callee->nr_params && !only_bytes(path__pointee(callee->params[arg].type)))
		return false;
	if (entry && arg < entry->nr_args)
		return entry->args[arg].kind == ARG_BUFFER;
	if (!callee->walked)
		return !entry || entry->policy == MODEL_LOCAL;
	for (unsigned int i = 0; i < callee->nr_derefs; i++)
		if (only_bytes(callee->derefs[i].to) &&
		    leads_to_param(callee, &callee->derefs[i].from, arg))
			return true;
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++)
		if (passes_bytes(s, callee, &callee->calls[i], arg, depth))
			return true;
	return false;
}

static void note_function(struct share *s, const struct func *func)
{
	bool *seen = store__alloc(func->nr_vars + 1);

	for (unsigned int a = 0; a < func->nr_accesses; a++)
		note_access(s, &func->accesses[a]);
	for (unsigned int i = 0; partition__ours(func) && i < func->nr_derefs; i++)
		if (only_bytes(func->derefs[i].to))
			note_bytes(s, func, &func->derefs[i].from, seen);
	for (unsigned int i = 0; partition__ours(func) && i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];

		for (unsigned int a = 0; call->callee && a < call->nr_args; a++)
			if (takes_bytes(s, call->callee, a, 0))
				note_bytes(s, func, &call->args[a], seen);
	}
	free(seen);
}

void share__touched(struct share *s)
{
	for (unsigned int i = 0; i < s->p->facts->nr_all; i++)
		if (s->kernel[i])
			note_function(s, s->p->facts->all[i]);
}
