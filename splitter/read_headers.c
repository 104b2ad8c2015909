// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the pass "read": which of the kernel's headers a unit includes before the driver's
 * text defines any macro, so that they say the same in each unit. kbuild's record has all that a
 * unit includes in the order in which the compiler met them first: all up to a header
 * that the text names before the first macro come before that macro.
 */
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "store.h"

/** struct walk - through a unit's text and the driver's headers in it, up to the first macro */
struct walk {
	const struct plan *plan;
	const struct plan_unit *unit;
	struct map named;		/* paths at which the compiler would look for what is named there */
	struct strings *strings;
	bool *seen;			/* per plan->sources */
};

static const char *without_dot(const char *path)
{
	return strncmp(path, "./", 2) ? path : path + 2;
}

static void add_named(struct walk *w, struct map *named, const struct plan_include *include)
{
	int len = strcspn(include->text, ">") - 1;

	for (char **flag = w->unit->cflags; *flag; flag++)
		if (!strncmp(*flag, "-I", 2)) {
			const char *path = strings__format(w->strings, "%s/%.*s", *flag + 2, len,
							   include->text + 1);

			map__put(named, without_dot(path), (void *)path);
		}
}

/* The driver's file that is included; -1 if it is none, or nobody knows. */
static int own_source(const struct plan *plan, const struct plan_source *by,
		      const struct plan_include *include)
{
	size_t len = strcspn(include->text + 1, "\">");

	for (unsigned int i = 0; i < plan->nr_sources; i++) {
		const char *path = plan->sources[i].path;
		size_t at = strlen(path);

		if (read__names(by, include, path) ||
		    (at > len && path[at - len - 1] == '/' &&
		     !strncmp(path + at - len, include->text + 1, len)))
			return i;
	}
	return -1;
}

/* Return: whether a macro was met, or what may be one. */
static bool walk(struct walk *w, int source)
{
	const struct plan_source *s = &w->plan->sources[source];

	if (w->seen[source])
		return false;
	w->seen[source] = true;
	for (unsigned int i = 0; i < s->nr_includes; i++) {
		const struct plan_include *include = &s->includes[i];
		int own = own_source(w->plan, s, include);

		if (s->macro_line && include->line > s->macro_line)
			return true;
		if (own < 0 && *include->text != '<')
			return true;
		if (own >= 0 && walk(w, own))
			return true;
		if (own < 0 && !include->inside && !include->perhaps)
			add_named(w, &w->named, include);
	}
	return s->macro_line;
}

/* All that the driver's text names anywhere. */
static struct map all_named(struct walk *w)
{
	struct map named = { 0 };

	for (unsigned int s = 0; s < w->plan->nr_sources; s++) {
		const struct plan_source *source = &w->plan->sources[s];

		for (unsigned int i = 0; i < source->nr_includes; i++)
			if (*source->includes[i].text == '<' && !source->includes[i].inside)
				add_named(w, &named, &source->includes[i]);
	}
	return named;
}

static void keep_early(struct walk *w, char **headers)
{
	struct map named = all_named(w);
	char **to = headers, **end = headers;

	for (char **header = headers; *header; header++)
		if (map__get(&w->named, without_dot(*header)))
			end = header + 1;
	for (char **header = headers; *header; header++)
		if (header < end && map__get(&named, without_dot(*header)))
			*to++ = *header;
		else
			free(*header);
	*to = NULL;
	map__clear(&named);
}

static void read_headers(const struct plan *plan, struct plan_unit *unit)
{
	struct walk w = { .plan = plan, .unit = unit, .strings = strings__new() };

	w.seen = store__alloc(plan->nr_sources * sizeof(*w.seen));
	walk(&w, unit->source);
	keep_early(&w, unit->headers);
	map__clear(&w.named);
	strings__free(w.strings);
	free(w.seen);
}

void read__headers(struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_units; i++)
		if (plan->units[i].headers)
			read_headers(plan, &plan->units[i]);
}
