// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: variables that are from when the module is loaded on what they are
 * then. No function of the driver writes them or gives their address away, and whoever else
 * knows where they are (the tables of the module's parameters) leaves them alone by then.
 */
#include "share.h"

#define DEPTH	4	/* tables that lead to tables */

static bool only_read(const struct func *func, const struct global *global)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (func->accesses[i].global == global && func->accesses[i].mode != ACCESS_READ)
			return false;
	return true;
}

/* Macros make functions only to have the compiler look at a type: __check_NAME(), of a parameter. */
static bool runs(const struct flow *flow, const struct func *func)
{
	const struct flow_node *node = &flow->nodes[func->index];

	return !func->from_macro || !func->is_static || !func->is_inline || node->nr_callers ||
	       node->nr_slots;
}

static bool untouched(const struct flow *flow, const struct global *global)
{
	const struct facts *facts = flow->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (runs(flow, facts->all[f]) && !only_read(facts->all[f], global))
			return false;
	return true;
}

static bool settled(const struct flow *flow, const struct global *global, unsigned int depth);

/* A table with its address, that nobody uses but to find what it was when the module was loaded. */
static bool leaves_alone(const struct flow *flow, const struct global *table, unsigned int depth)
{
	return table->settled || (depth < DEPTH && settled(flow, table, depth + 1));
}

/* What nothing leads to is none that the core knows: another module may. */
static bool settled(const struct flow *flow, const struct global *global, unsigned int depth)
{
	const struct facts *facts = flow->facts;
	bool known = false;

	if (!untouched(flow, global))
		return false;
	for (unsigned int g = 0; g < facts->nr_variables; g++) {
		const struct global *other = facts->variables[g];

		if (!other->init || only_read(other->init, global))
			continue;
		if (!leaves_alone(flow, other, depth))
			return false;
		known = true;
	}
	return known;
}

bool share__settled(const struct flow *flow, const struct global *global)
{
	return settled(flow, global, 0);
}
