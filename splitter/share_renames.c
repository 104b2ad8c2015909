// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: calls of functions that births.c made. The driver's text knows
 * nothing of them, so the views have other words where it calls them.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static void add(struct share *s, const struct func *func, const struct call *call,
		const struct model_function *entry)
{
	bool user = s->user[func->index];
	/* What the kernel half frees the runtime must hear of; its allocations stay what they are. */
	bool kernel = s->kernel[func->index] && entry->releases;
	struct plan_rename *out;

	if (!call->word || !(user || kernel))
		return;
	out = STORE_ADD(s->plan->renames, s->plan->nr_renames);
	out->source = call->source;
	out->start = call->start;
	out->from = store__copy(call->word);
	out->to = store__copy(call->callee->name);
	out->user = user;
	out->kernel = kernel;
}

static int by_place(const void *a, const void *b)
{
	const struct plan_rename *x = a, *y = b;

	if (x->source != y->source)
		return x->source - y->source;
	return x->start < y->start ? -1 : x->start > y->start;
}

void share__renames(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++) {
			const struct call *call = &facts->all[f]->calls[i];
			const struct model_function *entry = call->callee ?
				map__get(&s->p->model->functions, call->callee->name) : NULL;

			if (entry && entry->of)
				add(s, facts->all[f], call, entry);
		}
	if (s->plan->nr_renames)
		qsort(s->plan->renames, s->plan->nr_renames, sizeof(*s->plan->renames), by_place);
}
