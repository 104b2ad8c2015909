// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what the driver is called to do, and called to undo. What a function of
 * the kernel half has done, more of it than the model knows, one of the user half might not be
 * there to undo: the device would still work in memory that is freed next.
 */
#include <string.h>

#include "partition.h"
#include "store.h"

/* A function of the kernel half alone that the same table of the driver's has in one of @slots. */
static const struct func *beside(const struct partition *p, const char *slots,
				 const struct func *in)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];
		const struct flow_node *node = &p->flow->nodes[func->index];

		for (unsigned int i = 0; i < node->nr_slots; i++)
			if (node->slots[i].slot && store__has_word(slots, node->slots[i].slot) &&
			    node->slots[i].in == in && partition__ours(func) &&
			    p->nodes[func->index].side == SIDE_KERNEL)
				return func;
	}
	return NULL;
}

/* The function of the kernel half alone that puts it into the slot. */
static const struct func *setter(const struct partition *p, const struct func *in)
{
	return in && in->has_body && partition__ours(in) &&
	       p->nodes[in->index].side == SIDE_KERNEL ? in : NULL;
}

const struct func *pairs__done_by(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	const struct func *by = NULL;

	for (unsigned int i = 0; i < node->nr_slots && !by; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		if (slot && slot->undoes && !strcmp(slot->undoes, "setter"))
			by = setter(p, node->slots[i].in);
		else if (slot && slot->undoes)
			by = beside(p, slot->undoes, node->slots[i].in);
	}
	return by;
}
