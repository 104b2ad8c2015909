// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the pass "births": what only the module's init makes lasts as long as the module. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"

#define MAX_DEPTH	8

static bool returns(const struct func *of, const struct func *func)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(of, &of->returned, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = all.items[i].kind == ORIGIN_FUNCTION && all.items[i].func == func;
	free(all.items);
	return found;
}

/* By its name, or by what module_init() makes of it: include/linux/module.h. */
static bool is_init(const struct births *b, const struct func *func)
{
	if (!func->is_static && !strcmp(func->name, "init_module"))
		return true;
	for (unsigned int f = 0; f < b->facts->nr_all; f++)
		if (!strcmp(b->facts->all[f]->name, "__inittest") && returns(b->facts->all[f], func))
			return true;
	return false;
}

static bool inits_alone(struct births *b, const struct func *func, unsigned int depth)
{
	bool some = false;

	if (is_init(b, func))
		return true;
	if (depth > MAX_DEPTH || !func->is_static || births__address_taken(b, func))
		return false;
	for (unsigned int f = 0; f < b->facts->nr_all; f++)
		for (unsigned int i = 0; i < b->facts->all[f]->nr_calls; i++) {
			if (b->facts->all[f]->calls[i].callee != func)
				continue;
			if (!inits_alone(b, b->facts->all[f], depth + 1))
				return false;
			some = true;
		}
	return some;
}

bool births__by_init(struct births *b, const struct func *func)
{
	return inits_alone(b, func, 0);
}
