// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arguments that are constants of the driver's text, written at the call, or given to the function
 * that calls, an inline of a header say. A user half has nothing to choose there. By what number.h
 * notes of each function.
 */
#include <string.h>

#include "fixed.h"
#include "number.h"

#define DEPTH	8	/* callers of callers */

static bool put(struct fixed *fixed, unsigned long long value)
{
	for (unsigned int i = 0; i < fixed->nr; i++)
		if (fixed->values[i] == value)
			return true;
	if (fixed->nr == FIXED_VALUES)
		return false;
	fixed->values[fixed->nr++] = value;
	return true;
}

/* As a parameter of that type has it; of an enumeration nobody knows whether it has a sign. */
static bool convert(const struct type *type, unsigned long long *value)
{
	unsigned int unused = type->size > 0 && type->size < 8 ? 64 - 8 * type->size : 0;
	bool is_unsigned = !strncmp(type->canonical, "unsigned", 8);

	if (type->kind != TYPE_SCALAR || type->size <= 0)
		return false;
	if (!strcmp(type->canonical, "_Bool"))
		*value = *value != 0;
	else if (is_unsigned)
		*value = *value << unused >> unused;
	else
		*value = (long long)(*value << unused) >> unused;
	return is_unsigned || (long long)*value >= 0 || strncmp(type->canonical, "enum", 4);
}

static bool add(const struct partition *p, const struct func *func, const struct call *call,
		unsigned int at, unsigned int depth, struct fixed *fixed);

/* What all callers give; who may be called by anybody is given anything. */
static bool add_given(const struct partition *p, const struct func *func, unsigned int param,
		      unsigned int depth, struct fixed *fixed)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	struct fixed given = { .nr = 0 };

	if (node->nr_slots || !node->nr_callers || depth == DEPTH)
		return false;
	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (node->callers[i].call->callee != func ||
		    !add(p, node->callers[i].caller, node->callers[i].call, param, depth + 1, &given))
			return false;
	for (unsigned int i = 0; i < given.nr; i++)
		if (!convert(func->params[param].type, &given.values[i]) ||
		    !put(fixed, given.values[i]))
			return false;
	return true;
}

/* The parameter whose value that is, as it was given, or -1. */
static int param_of(const struct partition *p, const struct func *func,
		    const struct number_from *from)
{
	for (unsigned int i = 0; i < func->nr_params; i++)
		if (from->place && !from->constant && from->how == NUMBER_SAME &&
		    !strcmp(from->place, number__param(p->strings, func, i, false)))
			return i;
	return -1;
}

/* The next flow to @place, from @at on; nr_flows: there is none. */
static unsigned int next_to(const struct func *func, const char *place, unsigned int at)
{
	while (at < func->nr_flows && func->flows[at].to != place)
		at++;
	return at;
}

/* What is no constant is followed by what it is made of. */
static bool add(const struct partition *p, const struct func *func, const struct call *call,
		unsigned int at, unsigned int depth, struct fixed *fixed)
{
	const char *place = number__argument(p->strings, func, call - func->calls, at, false);
	unsigned int i = next_to(func, place, 0);
	bool some = false;

	for (; i < func->nr_flows; i = next_to(func, place, i + 1)) {
		const struct number_from *from = &func->flows[i].from;
		int param;

		some = true;
		if (from->constant) {
			if (!put(fixed, from->most))
				return false;
			continue;
		}
		i = next_to(func, place, i + 1);
		param = from->place || i == func->nr_flows ? -1 :
			param_of(p, func, &func->flows[i].from);
		if (param < 0 || !add_given(p, func, param, depth, fixed))
			return false;
	}
	return some;
}

bool fixed__add(const struct partition *p, const struct func *func, const struct call *call,
		unsigned int at, struct fixed *fixed)
{
	return add(p, func, call, at, 0, fixed);
}

bool fixed__alone(const struct partition *p, const struct func *callee, unsigned int at)
{
	const struct flow_node *node = &p->flow->nodes[callee->index];
	struct fixed fixed = { .nr = 0 };

	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (node->callers[i].call->callee != callee ||
		    !add(p, node->callers[i].caller, node->callers[i].call, at, 0, &fixed))
			return false;
	return fixed.nr == 1 && !node->nr_slots;
}
