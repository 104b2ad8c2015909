// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what the driver acquires, or gives back, where the kernel half may not
 * sleep. The runtime, which waits for its own locks, cannot be told there; so nothing of the kind
 * goes on record, and what is given back there no user half acquires.
 */
#include "locks.h"
#include "partition.h"

/* What sleeps itself is not called in atomic context, unless that is seen. */
static bool is_late(struct partition *p, const struct func *func, const struct effect *e)
{
	const struct context_node *node = &p->context->nodes[func->index];

	if ((!e->entry->acquires && !e->entry->releases) || e->entry->until_answer ||
	    locks__releases(p->model, e->entry))
		return false;
	return (e->held || node->locked || (node->atomic && e->entry->context != MODEL_SLEEP)) &&
	       !balanced__in(p, func, e->entry);
}

void late__find(struct partition *p)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];
		const struct effects *all = partition__ours(func) ? effects__of(p, func) : NULL;

		for (unsigned int i = 0; all && i < all->nr; i++)
			if (is_late(p, func, &all->items[i]))
				*STORE_ADD(p->late, p->nr_late) = (struct late){
					func, all->items[i].entry };
	}
}

bool late__acquired(const struct partition *p, const struct model_function *entry)
{
	for (unsigned int i = 0; i < p->nr_late; i++)
		if (p->late[i].entry == entry && partition__in_kernel(p, p->late[i].func))
			return true;
	return false;
}

const struct func *late__by(const struct partition *p, const struct model_function *entry)
{
	for (unsigned int i = 0; entry->acquires && i < p->nr_late; i++)
		if (partition__in_kernel(p, p->late[i].func) &&
		    store__has_word(p->late[i].entry->releases, entry->name))
			return p->late[i].func;
	return NULL;
}
