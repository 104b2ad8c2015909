// SPDX-License-Identifier: GPL-2.0-or-later
/* What each of the kernel's symbols is in the user half's objects: a call, libcleave's, an address. */
#include "share.h"

#define UNREACHED_DEPTH	5

static void policy(struct share *s, struct map *known, const char *symbol, int value)
{
	struct plan_policy *out;

	if (map__get(known, symbol))
		return;
	map__put(known, symbol, s);
	out = STORE_ADD(s->plan->policies, s->plan->nr_policies);
	out->symbol = store__copy(symbol);
	out->policy = value;
}

static void policies_of_calls(struct share *s, struct map *known, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;
		const struct model_function *entry = callee ?
			map__get(&s->p->model->functions, callee->name) : NULL;

		if (func->calls[i].alone)
			policy(s, known, strings__format(s->p->strings, "cleave_local_%s",
							 callee->name), POLICY_LOCAL);
		else if (callee && !callee->has_body && entry)
			policy(s, known, callee->name, entry->policy == MODEL_LOCAL ?
			       POLICY_LOCAL : POLICY_FORWARD);
	}
}

/* Addresses in tables, which are in both views whole. */
static void policies_of_init(struct share *s, struct map *known, const struct func *init)
{
	for (unsigned int i = 0; i < init->nr_stores; i++)
		for (unsigned int o = 0; o < init->stores[i].from.nr; o++) {
			const struct origin *origin = &init->stores[i].from.items[o];

			if (origin->kind == ORIGIN_FUNCTION && !origin->func->has_body)
				policy(s, known, origin->func->name, POLICY_ADDRESS);
			else if (origin->kind == ORIGIN_GLOBAL && origin->global->source < 0)
				policy(s, known, origin->global->name, POLICY_ADDRESS);
		}
}

/*
 * The body of what a macro makes is in both views. Where it is the kernel half's, nothing in the
 * user half gets there, but what it names must have an address, also by way of inline functions.
 */
static void policies_of_unreached(struct share *s, struct map *known, const struct func *func,
				  unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;
		const struct model_function *entry = callee ?
			map__get(&s->p->model->functions, callee->name) : NULL;

		if (callee && !callee->has_body)
			policy(s, known, callee->name, entry && entry->policy == MODEL_LOCAL ?
			       POLICY_LOCAL : POLICY_ADDRESS);
		else if (callee && callee->source < 0 && depth < UNREACHED_DEPTH)
			policies_of_unreached(s, known, callee, depth + 1);
	}
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (func->accesses[i].global && func->accesses[i].global->source < 0)
			policy(s, known, func->accesses[i].global->name, POLICY_ADDRESS);
}

void share__policies(struct share *s)
{
	const struct facts *facts = s->p->facts;
	struct map known = { 0 };

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		if (!s->user[f])
			continue;
		policies_of_calls(s, &known, func);
		for (unsigned int i = 0; i < func->nr_accesses; i++) {
			const struct global *global = func->accesses[i].global;
			const struct model_data *data = global ?
				map__get(&s->p->model->data, global->name) : NULL;

			if (global && global->source < 0 && data)
				policy(s, &known, global->name, data->policy == MODEL_LOCAL ?
				       POLICY_LOCAL : POLICY_ADDRESS);
		}
	}
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (partition__ours(facts->all[f]) && facts->all[f]->from_macro && !s->user[f])
			policies_of_unreached(s, &known, facts->all[f], 0);
	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->init && facts->variables[g]->source >= 0)
			policies_of_init(s, &known, facts->variables[g]->init);
	map__clear(&known);
}
