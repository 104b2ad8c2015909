// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: the call graph of the driver's own functions, and how
 * much could be reached across it.
 */
#include "share.h"

/* A region that became a function is a part of the function that it is in. */
static int index_of(const struct share *s, const struct func *func)
{
	return s->functions[func->outline ? func->outline->of->index : func->index];
}

static bool known(const struct plan *plan, const struct plan_edge *edge)
{
	for (unsigned int i = 0; i < plan->nr_edges; i++)
		if (plan->edges[i].from == edge->from && plan->edges[i].to == edge->to)
			return true;
	return false;
}

void share__edges(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct flow_node *node = &s->p->flow->nodes[f];

		for (unsigned int i = 0; i < node->nr_callers; i++) {
			struct plan_edge edge = {
				.from = index_of(s, node->callers[i].caller),
				.to = index_of(s, facts->all[f]),
				.line = node->callers[i].call->line,
				.through = !node->callers[i].call->callee,
			};

			if (edge.from >= 0 && edge.to >= 0 && edge.from != edge.to &&
			    !known(s->plan, &edge))
				*STORE_ADD(s->plan->edges, s->plan->nr_edges) = edge;
		}
	}
}

static unsigned int reachable_by(const struct share *s, const struct func *func, struct map *seen)
{
	unsigned int fields = 0;

	for (unsigned int i = 0; i < func->nr_params; i++) {
		const struct type *type = func->params[i].type;

		while (type && (type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY))
			type = type->to;
		if (type && type->kind == TYPE_RECORD)
			fields += facts__reachable(s->p->facts, type->record->spelling, seen);
	}
	return fields;
}

/* From the parameters of what is called across, and from the objects that both halves see. */
void share__reachable(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct map seen = {};

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct plan_function *function = s->functions[f] < 0 ? NULL :
			&s->plan->functions[s->functions[f]];

		if (function && (function->upcall >= 0 || function->downcall >= 0))
			s->plan->reachable += reachable_by(s, facts->all[f], &seen);
	}
	for (unsigned int t = 0; t < s->nr_types; t++)
		for (unsigned int i = 0; i < s->types[t].nr_instances; i++)
			if (!*s->types[t].instances[i].path)
				s->plan->reachable += facts__reachable(facts,
					s->types[t].instances[i].record->spelling, &seen);
	map__clear(&seen);
}
