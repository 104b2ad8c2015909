// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: numbers that are taken for pointers to objects, as hwrng.priv is. A number
 * crosses as it is: what the kernel half keeps there is an address in the kernel, which the user
 * half could not follow, nor give away, and should not know. What it keeps there itself it knows.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "path.h"

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
