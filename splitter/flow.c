// SPDX-License-Identifier: GPL-2.0-or-later
/* Where functions go across functions, and what callers give; see splitter/flow.h. */
#include <stdlib.h>
#include <string.h>

#include "flow.h"

#define MAX_DEPTH	8	/* callers of callers that are asked what they give */

/* ---- what callers give ---------------------------------------------------- */

static bool all_given(const struct flow *flow, const struct func *func, unsigned int param,
		      bool (*is)(const struct origin *origin), unsigned int depth);

static bool all_from(const struct flow *flow, const struct func *func, const struct origins *from,
		     bool (*is)(const struct origin *origin), unsigned int depth)
{
	struct origins all = { 0 };
	bool found;

	flow__resolve(func, from, &all);
	found = all.nr;
	for (unsigned int i = 0; i < all.nr && found; i++) {
		const struct origin *o = &all.items[i];

		found = o->kind != ORIGIN_PARAM ? is(o) :
			!o->inside && !o->moved && all_given(flow, func, o->index, is, depth + 1);
	}
	free(all.items);
	return found;
}

static bool all_given(const struct flow *flow, const struct func *func, unsigned int param,
		      bool (*is)(const struct origin *origin), unsigned int depth)
{
	const struct flow_node *node = &flow->nodes[func->index];
	bool found = node->nr_callers && !node->nr_slots && !func->outline && depth < MAX_DEPTH;

	for (unsigned int i = 0; i < node->nr_callers && found; i++) {
		const struct edge *edge = &node->callers[i];

		found = param < edge->call->nr_args &&
			all_from(flow, edge->caller, &edge->call->args[param], is, depth);
	}
	return found;
}

bool flow__all(const struct flow *flow, const struct func *func, const struct origins *from,
	       bool (*is)(const struct origin *origin))
{
	return all_from(flow, func, from, is, 0);
}

bool flow__all_given(const struct flow *flow, const struct func *func, unsigned int param,
		     bool (*is)(const struct origin *origin))
{
	return all_given(flow, func, param, is, 0);
}

/* ---- functions that go places -------------------------------------------- */

bool flow__add_target(struct targets *targets, struct func *func)
{
	for (unsigned int i = 0; i < targets->nr; i++)
		if (targets->items[i] == func)
			return false;
	*STORE_ADD(targets->items, targets->nr) = func;
	return true;
}

struct targets *flow__param_targets(const struct flow *flow, const struct func *func,
				    unsigned int param)
{
	return &flow->params[flow->first[func->index] + param];
}

static void goes_to(struct flow *flow, struct func *func, const char *slot, struct func *in,
		    unsigned int line)
{
	struct flow_node *node = &flow->nodes[func->index];
	struct targets *pointed;
	struct slot_use *use;

	for (unsigned int i = 0; i < node->nr_slots; i++)
		if (node->slots[i].slot == slot && node->slots[i].in == in)
			return;
	flow->news = true;
	use = STORE_ADD(node->slots, node->nr_slots);
	use->slot = slot;
	use->in = in;
	use->line = line;
	if (!slot)
		return;
	pointed = map__get(&flow->pointed, slot);
	if (!pointed) {
		pointed = store__alloc(sizeof(*pointed));
		map__put(&flow->pointed, slot, pointed);
	}
	flow__add_target(pointed, func);
}

static void given(struct flow *flow, struct func *in, const struct call *call, unsigned int arg,
		  struct func *func);

/* @func may be what @from is: where does it go from there? */
static bool holds(const struct func *in, const struct origins *from, int param, struct func *func)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(in, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = param < 0 ? all.items[i].kind == ORIGIN_FUNCTION &&
				    all.items[i].func == func :
				    all.items[i].kind == ORIGIN_PARAM &&
				    all.items[i].index == param;
	free(all.items);
	return found;
}

/* Parameter @param of @in may be @func. */
static void follow(struct flow *flow, struct func *in, int param, struct func *func)
{
	for (unsigned int i = 0; i < in->nr_stores; i++)
		if (holds(in, &in->stores[i].from, param, func))
			goes_to(flow, func, flow__stored(&in->stores[i]), in, in->stores[i].line);
	for (unsigned int i = 0; i < in->nr_calls; i++) {
		struct call *call = &in->calls[i];

		for (unsigned int a = 0; a < call->nr_args; a++)
			if (holds(in, &call->args[a], param, func))
				given(flow, in, call, a, func);
	}
	if (holds(in, &in->returned, param, func))
		goes_to(flow, func, strings__format(flow->facts->strings, "%s#return", in->name),
			in, in->line);
}

