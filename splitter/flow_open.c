// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of flow: members and variables of the driver's that may hold other functions than those
 * that are known to go there: what a call returned, or the kernel keeps, or somebody wrote who
 * has their address.
 */
#include <stdlib.h>

#include "flow.h"

#define MAX_DEPTH	8	/* calls that a parameter is followed through */

static bool comes_otherwise(const struct flow *flow, const struct func *func,
			    const struct origins *from, unsigned int depth);

/* Who else calls the function may give anything. */
static bool is_given_others(const struct flow *flow, const struct func *func, unsigned int param,
			    unsigned int depth)
{
	bool found = flow->nodes[func->index].nr_slots || depth >= MAX_DEPTH ||
		     flow__exported(flow->facts, func->name);

	for (unsigned int f = 0; f < flow->facts->nr_all && !found; f++) {
		const struct func *caller = flow->facts->all[f];

		for (unsigned int i = 0; i < caller->nr_calls && !found; i++)
			found = caller->calls[i].callee == func &&
				param < caller->calls[i].nr_args &&
				comes_otherwise(flow, caller, &caller->calls[i].args[param],
						depth + 1);
	}
	return found;
}

static bool is_otherwise(const struct flow *flow, const struct func *func, const struct origin *o,
			 unsigned int depth)
{
	switch (o->kind) {
	case ORIGIN_NULL:
	case ORIGIN_FUNCTION:
		return false;
	case ORIGIN_FIELD:
	case ORIGIN_VARIABLE:
		return !flow__slot(o) || flow__is_kernels(o) ||
		       map__get(&flow->open, flow__slot(o));
	case ORIGIN_PARAM:
		return is_given_others(flow, func, o->index, depth);
	default:
		return true;
	}
}

static bool comes_otherwise(const struct flow *flow, const struct func *func,
			    const struct origins *from, unsigned int depth)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = is_otherwise(flow, func, &all.items[i], depth);
	free(all.items);
	return found;
}

/* Return: whether one is new. */
static bool open_slots(struct flow *flow, const struct func *func)
{
	bool news = false;

	for (unsigned int i = 0; func && i < func->nr_stores; i++) {
		const char *slot = flow__stored(&func->stores[i]);

		if (!slot || map__get(&flow->open, slot) || !map__get(&flow->pointed, slot) ||
		    !comes_otherwise(flow, func, &func->stores[i].from, 0))
			continue;
		map__put(&flow->open, slot, flow);
		news = true;
	}
	return news;
}

void flow__find_open(struct flow *flow)
{
	const struct facts *facts = flow->facts;
	bool news = true;

	while (news) {
		news = false;
		for (unsigned int i = 0; i < facts->nr_all; i++)
			news |= open_slots(flow, facts->all[i]);
		for (unsigned int i = 0; i < facts->nr_variables; i++)
			news |= open_slots(flow, facts->variables[i]->init);
	}
}

bool flow__is_open(const struct flow *flow, const struct func *func, const struct origin *o)
{
	return o->kind == ORIGIN_PARAM ? is_given_others(flow, func, o->index, 0) :
	       !flow__is_kernels(o) && flow__slot(o) && map__get(&flow->open, flow__slot(o));
}
