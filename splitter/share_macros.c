// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: macros of the kernel's of which the model says what they mean. The
 * analysis has read them so (facts_macros.c), and the user view is compiled so.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static int by_name(const void *a, const void *b)
{
	const struct plan_macro *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void share__macros(struct share *s)
{
	const struct map *macros = &s->p->model->macros;
	struct plan *plan = s->plan;

	for (unsigned int i = 0; i < macros->room; i++) {
		const struct model_function *entry = macros->slots[i].value;

		if (!entry || !entry->means)
			continue;
		*STORE_ADD(plan->macros, plan->nr_macros) = (struct plan_macro){
			.name = store__copy(entry->name),
			.params = store__copy(entry->params),
			.means = store__copy(entry->means),
		};
	}
	if (plan->nr_macros)
		qsort(plan->macros, plan->nr_macros, sizeof(*plan->macros), by_name);
}
