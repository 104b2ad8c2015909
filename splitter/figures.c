// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts, see splitter/figures.h. */
#include "figures.h"

static double percent(unsigned int part, unsigned int whole)
{
	return whole ? 100.0 * part / whole : 0;
}

struct figures figures__of(const struct plan *plan)
{
	struct figures f = { .functions = plan->nr_functions, .reachable = plan->reachable };
	unsigned int i;

	for (i = 0; i < plan->nr_functions; i++) {
		const struct plan_function *fn = &plan->functions[i];
		unsigned int lines = fn->end_line - fn->line + 1;

		f.lines += lines;
		f.user += fn->side == SIDE_USER;
		f.both += fn->side == SIDE_BOTH;
		f.lines_user += fn->side == SIDE_USER ? lines : 0;
		f.lines_both += fn->side == SIDE_BOTH ? lines : 0;
	}
	for (i = 0; i < plan->nr_types; i++)
		f.shared += plan->types[i].nr_fields;
	f.percent = percent(f.user + f.both, f.functions);
	f.shared_percent = percent(f.shared, f.reachable);
	return f;
}
