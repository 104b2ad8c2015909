// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the context pass: sleeping locks of the kernel's (rtnl) that callers
 * hold. The model says which slots are called under one and which functions
 * take one; here that is carried along the calls: what a function's callers
 * may hold, what all of them hold, what it takes or relies on itself. So it is
 * with what asks in which thread it runs.
 */
#include <stdlib.h>
#include <string.h>

#include "context.h"

#define ALL	(~UINT64_C(0))

/* Every call that is seen, each pair once per call. */
struct held_edge {
	unsigned int caller, callee;
};

struct held {
	struct context *context;
	struct held_edge *edges;
	unsigned int nr_edges;
	bool *entered;		/* by func->index: its callers are known, and there are some */
};

static const struct model_function *entry_of(const struct context *context, const char *name)
{
	return map__get(&context->model->functions, name);
}

static void add_macro(struct held *h, const struct func *caller, const char *name)
{
	const struct model_function *entry = map__get(&h->context->model->macros, name);
	struct context_node *node = &h->context->nodes[caller->index];

	node->takes |= entry ? entry->takes : 0;
	node->needs |= entry ? entry->needs : 0;
	node->in_caller |= entry && entry->in_caller;
}

static void add_call(struct held *h, const struct func *caller, const struct call *call)
{
	struct context_node *node = &h->context->nodes[caller->index];
	struct targets targets = { 0 };

	if (call->macro) {
		add_macro(h, caller, call->macro);
		return;
	}
	context__targets(h->context, caller, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		const struct model_function *entry = entry_of(h->context, targets.items[i]->name);

		*STORE_ADD(h->edges, h->nr_edges) = (struct held_edge){
			caller->index, targets.items[i]->index };
		h->entered[targets.items[i]->index] = true;
		node->leaves |= entry ? entry->holds : 0;
	}
	free(targets.items);
}

/* What the model says of the function itself goes before what its body does. */
static void start_function(struct held *h, const struct func *func)
{
	struct context_node *node = &h->context->nodes[func->index];
	const struct model_function *entry = entry_of(h->context, func->name);

	for (unsigned int i = 0; i < func->nr_calls; i++)
		add_call(h, func, &func->calls[i]);
	if (!entry)
		return;
	node->takes |= entry->takes;
	node->needs |= entry->needs;
	node->in_caller |= entry->in_caller;
}

static uint64_t held_by_slot(const struct context *context, const struct slot_use *use)
{
	const struct model_slot *slot = use->slot ? map__get(&context->model->slots, use->slot) :
				       NULL;

	return slot ? slot->holds : 0;
}

/* Whoever is not seen to call holds what its slot says, and nothing for sure otherwise. */
static void start_held(struct held *h, const struct func *func)
{
	const struct flow_node *flow = &h->context->flow->nodes[func->index];
	struct context_node *node = &h->context->nodes[func->index];

	node->must = h->entered[func->index] || flow->nr_slots ? ALL : 0;
	for (unsigned int i = 0; i < flow->nr_slots; i++) {
		uint64_t held = held_by_slot(h->context, &flow->slots[i]);

		node->may |= held;
		node->must &= held;
	}
}

static bool carry(struct held *h, const struct held_edge *edge)
{
	struct context_node *caller = &h->context->nodes[edge->caller];
	struct context_node *callee = &h->context->nodes[edge->callee];
	struct context_node old_caller = *caller, old_callee = *callee;
	bool told = entry_of(h->context, h->context->flow->facts->all[edge->callee]->name);

	if (!told) {
		callee->may |= caller->may | caller->leaves;
		callee->must &= caller->must;
	}
	caller->takes |= callee->takes;
	caller->needs |= callee->needs & ~caller->leaves;
	caller->in_caller |= callee->in_caller;
	return old_caller.in_caller != caller->in_caller || old_caller.takes != caller->takes || old_caller.needs != caller->needs ||
	       old_callee.may != callee->may || old_callee.must != callee->must;
}

void context__held(struct context *context)
{
	const struct facts *facts = context->flow->facts;
	struct held h = { .context = context };
	bool changed = true;

	h.entered = store__alloc(facts->nr_all * sizeof(*h.entered));
	for (unsigned int i = 0; i < facts->nr_all; i++)
		start_function(&h, facts->all[i]);
	for (unsigned int i = 0; i < facts->nr_all; i++)
		start_held(&h, facts->all[i]);
	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < h.nr_edges; i++)
			changed |= carry(&h, &h.edges[i]);
	}
	free(h.edges);
	free(h.entered);
}

void context__call_locks(const struct context *context, const struct func *caller,
			 const struct call *call, uint64_t *takes, uint64_t *needs)
{
	const struct model_function *macro = call->macro ?
		map__get(&context->model->macros, call->macro) : NULL;
	struct targets targets = { 0 };

	*takes = macro ? macro->takes : 0;
	*needs = macro ? macro->needs : 0;
	if (call->macro)
		return;
	context__targets(context, caller, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		*takes |= context->nodes[targets.items[i]->index].takes;
		*needs |= context->nodes[targets.items[i]->index].needs;
	}
	free(targets.items);
}
