// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what functions acquire, make and give back. An inline of a header, or
 * a region under a lock, does so for the function that uses it.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "store.h"
#include "wrapped.h"

#define MAX_DEPTH	6

static void add(struct partition *p, const struct model_function *entry, const struct func *callee,
		const struct func *by, bool held, struct effects *out)
{
	*STORE_ADD(out->items, out->nr) = (struct effect){
		.entry = entry, .callee = callee, .held = held,
		.told = entry->acquires && wrapped__tells(p, by, entry),
	};
}

/* @by: the inline of a header that the function itself calls, while @func is one */
static void collect(struct partition *p, const struct func *func, const struct func *by, bool held,
		    unsigned int depth, struct effects *out)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];
		const struct func *callee = call->callee;
		const struct model_function *entry = callee ?
			map__get(&p->model->functions, callee->name) : NULL;

		if (entry && (entry->acquires || entry->releases ||
			      entry->returns.birth != BIRTH_NONE))
			add(p, entry, callee, by ?: callee, held || call->held, out);
		else if (callee && !entry && callee->walked && depth < MAX_DEPTH &&
			 (callee->source < 0 || callee->outline))
			collect(p, callee, callee->outline ? NULL : by ?: callee,
				held || call->held, depth + 1, out);
	}
}

const struct effects *effects__of(struct partition *p, const struct func *func)
{
	struct effects *effects = &p->effects[func->index];

	if (!effects->known)
		collect(p, func, NULL, false, 0, effects);
	effects->known = true;
	return effects;
}

void effects__free(struct partition *p)
{
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		free(p->effects[i].items);
	free(p->effects);
}
