// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: calls of functions that births.c made, of those by which the kernel
 * half makes objects, and of locks that only the user half takes. The driver's text knows nothing
 * of them, so the views have other words where it calls them. And divisors that need a guard, and
 * the first brace of functions of the kernel half that make something, or are given a root.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static void add(struct share *s, const struct call *call, const char *to, bool user, bool kernel)
{
	struct plan_rename *out;

	if (!to || !call->word || !(user || kernel))
		return;
	out = STORE_ADD(s->plan->renames, s->plan->nr_renames);
	out->source = call->source;
	out->start = call->start;
	out->from = store__copy(call->word);
	out->to = store__copy(to);
	out->user = user;
	out->kernel = kernel;
}

/* Of what the kernel half frees the runtime must hear, if it ever heard of such. */
static bool is_told(const struct share *s, const struct call *call,
		    const struct model_function *entry)
{
	return entry->releases && share__native(s, call->callee->name);
}

/* What ends where it began the runtime does not hear of: no macro takes a name in parentheses. */
static const char *untold(const struct share *s, const struct func *func, const struct call *call,
			  const struct model_function *entry)
{
	if (!entry || !share__native(s, call->callee->name) || !balanced__in(s->p, func, entry))
		return NULL;
	return strings__format(s->p->strings, "(%s)", call->callee->name);
}

/* Of what the kernel half makes, too. */
static void look_at(struct share *s, const struct func *func, const struct call *call)
{
	const struct model_function *entry = call->callee ?
		map__get(&s->p->model->functions, call->callee->name) : NULL;
	bool kernel = s->kernel[func->index];

	if (call->alone)
		add(s, call, strings__format(s->p->strings, "cleave_local_%s", call->callee->name),
		    true, false);
	if (entry && entry->of)
		add(s, call, call->callee->name, s->user[func->index], kernel && is_told(s, call, entry));
	if (kernel)
		add(s, call, untold(s, func, call, entry), false, true);
	if (kernel && !natives__by_macro(s->p, func, call))
		add(s, call, natives__name(s->p, func, call), false, true);
}

static bool needs_owner(const struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (natives__mapped(s->p, func, &func->calls[i]) ||
		    (natives__by_macro(s->p, func, &func->calls[i]) &&
		     natives__name(s->p, func, &func->calls[i])))
			return true;
	return false;
}

/*
 * The function's body begins by saying for whom it makes objects; what a probe is given is known
 * from then on.
 */
static void declare_owner(struct share *s, const struct func *func)
{
	int root = natives__root(s->p, func);
	int owner = root >= 0 ? root : needs_owner(s, func) ? natives__owner(s->p, func) : -1;
	struct plan_rename *out;
	const char *name;
	int type;

	if (owner < 0 || !s->plan->nr_upcalls)
		return;
	name = func->params[owner].name;
	type = root < 0 ? -1 : share__type_of(s, func->params[owner].type->to->record->name);
	out = STORE_ADD(s->plan->renames, s->plan->nr_renames);
	out->source = func->source;
	out->start = func->body_start;
	out->from = store__copy("{");
	out->kernel = true;
	if (type < 0) {
		out->to = store__format("{ const void *%s __attribute__((__unused__)) = %s;",
					SHARE_OWNER, name);
		return;
	}
	s->plan->types[type].native = true;
	out->to = store__format("{ extern const void *cleave_root_%s(const void *p); const void *%s __attribute__((__unused__)) = cleave_root_%s(%s);",
				s->plan->types[type].ident, SHARE_OWNER, s->plan->types[type].ident, name);
}

/* Divisors that the user half can choose: one that is 0 would be the kernel half's end. */
static void guard_divisors(struct share *s)
{
	const struct map *guarded = &s->p->guarded;

	for (unsigned int i = 0; i < guarded->room; i++) {
		const struct number_use *use = guarded->slots[i].value;
		struct plan_rename *out;

		if (!use)
			continue;
		out = STORE_ADD(s->plan->renames, s->plan->nr_renames);
		*out = (struct plan_rename){
			.source = use->source, .start = use->start, .from = store__copy(use->text),
			.to = store__format("((%s) ?: 1)", use->text), .kernel = true,
		};
	}
}

static int by_place(const void *a, const void *b)
{
	const struct plan_rename *x = a, *y = b;

	if (x->source != y->source)
		return x->source - y->source;
	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (int)(*x->from != 0) - (int)(*y->from != 0);
}

void share__renames(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++)
			look_at(s, facts->all[f], &facts->all[f]->calls[i]);
		if (partition__ours(facts->all[f]) && s->kernel[f])
			declare_owner(s, facts->all[f]);
	}
	guard_divisors(s);
	share__tell(s);
	share__struck(s);
	if (s->plan->nr_renames)
		qsort(s->plan->renames, s->plan->nr_renames, sizeof(*s->plan->renames), by_place);
}