static void passes(struct flow *flow, struct func *callee, unsigned int param, struct func *func,
		   struct func *in, unsigned int line)
{
	if (!callee->walked || param >= callee->nr_params) {
		goes_to(flow, func,
			strings__format(flow->facts->strings, "%s#%u", callee->name, param), in,
			line);
		return;
	}
	if (!flow__add_target(flow__param_targets(flow, callee, param), func))
		return;
	flow->news = true;
	follow(flow, callee, param, func);
}

/* @func is what that call of @in gives as an argument. */
static void given(struct flow *flow, struct func *in, const struct call *call, unsigned int arg,
		  struct func *func)
{
	if (call->callee)
		passes(flow, call->callee, arg, func, in, call->line);
	else
		goes_to(flow, func, call->macro ?
			strings__format(flow->facts->strings, "%s#%u", call->macro, arg) : NULL,
			in, call->line);
}

/* All functions whose address occurs among what a function has. */
static void mentioned(const struct func *in, struct targets *out)
{
	struct origins all = { 0 };

	for (unsigned int i = 0; i < in->nr_stores; i++)
		flow__resolve(in, &in->stores[i].from, &all);
	for (unsigned int i = 0; i < in->nr_calls; i++)
		for (unsigned int a = 0; a < in->calls[i].nr_args; a++)
			flow__resolve(in, &in->calls[i].args[a], &all);
	flow__resolve(in, &in->returned, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].kind == ORIGIN_FUNCTION)
			flow__add_target(out, all.items[i].func);
	free(all.items);
}

static void flows_of(struct flow *flow, struct func *in)
{
	struct targets out = { 0 };

	mentioned(in, &out);
	for (unsigned int i = 0; i < out.nr; i++)
		follow(flow, in, -1, out.items[i]);
	for (unsigned int i = 0; i < in->nr_loose; i++)
		goes_to(flow, in->loose[i], NULL, in, in->line);
	free(out.items);
}

/**
 * struct copied - a store of what another member has, a handler that is kept for later; or what a
 * call is given, or a function returns, out of a member: one that a table has for each chip
 */
struct copied {
	const char *slot;
	struct func *in;
	const struct store_fact *store;
	const struct call *call;	/* its argument ->arg; neither: what is returned */
	unsigned int arg;
};

static void copied_from(const struct origins *from, struct copied to, struct copied **list,
			unsigned int *nr)
{
	struct origins all = { 0 };

	flow__resolve(to.in, from, &all);
	for (unsigned int o = 0; o < all.nr; o++) {
		to.slot = flow__slot(&all.items[o]);
		if ((all.items[o].kind == ORIGIN_FIELD || all.items[o].kind == ORIGIN_VARIABLE) &&
		    to.slot && !all.items[o].moved &&
		    !all.items[o].inside && !(to.store && to.slot == flow__stored(to.store)))
			*STORE_ADD(*list, *nr) = to;
	}
	free(all.items);
}

static void find_copied(struct func *in, struct copied **list, unsigned int *nr)
{
	for (unsigned int i = 0; i < in->nr_stores; i++)
		copied_from(&in->stores[i].from,
			    (struct copied){ .in = in, .store = &in->stores[i] }, list, nr);
	for (unsigned int i = 0; i < in->nr_calls; i++)
		for (unsigned int a = 0; a < in->calls[i].nr_args; a++)
			copied_from(&in->calls[i].args[a],
				    (struct copied){ .in = in, .call = &in->calls[i], .arg = a },
				    list, nr);
	copied_from(&in->returned, (struct copied){ .in = in }, list, nr);
}

/* What may be in the one place may be in the other. */
static void spread(struct flow *flow, const struct copied *copied)
{
	const struct targets *from = map__get(&flow->pointed, copied->slot);
	struct func *in = copied->in;

	for (unsigned int i = 0; from && i < from->nr; i++) {
		if (copied->store)
			goes_to(flow, from->items[i], flow__stored(copied->store), in,
				copied->store->line);
		else if (copied->call)
			given(flow, in, copied->call, copied->arg, from->items[i]);
		else
			goes_to(flow, from->items[i],
				strings__format(flow->facts->strings, "%s#return", in->name), in,
				in->line);
	}
}

