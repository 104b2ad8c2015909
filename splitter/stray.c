// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: members of the driver's structures in which the kernel half keeps pointers
 * that lead to no object, although what they are declared to lead to may be one: to a variable of
 * a function, to an element of a variable that is an array, to memory that nobody tells the runtime
 * of and that was taken for such a structure. The user half would see a number that means nothing,
 * or a copy of the variable that nobody keeps up to date. Nor do the halves share a number in an
 * object for its address alone.
 */
#include <stdlib.h>
#include <string.h>

#include "births.h"
#include "partition.h"
#include "path.h"

#define MAX_DEPTH	6

/** struct stray - a search for what a member may hold */
struct stray {
	const struct partition *p;
	const struct record *to;
	const struct func *by;		/* who puts it there */
	const char *what;
};

static bool in_member(struct stray *s, const char *slot, unsigned int depth);

static const struct record *pointed(const struct type *type)
{
	const struct type *to = type ? path__pointee(type) : NULL;

	return to && to->kind == TYPE_RECORD ? to->record : NULL;
}

static bool found(struct stray *s, const char *what)
{
	s->what = what;
	return true;
}

/* Whether the driver writes to it, by name or through a pointer to such a structure. */
static bool is_written(const struct stray *s, const struct global *global)
{
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; partition__ours(func) && i < func->nr_accesses; i++)
			if (func->accesses[i].mode & ACCESS_WRITE &&
			    (func->accesses[i].global == global || func->accesses[i].record == s->to))
				return true;
	}
	return false;
}

/* Its elements are objects, as births_variable.c says. */
static bool is_known(const struct partition *p, const struct type *element)
{
	const struct model_type *entry = element->kind == TYPE_RECORD ?
		tracked__model(p, element->record) : NULL;

	return entry && entry->variable;
}

/* Addresses of variables: what nobody writes is a table, a structure an object. */
static bool of_variable(struct stray *s, const struct global *global)
{
	const struct type *type = global->type;

	if (global->source < 0 || type->is_const || (type->kind == TYPE_ARRAY && type->to->is_const))
		return false;
	if (global->local)
		return found(s, strings__format(s->p->strings,
						"the address of %s, a variable that it has for itself",
						global->name));
	if (type->kind == TYPE_ARRAY && !is_known(s->p, type->to) && is_written(s, global))
		return found(s, strings__format(s->p->strings, "an address in %s, which is an array",
						global->name));
	return false;
}

/* What a function of the kernel's returns, of which the model does not say what it is. */
static bool of_call(struct stray *s, const struct func *func, const struct origin *o)
{
	const struct func *callee = func->calls[o->index].callee;
	const struct model_function *entry = callee ?
		map__get(&s->p->model->functions, callee->name) : NULL;

	if (!callee || partition__ours(callee) ||
	    (entry && (entry->returns.birth != BIRTH_NONE || entry->of) &&
	     !births__untold(s->p->model, entry)))
		return false;
	if (s->p->private_of && s->p->private_of->private_by &&
	    !strcmp(callee->name, s->p->private_of->private_by))
		return false;
	if (pointed(callee->ret))
		return false;
	return found(s, strings__format(s->p->strings, "what %s returns", callee->name));
}

/* Loaded from a member: of such pointers, or of others, which it may have been put in as. */
static bool of_field(struct stray *s, const struct origin *o, unsigned int depth)
{
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(o->record, o->path, steps);
	const struct model_field *field = nr > 0 ?
		model__field(s->p->model, steps[nr - 1].owner->name, steps[nr - 1].field->name) : NULL;
	const struct type *type = nr > 0 ? path__type(&steps[nr - 1]) : NULL;

	if (o->inside || !type || (field && field->kind == MODEL_FIELD_POINTER))
		return false;
	if (type->kind == TYPE_ARRAY && type->to->kind == TYPE_SCALAR)
		return found(s, strings__format(s->p->strings, "the address of numbers in %s",
						o->record->spelling));
	if (!steps[nr - 1].owner->in_driver)
		return pointed(type) != s->to &&
		       found(s, strings__format(s->p->strings, "what %s.%s leads to",
						steps[nr - 1].owner->name, steps[nr - 1].field->name));
	return o->slot && in_member(s, o->slot, depth + 1);
}

