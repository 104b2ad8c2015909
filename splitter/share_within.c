// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: the downcalls that the text of an upcall's function leads to, through
 * whatever it calls in the user half. The kernel half refuses all others while the upcall is under
 * way: a user half gone astray cannot free in get_strings() what only remove() frees.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

/** struct within_node - what a function of the user half does by itself */
struct within_node {
	bool *downs;		/* by index in plan->downcalls */
	struct targets calls;	/* functions that run in the user half as well */
};

/** struct within - the search */
struct within {
	struct share *s;
	struct within_node *nodes;	/* by func->index */
	bool *seen;		/* by func->index */
	bool *downs;
};

/* Of whatever kind: a macro and an inline function may have one name. */
static bool makes(const struct share *s, struct within_node *node, const char *name)
{
	bool found = false;

	for (unsigned int i = 0; name && i < s->plan->nr_downcalls; i++)
		if (!strcmp(s->plan->downcalls[i].name, name))
			found = node->downs[i] = true;
	return found;
}

static bool makes_call_of(const struct share *s, struct within_node *node, const struct func *callee)
{
	const struct outline *outline = callee->outline;

	return makes(s, node, outline && outline->whole ? outline->of->name : callee->name);
}

/* What is done here and calls back: a comparison for a sort. */
static void calls_back(const struct share *s, struct within_node *node, const struct call *call)
{
	for (unsigned int a = 0; a < call->nr_args; a++)
		for (unsigned int i = 0; i < call->args[a].nr; i++) {
			const struct origin *o = &call->args[a].items[i];

			if (o->kind == ORIGIN_FUNCTION && s->user[o->func->index])
				flow__add_target(&node->calls, o->func);
		}
}

static void look_at(const struct share *s, struct within_node *node, const struct func *func,
		    const struct call *call)
{
	bool crosses = makes(s, node, call->macro);
	struct targets targets = { 0 };

	flow__targets(s->p->flow, func, call, &targets);
	for (unsigned int t = 0; t < targets.nr; t++) {
		crosses |= makes_call_of(s, node, targets.items[t]);
		if (s->user[targets.items[t]->index])
			flow__add_target(&node->calls, targets.items[t]);
	}
	if (!crosses)
		calls_back(s, node, call);
	free(targets.items);
}

static void visit(struct within *w, const struct func *func)
{
	const struct within_node *node = &w->nodes[func->index];

	if (w->seen[func->index])
		return;
	w->seen[func->index] = true;
	for (unsigned int i = 0; i < w->s->plan->nr_downcalls; i++)
		w->downs[i] |= node->downs[i];
	for (unsigned int i = 0; i < node->calls.nr; i++)
		visit(w, node->calls.items[i]);
}

static void fill(struct within *w, struct plan_upcall *up, const struct func *func)
{
	const struct plan *plan = w->s->plan;

	w->seen = w->s->within[up - plan->upcalls];
	memset(w->downs, 0, plan->nr_downcalls * sizeof(*w->downs));
	visit(w, func);
	for (unsigned int i = 0; i < plan->nr_downcalls; i++)
		if (w->downs[i])
			*STORE_ADD(up->downs, up->nr_downs) =
				store__copy(plan->downcalls[i].name);
}

static struct within_node *find_nodes(const struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct within_node *nodes = store__alloc((facts->nr_all + 1) * sizeof(*nodes));

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		if (!s->user[f])
			continue;
		nodes[f].downs = store__alloc(s->plan->nr_downcalls + 1);
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++)
			look_at(s, &nodes[f], facts->all[f], &facts->all[f]->calls[i]);
	}
	return nodes;
}

void share__within(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct within w = {
		.s = s,
		.nodes = find_nodes(s),
		.downs = store__alloc(s->plan->nr_downcalls + 1),
	};

	s->within = store__alloc((s->plan->nr_upcalls + 1) * sizeof(*s->within));
	for (unsigned int i = 0; i < s->plan->nr_upcalls; i++)
		s->within[i] = store__alloc(facts->nr_all + 1);
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		int up = s->functions[f] < 0 ? -1 : s->plan->functions[s->functions[f]].upcall;

		if (up >= 0)
			fill(&w, &s->plan->upcalls[up], facts->all[f]);
	}
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		free(w.nodes[f].downs);
		free(w.nodes[f].calls.items);
	}
	free(w.nodes);
	free(w.downs);
}
