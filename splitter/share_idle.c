// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: lines of the profile that name functions which the driver
 * never calls. Such a line has no effect, and whoever wrote it wants to know: outb, say,
 * is a macro that stands for the function __outb.
 */
#include <stdlib.h>

#include "share.h"

static bool called(const struct facts *facts, const char *name)
{
	return map__get(&facts->funcs, name);
}

void share__idle(struct share *s)
{
	const struct map *functions = &s->p->model->functions;

	for (unsigned int i = 0; i < functions->room; i++) {
		const struct model_function *entry = functions->slots[i].value;
		struct plan_idle *out;
		char *other;

		if (!entry || !entry->profile || called(s->p->facts, entry->name))
			continue;
		out = STORE_ADD(s->plan->idles, s->plan->nr_idles);
		out->name = store__copy(entry->name);
		out->file = store__copy(entry->file);
		out->line = entry->line;
		other = store__format("__%s", entry->name);
		if (called(s->p->facts, other))
			out->other = store__copy(other);
		free(other);
	}
}
