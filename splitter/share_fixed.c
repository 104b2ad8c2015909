// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: arguments of downcalls that are constants wherever the user half's
 * functions call. The kernel half takes none but these: how long what is made is, say, is not the
 * user half's to choose then.
 */
#include <stdlib.h>
#include <string.h>

#include "fixed.h"
#include "share.h"

/* It is this function that the downcall calls, or may be, through a pointer. */
static bool calls(struct share *s, const struct func *func, const struct call *call,
		  const struct plan_downcall *down, bool *through)
{
	struct targets targets = { 0 };
	bool found = false;

	*through = !call->callee;
	if (call->alone || call->macro)
		return false;
	if (call->callee)
		return !strcmp(call->callee->name, down->name);
	flow__targets(s->p->flow, func, call, &targets);
	for (unsigned int t = 0; t < targets.nr && !found; t++)
		found = !strcmp(targets.items[t]->name, down->name);
	free(targets.items);
	return found;
}

/* A macro, which has another word in its place, may give that function other arguments. */
static bool by_macro(const struct call *call, const struct plan_downcall *down)
{
	return call->callee && call->callee->plain && down->of &&
	       strcmp(call->callee->plain, down->of);
}

static bool collect(struct share *s, const struct plan_downcall *down, unsigned int at,
		    struct fixed *fixed)
{
	for (unsigned int f = 0; f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];
		bool through;

		for (unsigned int i = 0; s->user[f] && i < func->nr_calls; i++)
			if (calls(s, func, &func->calls[i], down, &through) &&
			    (through || by_macro(&func->calls[i], down) ||
			     !fixed__add(s->p, func, &func->calls[i], at, fixed)))
				return false;
	}
	return fixed->nr;
}

/* "$1 == (typeof($1))1ULL || $1 == (typeof($1))2ULL" */
static char *condition(unsigned int at, const struct fixed *fixed)
{
	char *all = NULL;

	for (unsigned int i = 0; i < fixed->nr; i++) {
		char *longer = store__format("%s%s$%u == (typeof($%u))%lluULL", all ? all : "",
					     all ? " || " : "", at, at, fixed->values[i]);

		free(all);
		all = longer;
	}
	return all;
}

static void fix(struct plan_arg *arg, unsigned int at, const struct fixed *fixed)
{
	char *fits = condition(at, fixed), *old = arg->check;

	arg->check = old ? store__format("(%s) && (%s)", old, fits) : fits;
	if (!old)
		return;
	free(old);
	free(fits);
}

void share__fixed(struct share *s)
{
	for (unsigned int d = 0; d < s->plan->nr_downcalls; d++) {
		struct plan_downcall *down = &s->plan->downcalls[d];
		bool kernels = down->kind == DOWN_FUNCTION || down->kind == DOWN_INLINE ||
			       down->kind == DOWN_TYPED;

		for (unsigned int i = 0; kernels && i < down->nr_args; i++) {
			struct fixed fixed = { .nr = 0 };

			if (down->args[i].kind == ARG_VALUE && !strchr(down->args[i].type, '*') &&
			    collect(s, down, i, &fixed))
				fix(&down->args[i], i, &fixed);
		}
	}
}
