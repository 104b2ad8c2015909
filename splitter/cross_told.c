// SPDX-License-Identifier: GPL-2.0-or-later
/* What the model or a profile says of how downcalls of the driver's own functions cross. */
#include "cross.h"

/* What is said of a slot in a structure of the driver's, which the driver alone calls through. */
static const struct model_slot *own_slot(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		if (slot && slot->args && context__own_slot(p->facts, slot->name))
			return slot;
	}
	return NULL;
}

const struct model_arg *cross__told(const struct partition *p, const struct func *func,
				    unsigned int at)
{
	const struct model_function *entry = map__get(&p->model->functions, func->name);
	const struct model_slot *slot = entry ? NULL : own_slot(p, func);

	if (entry)
		return at < entry->nr_args ? &entry->args[at] : NULL;
	return slot && at < slot->nr_args ? &slot->args[at] : NULL;
}
