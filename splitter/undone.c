// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what a function that is called to undo has the kernel half give back. If
 * the kernel half acquired that by itself, on no record, and the user half is not there when the
 * function is called, nobody gives it back, and the kernel goes on calling the driver for it.
 */
#include <stdlib.h>

#include "partition.h"
#include "store.h"

struct undone {
	struct partition *p;
	bool *seen;		/* by func->index */
	struct undone_by *by;
};

static void look_into(struct undone *u, const struct func *func);

static void look_at(struct undone *u, const struct func *callee)
{
	if (!partition__ours(callee))
		return;
	if (partition__in_kernel(u->p, callee))
		u->by->acquirer = acquired__lasting(u->p, callee, &u->by->release);
	if (u->by->acquirer)
		u->by->callee = callee;
	else
		look_into(u, callee);
}

static void look_into(struct undone *u, const struct func *func)
{
	struct targets targets = { 0 };

	if (u->seen[func->index])
		return;
	u->seen[func->index] = true;
	for (unsigned int i = 0; i < func->nr_calls && !u->by->acquirer; i++) {
		if (func->calls[i].macro)
			continue;
		flow__targets(u->p->flow, func, &func->calls[i], &targets);
		for (unsigned int t = 0; t < targets.nr && !u->by->acquirer; t++)
			look_at(u, targets.items[t]);
		free(targets.items);
		targets = (struct targets){ 0 };
	}
}

static bool undoes(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		if (slot && slot->undoes)
			return true;
	}
	return false;
}

bool undone__by(struct partition *p, const struct func *func, struct undone_by *by)
{
	struct undone u = { .p = p, .by = by };

	*by = (struct undone_by){ 0 };
	if (!undoes(p, func))
		return false;
	u.seen = store__alloc(p->facts->nr_all * sizeof(*u.seen));
	look_into(&u, func);
	free(u.seen);
	return by->acquirer;
}
