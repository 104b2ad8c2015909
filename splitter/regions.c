// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: pointers that lead into device or DMA memory. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "partition.h"

#define MAX_DEPTH	4

static bool is_region(const struct partition *p, const struct func *func,
		      const struct origins *from, enum birth_kind kind, unsigned int depth);

/* @kind: BIRTH_NONE: either */
static bool is_slot(const struct partition *p, const char *slot, enum birth_kind kind,
		    unsigned int depth)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; i < func->nr_stores; i++)
			if (func->stores[i].slot && !strcmp(func->stores[i].slot, slot) &&
			    is_region(p, func, &func->stores[i].from, kind, depth))
				return true;
	}
	return false;
}

static bool is_result(const struct partition *p, const struct func *func, const struct origin *o,
		      enum birth_kind kind, unsigned int depth)
{
	const struct func *callee = func->calls[o->index].callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	/* A table of regions is none. */
	if (entry && !entry->returns.table != !*o->path)
		return false;
	if (entry && entry->bytes)
		return kind == BIRTH_NONE && !bytes__why(p, entry->bytes);
	if (entry)
		return (entry->returns.birth == BIRTH_MMIO && kind != BIRTH_COHERENT) ||
		       (entry->returns.birth == BIRTH_COHERENT && kind != BIRTH_MMIO);
	return callee && callee->walked &&
	       is_region(p, callee, &callee->returned, kind, depth + 1);
}

/* What every user-side caller gives as that parameter. */
static bool is_given(const struct partition *p, const struct func *func, unsigned int param,
		     enum birth_kind kind, unsigned int depth)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	bool some = false;

	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];

		if (!partition__ours(edge->caller) || !partition__in_user(p, edge->caller))
			continue;
		if (param >= edge->call->nr_args ||
		    !is_region(p, edge->caller, &edge->call->args[param], kind, depth + 1))
			return false;
		some = true;
	}
	return some;
}

static bool is_region(const struct partition *p, const struct func *func,
		      const struct origins *from, enum birth_kind kind, unsigned int depth)
{
	struct origins all = { 0 };
	bool found = false;

	if (depth > MAX_DEPTH)
		return false;
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind == ORIGIN_CALL)
			found = is_result(p, func, o, kind, depth);
		else if (o->kind == ORIGIN_FIELD && o->slot)
			found = is_slot(p, o->slot, kind, depth + 1);
		else if (o->kind == ORIGIN_PARAM && partition__ours(func))
			found = is_given(p, func, o->index, kind, depth + 1);
	}
	free(all.items);
	return found;
}

bool regions__reached(const struct partition *p, const struct func *func,
		      const struct origins *from)
{
	return is_region(p, func, from, BIRTH_NONE, 0);
}

bool regions__registers(const struct partition *p, const struct func *func,
			const struct origins *from)
{
	return is_region(p, func, from, BIRTH_MMIO, 0);
}

bool regions__slot(const struct partition *p, const char *slot)
{
	return is_slot(p, slot, BIRTH_NONE, 0);
}

bool regions__device(const struct partition *p, const char *slot)
{
	return is_slot(p, slot, BIRTH_MMIO, 0);
}

bool regions__param(const struct partition *p, const struct func *func, unsigned int param)
{
	return is_given(p, func, param, BIRTH_NONE, 0);
}
