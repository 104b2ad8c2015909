// SPDX-License-Identifier: GPL-2.0-or-later
/* Notes on a plan, see splitter/notes.h. */
#include <stdlib.h>
#include <string.h>

#include "notes.h"
#include "store.h"

#define NAMED	3	/* functions that a note names; of more it says how many */

/* A symbol that the model does not know. */
struct gap {
	const struct plan_missing *first;	/* in the plan's order */
	unsigned int functions;
};

/* Those that keep most functions first, else in the plan's order. */
static int by_weight(const void *a, const void *b)
{
	const struct gap *one = a, *two = b;

	if (one->functions != two->functions)
		return one->functions < two->functions ? 1 : -1;
	return one->first < two->first ? -1 : 1;
}

static struct gap *gap_of(struct gap *gaps, unsigned int nr, const char *symbol)
{
	for (unsigned int i = 0; i < nr; i++) {
		if (!strcmp(gaps[i].first->symbol, symbol))
			return &gaps[i];
	}
	return NULL;
}

/* "one, two, three and 4 more" of the functions that @gap keeps. */
static void put_functions(struct text *out, const struct plan *plan, const struct gap *gap)
{
	const struct plan_missing *m = gap->first;

	for (unsigned int named = 0; named < NAMED && m < plan->missing + plan->nr_missing; m++) {
		if (strcmp(m->symbol, gap->first->symbol))
			continue;
		text__printf(out, "%s%s", named++ ? ", " : "", m->user);
	}
	if (gap->functions > NAMED)
		text__printf(out, " and %u more", gap->functions - NAMED);
}

static void put_gap(struct text *out, const struct plan *plan, const struct gap *gap)
{
	const struct plan_missing *m = gap->first;
	size_t dir = strlen(plan->dir);
	const char *file = m->file;

	if (!strncmp(file, plan->dir, dir) && file[dir] == '/')
		file += dir + 1;
	text__printf(out, "%s:%u: %s has no policy, which keeps ", file, m->line, m->symbol);
	put_functions(out, plan, gap);
	text__put(out, " in the kernel half");
	if (m->advice)
		text__printf(out, "; if that is so, add: %s", m->advice);
	text__put(out, "\n");
}

void notes__missing(struct text *out, const struct plan *plan)
{
	struct gap *gaps = store__alloc(plan->nr_missing * sizeof(*gaps));
	unsigned int nr = 0;

	for (unsigned int i = 0; i < plan->nr_missing; i++) {
		struct gap *gap = gap_of(gaps, nr, plan->missing[i].symbol);

		if (!gap) {
			gap = &gaps[nr++];
			gap->first = &plan->missing[i];
		}
		gap->functions++;
	}
	qsort(gaps, nr, sizeof(*gaps), by_weight);
	for (unsigned int i = 0; i < nr; i++)
		put_gap(out, plan, &gaps[i]);
	free(gaps);
}

void notes__audited(struct text *out, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_functions; i++) {
		const struct plan_function *fn = &plan->functions[i];

		if (fn->reason && !strncmp(fn->reason, PLAN_AUDITED, strlen(PLAN_AUDITED)))
			text__printf(out, "%s stays in the kernel half by the last check alone: %s; please report it\n",
				     fn->name, fn->reason + strlen(PLAN_AUDITED));
	}
}

void notes__idle(struct text *out, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_idles; i++) {
		const struct plan_idle *idle = &plan->idles[i];

		text__printf(out, "%s:%u: the driver calls no function %s", idle->file, idle->line,
			     idle->name);
		if (idle->other)
			text__printf(out, ", which stands for %s", idle->other);
		text__put(out, "; the line has no effect\n");
	}
}
