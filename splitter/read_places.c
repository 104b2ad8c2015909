// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "read": .c files that are included. The shim of a unit comes before the
 * first of them, so what is in one is as it is in the unit's own text, if units include it and
 * nobody else does. All other files that are included are headers: what they hold comes before
 * the shim, or is shielded from it.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "store.h"

bool read__names_code(const struct plan_include *include)
{
	size_t len = strcspn(include->text + 1, "\">");

	return len > 2 && *include->text == '"' && !strncmp(include->text + len - 1, ".c", 2);
}

char *read__beside(const struct plan_source *source, const struct plan_include *include)
{
	const char *slash = strrchr(source->path, '/');

	if (*include->text != '"')
		return NULL;
	return store__format("%.*s%.*s", slash ? (int)(slash + 1 - source->path) : 0, source->path,
			     (int)strcspn(include->text + 1, "\""), include->text + 1);
}

bool read__names(const struct plan_source *source, const struct plan_include *include,
		 const char *path)
{
	char *beside = read__beside(source, include);
	bool same = beside && !strcmp(beside, path);

	free(beside);
	return same;
}

/* The .c file of the driver that the line names, or NULL. */
static struct plan_source *named(struct plan *plan, const struct plan_source *by,
				 const struct plan_include *include)
{
	for (unsigned int i = 0; i < plan->nr_sources && read__names_code(include); i++)
		if (plan->sources[i].header && read__names(by, include, plan->sources[i].path))
			return &plan->sources[i];
	return NULL;
}

static bool is_behind_shim(const struct plan_source *source, const struct plan_include *include)
{
	return plan__is_code(source) && !include->inside;
}

/* Gives all that is included behind a shim that place, or takes it from all that is elsewhere. */
static bool place(struct plan *plan, bool in_place)
{
	bool news = false;

	for (unsigned int s = 0; s < plan->nr_sources; s++) {
		const struct plan_source *by = &plan->sources[s];

		for (unsigned int i = 0; i < by->nr_includes; i++) {
			struct plan_source *source = named(plan, by, &by->includes[i]);

			if (!source || source->in_place == in_place ||
			    is_behind_shim(by, &by->includes[i]) != in_place)
				continue;
			source->in_place = in_place;
			news = true;
		}
	}
	return news;
}

void read__places(struct plan *plan)
{
	while (place(plan, true))
		;
	while (place(plan, false))
		;
}
