// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: sleeping locks in structures of the driver's that only the user
 * half takes. The kernel's mutex is left alone: libcleave has one in its place, in the mirror.
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"

/* What is known of the call that an access is the first argument of, if it may be alone. */
static struct call *alone_call(const struct share *s, struct func *func, const struct access *a)
{
	struct call *call = a->call >= 0 && !a->arg ? &func->calls[a->call] : NULL;
	const struct model_function *entry = !call ? NULL : call->macro ?
		map__get(&s->p->model->macros, call->macro) :
		call->callee ? map__get(&s->p->model->functions, call->callee->name) : NULL;

	return entry && entry->alone ? call : NULL;
}

/* mutex_destroy(), where the kernel does not debug mutexes */
static bool does_nothing(const struct func *func, const struct access *a)
{
	const struct func *callee = a->call >= 0 ? func->calls[a->call].callee : NULL;

	return callee && callee->walked && !callee->nr_calls && !callee->nr_accesses &&
	       !callee->nr_derefs && !callee->nr_stores && !callee->asm_line &&
	       !callee->returned.nr && callee->source < 0;
}

/* A call of the driver's text that only the user half makes; either may set up the lock. */
static bool is_alone(const struct share *s, struct func *func, const struct access *a)
{
	const struct call *call = alone_call(s, func, a);

	if (!call)
		return does_nothing(func, a);
	if (call->macro)
		return true;
	return call->word && !strcmp(call->word, call->callee->name) &&
	       partition__in_user(s->p, func) && !partition__in_kernel(s->p, func);
}

/* The structure is the driver's, so nobody else knows the lock. */
static bool is_own(const struct share *s, const struct record *record)
{
	const struct model_type *type = map__get(&s->p->model->types, record->name);

	return record->in_driver || (type && type->own);
}

static const char *name_of(const struct share *s, const struct path_step *step)
{
	return strings__format(s->p->strings, "%s.%s", step->owner->name, step->field->name);
}

/* The member that the access is about, as its innermost structure names it; NULL: of none. */
static const char *member(const struct share *s, const struct access *a)
{
	struct path_step steps[PATH_STEPS];
	int nr = a->record ? path__steps(a->record, a->path, steps) : 0;

	return nr > 0 && is_own(s, steps[nr - 1].owner) ? name_of(s, &steps[nr - 1]) : NULL;
}

/* Notes each member that is used in another way, and those that it is inside of. */
static void note_others(struct share *s, struct func *func, struct map *others)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		struct path_step steps[PATH_STEPS];
		int nr = a->record ? path__steps(a->record, a->path, steps) : 0;

		for (int n = 0; n < nr; n++)
			if (n + 1 < nr || !is_alone(s, func, a))
				map__put(others, name_of(s, &steps[n]), s);
	}
}

static void mark(struct share *s, struct func *func, const struct map *others)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		const char *name = is_alone(s, func, a) ? member(s, a) : NULL;
		struct call *call = name && !map__get(others, name) ?
				    alone_call(s, func, a) : NULL;

		if (call && !call->macro)
			call->alone = true;
	}
}

void share__locks(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct map others = { 0 };

	for (unsigned int f = 0; f < facts->nr_all; f++)
		note_others(s, facts->all[f], &others);
	for (unsigned int f = 0; f < facts->nr_all; f++)
		mark(s, facts->all[f], &others);
	map__clear(&others);
}
