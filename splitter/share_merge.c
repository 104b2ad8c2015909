// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: numbers in which the user half sets bits, or counts. What the kernel
 * half makes of them meanwhile is not lost then: kernel/merge.c.
 */
#include <stdint.h>

#include "path.h"
#include "share.h"

#define MAX_DEPTH	4	/* calls that an address is followed through */

static const char *name_of_field(const struct share *s, const struct record *owner,
				 const struct field *field)
{
	return strings__format(s->p->strings, "%s.%s", owner->name, field->name);
}

static const char *name_of_variable(const struct share *s, const struct global *global)
{
	return strings__format(s->p->strings, "=%s", global->name);
}

static const char *name_of(const struct share *s, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;

	if (nr > 0)
		return name_of_field(s, steps[nr - 1].owner, steps[nr - 1].field);
	return !nr && a->global ? name_of_variable(s, a->global) : NULL;
}

/* How a callee changes the number whose address it is given as argument @arg, as __set_bit() does. */
static int mode_of_callee(const struct share *s, const struct func *callee, unsigned int arg,
			  unsigned int depth)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);
	int mode = 0;

	if (entry)
		return entry->bits ? ACCESS_BITS : 0;
	for (unsigned int i = 0; i < callee->nr_derefs; i++)
		if (flow__holds(callee, &callee->derefs[i].from, ORIGIN_PARAM, arg))
			mode |= callee->derefs[i].mode & (ACCESS_BITS | ACCESS_SUM);
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++) {
		const struct call *call = &callee->calls[i];

		for (unsigned int a = 0; call->callee && a < call->nr_args; a++)
			if (flow__holds(callee, &call->args[a], ORIGIN_PARAM, arg))
				mode |= mode_of_callee(s, call->callee, a, depth + 1);
	}
	return mode;
}

static void note(struct share *s, const struct func *func, const struct access *a)
{
	const struct func *callee = a->mode & ACCESS_ADDRESS && a->call >= 0 ?
		func->calls[a->call].callee : NULL;
	int mode = callee ? mode_of_callee(s, callee, a->arg, 0) :
			    a->mode & (ACCESS_BITS | ACCESS_SUM);
	const char *name = mode ? name_of(s, a) : NULL;

	if (name)
		map__put(&s->merged, name,
			 (void *)((uintptr_t)map__get(&s->merged, name) | (unsigned int)mode));
}

void share__find_merged(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; s->user[f] && i < facts->all[f]->nr_accesses; i++)
			note(s, facts->all[f], &facts->all[f]->accesses[i]);
}

enum number_merge share__merge(const struct share *s, const struct record *owner,
			       const struct field *field, const struct global *global)
{
	const char *name = field ? name_of_field(s, owner, field) : name_of_variable(s, global);

	switch ((uintptr_t)map__get(&s->merged, name)) {
	case ACCESS_BITS:
		return MERGE_BITS;
	case ACCESS_SUM:
		return MERGE_SUM;
	default:	/* of one in which it does both, the user half's is kept */
		return MERGE_NONE;
	}
}
