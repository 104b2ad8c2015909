// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: which bodies, those of inlines included, run in
 * which half, and how each touches what it touches.
 */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "share.h"
#include "path.h"

#define MAX_DEPTH	4	/* calls that an address is followed through */

/* An inline of a header that runs where its caller does. */
static bool runs_here(struct share *s, struct func *callee)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);

	if (partition__ours(callee) || !callee->walked)
		return false;
	if (entry)
		return entry->policy == MODEL_LOCAL;
	return !needs__of(s->p, callee)->trouble.why;
}

static void reach(struct share *s, struct func *func, bool user)
{
	bool *reached = user ? s->user : s->kernel;

	if (reached[func->index])
		return;
	reached[func->index] = true;
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct targets targets = { 0 };

		flow__targets(s->p->flow, func, &func->calls[i], &targets);
		for (unsigned int t = 0; t < targets.nr; t++) {
			struct func *callee = targets.items[t];

			if (user ? runs_here(s, callee) :
			    callee->walked && !partition__ours(callee))
				reach(s, callee, user);
		}
		free(targets.items);
	}
}

void share__reach(struct share *s)
{
	const struct facts *facts = s->p->facts;

	s->user = store__alloc(facts->nr_all * sizeof(*s->user));
	s->kernel = store__alloc(facts->nr_all * sizeof(*s->kernel));
	for (unsigned int i = 0; i < facts->nr_all; i++) {
		struct func *func = facts->all[i];

		if (!partition__ours(func))
			continue;
		if (partition__in_user(s->p, func))
			reach(s, func, true);
		if (partition__in_kernel(s->p, func) && !func->declined)
			reach(s, func, false);
	}
	share__touched(s);
}

/* ---- addresses that are given away --------------------------------------- */

static int mode_of_dir(int dir)
{
	return (dir & CLEAVE_TO_KERNEL ? ACCESS_READ : 0) |
	       (dir & CLEAVE_TO_USER ? ACCESS_WRITE : 0);
}

static int mode_crossing(const struct crossing *crossing, int arg, enum share_callee *kernel)
{
	const struct cross_arg *a = &crossing->args[arg];

	if (arg >= 0 && (unsigned int)arg >= crossing->nr_args && crossing->nr_args &&
	    crossing->args[crossing->nr_args - 1].kind == ARG_FORMAT) {
		*kernel |= SHARE_LENT | SHARE_TEXT;
		return ACCESS_READ;
	}
	if (arg < 0 || (unsigned int)arg >= crossing->nr_args)
		return 0;
	switch (a->kind) {
	case ARG_BUFFER:
		*kernel |= a->dir == CLEAVE_BOTH ? SHARE_ITSELF : SHARE_LENT;
		return mode_of_dir(a->dir);
	case ARG_STRING:
	case ARG_FORMAT:
		*kernel |= SHARE_LENT | SHARE_TEXT;
		return ACCESS_READ;
	case ARG_STRING_KEPT:
		*kernel |= SHARE_ITSELF | SHARE_TEXT;
		return ACCESS_READ;
	case ARG_RESULT:
		return ACCESS_WRITE;
	default:
		return 0;
	}
}

/*
 * A function that runs here and of which only the prototype is known. One that
 * asks for a structure of the kernel by name wants to know which, as dev_printk()
 * does.
 */
static int mode_local(const struct func *callee, int arg, bool fills)
{
	const struct type *type = arg >= 0 && (unsigned int)arg < callee->nr_params ?
				  callee->params[arg].type : NULL;

	if (type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD)
		return 0;
	if (type && type->kind == TYPE_POINTER && type->to->is_const)
		return ACCESS_READ;
	return type || fills ? ACCESS_READ | ACCESS_WRITE : ACCESS_READ;
}

static int mode_callee(struct share *s, struct func *callee, int arg, enum share_callee *kernel,
		       unsigned int depth);

/* A callee that runs here gives the address on, perhaps to the kernel. */
static int mode_given_on(struct share *s, const struct func *callee, int arg, bool fills,
			 enum share_callee *kernel, unsigned int depth)
{
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++) {
		const struct call *call = &callee->calls[i];

		for (unsigned int a = 0; call->callee && a < call->nr_args; a++)
			if (flow__holds(callee, &call->args[a], ORIGIN_PARAM, arg))
				mode_callee(s, call->callee, a, kernel, depth + 1);
	}
	return mode_local(callee, arg, fills);
}

static int mode_callee(struct share *s, struct func *callee, int arg, enum share_callee *kernel,
		       unsigned int depth)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);
	struct crossing crossing;

	if (partition__ours(callee)) {
		if (partition__in_user(s->p, callee))
			return mode_given_on(s, callee, arg, false, kernel, depth);
		cross__driver(s->p, callee, &crossing);
	} else if (entry && entry->policy == MODEL_LOCAL) {
		return mode_given_on(s, callee, arg, entry->fills, kernel, depth);
	} else if (!entry && runs_here(s, callee)) {
		return mode_given_on(s, callee, arg, false, kernel, depth);
	} else {
		cross__down(s->p, callee, entry, &crossing);
	}
	return mode_crossing(&crossing, arg, kernel);
}

/* Members of a record are told apart where they are touched; the record's address says nothing. */
static bool is_record(const struct type *type)
{
	type = path__element(type);
	return type->kind == TYPE_RECORD;
}

int share__mode(struct share *s, const struct func *func, const struct access *a,
		enum share_callee *kernel)
{
	int mode = a->mode & (ACCESS_READ | ACCESS_WRITE);
	const struct call *call = a->call >= 0 ? &func->calls[a->call] : NULL;
	struct targets targets = { 0 };
	bool local = false;
	int more = 0;

	*kernel = SHARE_NOBODY;
	if (!(a->mode & ACCESS_ADDRESS))
		return mode;
	if (!call)
		return is_record(a->type) ? mode : ACCESS_READ | ACCESS_WRITE;
	if (call->macro)
		return mode;
	flow__targets(s->p->flow, func, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		const struct model_function *entry =
			map__get(&s->p->model->functions, targets.items[i]->name);

		local |= entry && entry->policy == MODEL_LOCAL;
		more |= mode_callee(s, targets.items[i], a->arg, kernel, 0);
	}
	free(targets.items);
	/* What runs here by its own body says itself which members it touches. */
	if (is_record(a->type) && !local && !*kernel)
		return mode;
	return mode | more;
}
