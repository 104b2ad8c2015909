// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the context pass: functions that are never called. A caller that comes while
 * processes are frozen, and does without if it is told so, is told so: then nothing that such
 * a function calls must be in the kernel half for it.
 */
#include "context.h"

/* What its callers get, if all of them come through slots that may be declined. */
static const char *answer(const struct flow_node *node, const struct model *model)
{
	const char *answer = NULL;

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&model->slots, node->slots[i].slot) : NULL;

		if (!slot || !slot->decline)
			return NULL;
		answer = slot->decline;
	}
	return node->nr_callers ? NULL : answer;
}

static void forget_calls(struct flow *flow)
{
	for (unsigned int f = 0; f < flow->facts->nr_all; f++) {
		struct flow_node *node = &flow->nodes[f];
		unsigned int left = 0;

		for (unsigned int i = 0; i < node->nr_callers; i++)
			if (!node->callers[i].caller->declined)
				node->callers[left++] = node->callers[i];
		node->nr_callers = left;
	}
}

void context__decline(struct flow *flow, const struct model *model)
{
	bool some = false;

	for (unsigned int f = 0; f < flow->facts->nr_all; f++) {
		struct func *func = flow->facts->all[f];

		if (func->source < 0 || !func->has_body || func->from_macro)
			continue;
		func->declined = answer(&flow->nodes[f], model);
		some |= func->declined != NULL;
	}
	if (some)
		forget_calls(flow);
}