static bool is_stray(struct stray *s, const struct func *func, const struct origins *from,
		     unsigned int depth)
{
	struct origins all = { 0 };
	bool stray = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !stray; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind == ORIGIN_LOCAL)
			stray = found(s, "the address of a variable of its own");
		else if (o->kind == ORIGIN_GLOBAL)
			stray = of_variable(s, o->global);
		else if (o->kind == ORIGIN_CALL)
			stray = of_call(s, func, o);
		else if (o->kind == ORIGIN_FIELD)
			stray = of_field(s, o, depth);
	}
	free(all.items);
	return stray;
}

static bool in_member(struct stray *s, const char *slot, unsigned int depth)
{
	for (unsigned int f = 0; depth < MAX_DEPTH && f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];

		if (!partition__ours(func) || !partition__in_kernel(s->p, func))
			continue;
		for (unsigned int i = 0; i < func->nr_stores; i++) {
			if (!func->stores[i].slot || strcmp(func->stores[i].slot, slot) ||
			    !is_stray(s, func, &func->stores[i].from, depth))
				continue;
			s->by = s->by ? s->by : func;
			return true;
		}
	}
	return false;
}

/* The answer is the same until functions move. */
static const char *kept_in(struct partition *p, const char *slot, const struct record *to)
{
	const char *known = map__get(&p->strays, slot);
	struct stray s = { .p = p, .to = to };

	if (known)
		return *known ? known : NULL;
	known = in_member(&s, slot, 0) ?
		strings__format(p->strings, "follows %s, where %s, in the kernel half, keeps %s", slot,
				facts__shown(s.by), s.what) : "";
	map__put(&p->strays, slot, (void *)known);
	return *known ? known : NULL;
}

/* ---- numbers in objects --------------------------------------------------------- */

/* The structure of the driver's in which a number lies whose address that is, or NULL. */
static const struct record *number_in(const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	const struct type *type;
	int nr;

	if (o->inside)
		return o->inside->in_driver ? o->inside : NULL;
	nr = o->kind == ORIGIN_FIELD ? path__steps(o->record, o->path, steps) : 0;
	type = nr > 0 ? path__type(&steps[nr - 1]) : NULL;
	return type && type->kind == TYPE_ARRAY && type->to->kind == TYPE_SCALAR &&
	       o->record->in_driver ? o->record : NULL;
}

/* What @func, in the kernel half, keeps in that member. */
static const struct record *kept_by(const struct func *func, const char *slot)
{
	const struct record *record = NULL;

	for (unsigned int i = 0; i < func->nr_stores && !record; i++) {
		struct origins all = { 0 };

		if (!func->stores[i].slot || strcmp(func->stores[i].slot, slot))
			continue;
		flow__resolve(func, &func->stores[i].from, &all);
		for (unsigned int o = 0; o < all.nr && !record; o++)
			record = number_in(&all.items[o]);
		free(all.items);
	}
	return record;
}

static const char *number_kept_in(const struct partition *p, const char *slot)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];
		const struct record *record = partition__ours(func) && partition__in_kernel(p, func) ?
			kept_by(func, slot) : NULL;

		if (record)
			return strings__format(p->strings, "follows %s, where %s, in the kernel half, keeps the address of a number in %s",
					       slot, facts__shown(func), record->spelling);
	}
	return NULL;
}

/* ---- either --------------------------------------------------------------------- */

const char *stray__why(struct partition *p, const struct func *func, const struct origins *from,
		       const struct record *to)
{
	struct origins all = { 0 };
	const char *why = NULL;

	if (to && (!to->in_driver || (tracked__model(p, to) && !tracked__model(p, to)->allocated)))
		return NULL;
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !why; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind == ORIGIN_FIELD && !o->inside && o->slot && o->record->in_driver)
			why = to ? kept_in(p, o->slot, to) : number_kept_in(p, o->slot);
	}
	free(all.items);
	return why;
}
