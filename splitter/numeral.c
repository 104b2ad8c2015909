// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: numbers that are taken for pointers to objects, as hwrng.priv is. A number
 * crosses as it is: what the kernel half keeps there is an address in the kernel, which the user
 * half could not follow, nor give away, and should not know. What it keeps there itself it knows.
 * Nor could the other half, or a device that gives it back, follow what the user half takes an
 * object's address for.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "path.h"

#define MAX_DEPTH	4	/* of variables */

/* Whether @a writes this member: 1, or some structure as a whole, which may have it: 2. */
static int writes(const struct access *a, const struct path_step *member)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record && a->mode & ACCESS_WRITE ? path__steps(record, a->path, steps) : 0;

	if (nr > 0 && steps[nr - 1].owner == member->owner)
		return !strcmp(steps[nr - 1].field->name, member->field->name);
	return a->mode & ACCESS_WRITE && a->type && a->type->kind == TYPE_RECORD ? 2 : 0;
}

/* Is all that is ever put there the user half's, by name? */
static bool own(const struct partition *p, const struct path_step *member)
{
	bool user = false;

	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; partition__ours(func) && i < func->nr_accesses; i++) {
			int how = writes(&func->accesses[i], member);

			if (how && (how == 2 || p->nodes[func->index].side != SIDE_USER))
				return false;
			user |= how == 1;
		}
	}
	return user;
}

static bool is_number(const struct partition *p, const struct func *func, const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr;

	if (o->kind == ORIGIN_PARAM)
		return (unsigned int)o->index < func->nr_params &&
		       func->params[o->index].type->kind == TYPE_SCALAR;
	nr = o->kind == ORIGIN_FIELD ? path__steps(o->record, o->path, steps) : 0;
	return nr > 0 && path__type(&steps[nr - 1])->kind == TYPE_SCALAR &&
	       !own(p, &steps[nr - 1]);
}

static const struct record *object(const struct partition *p, const struct record *record)
{
	return tracked__is(p, record) ? record : NULL;
}

/* Why what comes from there cannot lead to an object, be it a @to or what one is a part of. */
static const char *taken(const struct partition *p, const struct func *func,
			 const struct origins *from, const struct type *to)
{
	const struct record *as = to && to->kind == TYPE_RECORD ? object(p, to->record) : NULL;
	struct origins all = { 0 };
	const char *why = NULL;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !why; i++) {
		const struct origin *o = &all.items[i];
		const struct record *record = object(p, o->inside) ? o->inside : as;

		if (record && is_number(p, func, o))
			why = strings__format(p->strings, "takes a number, %s, for a pointer to a %s",
					      o->kind == ORIGIN_FIELD ? o->path :
					      func->params[o->index].name, record->spelling);
	}
	free(all.items);
	return why;
}

const char *numeral__taken(const struct partition *p, const struct func *func, unsigned int *line)
{
	const char *why = NULL;

	for (unsigned int i = 0; i < func->nr_derefs && !why; i++) {
		*line = func->derefs[i].line;
		why = taken(p, func, &func->derefs[i].from, func->derefs[i].to);
	}
	for (unsigned int i = 0; i < func->nr_calls && !why; i++) {
		const struct call *call = &func->calls[i];

		*line = call->line;
		for (unsigned int a = 0; a < call->nr_args && !why; a++)
			if (path__pointee(call->types[a]))
				why = taken(p, func, &call->args[a], path__pointee(call->types[a]));
	}
	return why;
}

/* ---- the other way round ---------------------------------------------------------- */

/* What that is declared to lead to; NULL: nothing. */
static const struct type *leads_to(const struct func *func, const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr = o->kind == ORIGIN_FIELD ? path__steps(o->record, o->path, steps) : 0;

	if (o->kind == ORIGIN_CALL && func->calls[o->index].callee)
		return path__pointee(func->calls[o->index].callee->ret);
	if (o->kind == ORIGIN_PARAM || o->kind == ORIGIN_VAR)
		return path__pointee(flow__declared(func, o));
	return nr > 0 ? path__pointee(path__type(&steps[nr - 1])) : NULL;
}

