// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the pass "births": what only the module's init makes lasts as long as the module. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"

/* By its name, or by what module_init() makes of it: include/linux/module.h. */
static void mark_inits(struct func *func)
{
	struct origins all = { 0 };

	if (!func->is_static && !strcmp(func->name, "init_module"))
		func->by_init = true;
	if (strcmp(func->name, "__inittest"))
		return;
	flow__resolve(func, &func->returned, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].kind == ORIGIN_FUNCTION)
			all.items[i].func->by_init = true;
	free(all.items);
}

enum { CALLED = 1, BY_OTHERS = 2 };

/* By func->index: who is called, and whether nobody but the init, and what it alone calls, does so. */
static unsigned char *look_at_calls(const struct facts *facts)
{
	unsigned char *how = store__alloc(facts->nr_all + 1);

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++) {
			const struct func *callee = facts->all[f]->calls[i].callee;

			if (callee)
				how[callee->index] |= facts->all[f]->by_init ? CALLED : BY_OTHERS;
		}
	return how;
}

static bool mark_callees(struct births *b)
{
	unsigned char *how = look_at_calls(b->facts);
	bool news = false;

	for (unsigned int f = 0; f < b->facts->nr_all; f++) {
		struct func *func = b->facts->all[f];

		if (func->by_init || !func->is_static || how[f] != CALLED ||
		    births__address_taken(b, func))
			continue;
		func->by_init = true;
		news = true;
	}
	free(how);
	return news;
}

void births__init(struct births *b)
{
	for (unsigned int f = 0; f < b->facts->nr_all; f++)
		mark_inits(b->facts->all[f]);
	while (mark_callees(b))
		;
}