static void spread_all(struct flow *flow)
{
	struct copied *list = NULL;
	unsigned int nr = 0;

	for (unsigned int i = 0; i < flow->facts->nr_all; i++)
		find_copied(flow->facts->all[i], &list, &nr);
	do {
		flow->news = false;
		for (unsigned int i = 0; i < nr; i++)
			spread(flow, &list[i]);
	} while (flow->news);
	free(list);
}

static void edges_of(struct flow *flow, struct func *caller)
{
	for (unsigned int i = 0; i < caller->nr_calls; i++) {
		struct targets targets = { 0 };

		flow__targets(flow, caller, &caller->calls[i], &targets);
		for (unsigned int t = 0; t < targets.nr; t++) {
			struct flow_node *node = &flow->nodes[targets.items[t]->index];
			struct edge *edge = STORE_ADD(node->callers, node->nr_callers);

			edge->caller = caller;
			edge->call = &caller->calls[i];
		}
		free(targets.items);
	}
}

/* kernel/module/main.c calls these, by whatever way they came to their names. */
static bool is_init_by_name(const struct func *func)
{
	return func->source >= 0 && func->has_body && !func->is_static &&
	       (!strcmp(func->name, "init_module") || !strcmp(func->name, "cleanup_module"));
}

/* include/linux/module.h: what module_init() and module_exit() make of their argument. */
static void find_inits(struct flow *flow)
{
	static const char *const slots[] = { "__inittest#return", "__exittest#return" };

	for (unsigned int f = 0; f < flow->facts->nr_all; f++)
		if (is_init_by_name(flow->facts->all[f]))
			flow__add_target(&flow->inits, flow->facts->all[f]);

	for (unsigned int i = 0; i < 2; i++) {
		const struct targets *t = map__get(&flow->pointed, slots[i]);

		for (unsigned int f = 0; t && f < t->nr; f++)
			flow__add_target(&flow->inits, t->items[f]);
	}
}

bool flow__is_init(const struct flow *flow, const struct func *func)
{
	for (unsigned int i = 0; i < flow->inits.nr; i++)
		if (flow->inits.items[i] == func)
			return true;
	return false;
}

struct flow *flow__new(struct facts *facts)
{
	struct flow *flow = store__alloc(sizeof(*flow));
	unsigned int params = 0;

	flow->facts = facts;
	flow__tables(facts);
	flow->nodes = store__alloc(facts->nr_all * sizeof(*flow->nodes));
	flow->first = store__alloc(facts->nr_all * sizeof(*flow->first));
	for (unsigned int i = 0; i < facts->nr_all; i++) {
		flow->first[i] = params;
		params += facts->all[i]->nr_params;
	}
	flow->params = store__alloc(params * sizeof(*flow->params));
	for (unsigned int i = 0; i < facts->nr_all; i++)
		flows_of(flow, facts->all[i]);
	for (unsigned int i = 0; i < facts->nr_variables; i++)
		if (facts->variables[i]->init)
			flows_of(flow, facts->variables[i]->init);
	spread_all(flow);
	flow__find_open(flow);
	for (unsigned int i = 0; i < facts->nr_all; i++)
		edges_of(flow, facts->all[i]);
	find_inits(flow);
	return flow;
}

void flow__free(struct flow *flow)
{
	unsigned int params = 0;

	if (!flow)
		return;
	for (unsigned int i = 0; i < flow->facts->nr_all; i++) {
		free(flow->nodes[i].slots);
		free(flow->nodes[i].callers);
		params += flow->facts->all[i]->nr_params;
	}
	for (unsigned int i = 0; i < params; i++)
		free(flow->params[i].items);
	for (unsigned int i = 0; i < flow->pointed.room; i++) {
		struct targets *targets = flow->pointed.slots[i].value;

		if (targets)
			free(targets->items);
		free(targets);
	}
	map__clear(&flow->pointed);
	map__clear(&flow->open);
	free(flow->inits.items);
	free(flow->nodes);
	free(flow->first);
	free(flow->params);
	free(flow);
}