/* Among these is an address that differs between the halves. */
static bool has_address(const struct partition *p, const struct func *func,
			const struct origins *from, unsigned int depth)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];
		const struct type *to = leads_to(func, o);

		if (o->kind == ORIGIN_FUNCTION || object(p, o->inside) ||
		    (!o->inside && to && to->kind == TYPE_RECORD && object(p, to->record)))
			return true;
		if (o->kind == ORIGIN_VAR && !to && depth < MAX_DEPTH &&
		    has_address(p, func, &func->vars[o->index], depth + 1))
			return true;
	}
	return false;
}

/*
 * An address is among what is given, or kept, as a number of that type, or something was computed
 * from one: nobody asks what.
 */
static bool as_number(const struct partition *p, const struct func *func,
		      const struct origins *from, const struct type *type)
{
	return type && type->kind == TYPE_SCALAR && type->size > 1 &&
	       has_address(p, func, from, 0);
}

/* What it is given leaves the user half: by a call across, or to the device. */
static bool leaves(const struct partition *p, const struct call *call)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) :
		call->macro ? map__get(&p->model->macros, call->macro) : NULL;

	if (callee && partition__ours(callee))
		return !partition__in_user(p, callee);
	return entry && (entry->policy != MODEL_LOCAL || entry->to_device);
}

/* Some function of the kernel half looks at that member. */
static bool looked_at(const struct partition *p, const struct path_step *member)
{
	struct path_step steps[PATH_STEPS];

	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		if (!partition__ours(func) || !partition__in_kernel(p, func))
			continue;
		for (unsigned int i = 0; i < func->nr_accesses; i++) {
			const struct access *a = &func->accesses[i];
			const struct record *record = a->record ? a->record : a->global->type->record;
			int nr = record ? path__steps(record, a->path, steps) : 0;

			if (nr > 0 && steps[nr - 1].owner == member->owner &&
			    !strcmp(steps[nr - 1].field->name, member->field->name))
				return true;
		}
	}
	return false;
}

/* Bytes there are an address, which a callee would take for bytes. */
static bool holds_address(const struct partition *p, const struct func *func,
			  const struct origins *from)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++) {
		const struct origin *o = &all.items[i];
		const struct type *type = NULL;
		struct path_step last;

		if (o->kind == ORIGIN_LOCAL && !o->inside)
			type = func->var_types[o->index];
		else if (offsets__member(p, func, o, &last))
			type = last.field->type;
		type = path__element(type);
		found = type && (type->kind == TYPE_POINTER ||
				 (o->kind == ORIGIN_LOCAL &&
				  as_number(p, func, &func->vars[o->index], type)));
	}
	free(all.items);
	return found;
}

/*
 * What is copied, or compared, byte by byte is an address on one side only; or it leaves the user
 * half in a buffer.
 */
static bool as_bytes(const struct partition *p, const struct func *func, const struct call *call)
{
	const struct model_function *entry = call->callee ?
		map__get(&p->model->functions, call->callee->name) : NULL;
	unsigned int addresses = 0, others = 0;

	for (unsigned int a = 0; entry && a < entry->nr_args && a < call->nr_args; a++) {
		const struct type *to = path__pointee(call->types[a]);

		if (entry->args[a].kind != ARG_BUFFER || (to && to->kind == TYPE_RECORD))
			continue;
		if (holds_address(p, func, &call->args[a]))
			addresses++;
		else
			others++;
	}
	return addresses && (others || entry->policy == MODEL_FORWARD);
}

const char *numeral__made(const struct partition *p, const struct func *func, unsigned int *line)
{
	struct path_step steps[PATH_STEPS];

	for (unsigned int i = 0; i < func->nr_stores; i++) {
		const struct store_fact *store = &func->stores[i];
		int nr = store->record ? path__steps(store->record, store->path, steps) : 0;

		*line = store->line;
		if (nr > 0 && as_number(p, func, &store->from, path__type(&steps[nr - 1])) &&
		    looked_at(p, &steps[nr - 1]))
			return strings__format(p->strings, "keeps the address of an object in %s.%s, a number",
					       store->record->name, store->path);
	}
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];

		*line = call->line;
		if (as_bytes(p, func, call))
			return strings__format(p->strings, "gives %s the bytes of an address",
					       call->callee->name);
		for (unsigned int a = 0; leaves(p, call) && a < call->nr_args; a++)
			if (as_number(p, func, &call->args[a], call->types[a]))
				return strings__format(p->strings, "gives %s the address of an object as a number",
						       call->callee ? call->callee->name : call->macro);
	}
	return NULL;
}
