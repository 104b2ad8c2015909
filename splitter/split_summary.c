// SPDX-License-Identifier: GPL-2.0-or-later
/* What is told of a split that is done. */
#include <stdio.h>
#include <string.h>
#include <jansson.h>

#include "../user/cmd.h"
#include "figures.h"
#include "notes.h"
#include "split.h"

static json_t *missing_json(const struct plan *plan)
{
	json_t *all = json_array();

	for (unsigned int i = 0; i < plan->nr_missing; i++) {
		const struct plan_missing *m = &plan->missing[i];

		json_array_append_new(all, json_pack("{s:s, s:s?, s:i, s:s?, s:s?}",
			"symbol", m->symbol, "file", m->file, "line", (int)m->line,
			"function", m->user, "advice", m->advice));
	}
	return all;
}

static json_t *sources_json(const struct plan *plan)
{
	json_t *all = json_array();

	for (unsigned int i = 0; i < plan->nr_sources; i++)
		json_array_append_new(all, json_pack("{s:s, s:s}", "file", plan->sources[i].rel,
						     "sha256", plan->sources[i].sha256));
	return all;
}

static json_t *figures_json(const struct plan *plan)
{
	struct figures f = figures__of(plan);

	return json_pack("{s:i, s:i, s:i, s:f, s:i, s:i, s:i, s:i, s:i, s:i}",
			 "functions_total", (int)f.functions, "functions_user", (int)f.user,
			 "functions_both", (int)f.both, "percent_user", f.percent,
			 "lines_total", (int)f.lines, "lines_user", (int)f.lines_user,
			 "upcall_stubs", (int)plan->nr_upcalls,
			 "downcall_stubs", (int)plan->nr_downcalls, "fields_shared", (int)f.shared,
			 "fields_reachable", (int)f.reachable);
}

void split__print_json(const struct split *s, const struct plan *plan,
		       const struct split_times *times)
{
	json_t *all = json_pack("{s:s, s:s, s:s, s:s}", "driver", plan->driver,
				"kernel", plan->kernel, "dir", s->out, "build_id", plan->build_id);

	json_object_update_new(all, figures_json(plan));
	json_object_update_new(all, json_pack("{s:f, s:f, s:o, s:o}", "seconds", times->all,
					      "analysis_seconds", times->analysis,
					      "sources", sources_json(plan),
					      "missing", missing_json(plan)));
	cmd__print_json(all);
}

/* Each line of @notes, which ends here. */
static void print_notes(struct text *notes)
{
	for (char *line = notes->s ? strtok(notes->s, "\n") : NULL; line; line = strtok(NULL, "\n"))
		fprintf(stderr, "cleave: note: %s\n", line);
	text__free(notes);
}

void split__print(const struct split *s, const struct plan *plan)
{
	struct figures f = figures__of(plan);
	struct text notes = {};

	notes__missing(&notes, plan);
	notes__audited(&notes, plan);
	notes__idle(&notes, plan);
	if (!f.user && !f.both)
		text__printf(&notes, "the user half of %s is empty; cleave explain %s FUNCTION says why\n",
			     plan->driver, plan->driver);
	print_notes(&notes);
	printf("%s: %u of %u functions in the user half, %u in both; %u of %u lines; "
	       "%u upcalls, %u downcalls, %u shared fields\n%s: %s\n", plan->driver, f.user,
	       f.functions, f.both, f.lines_user, f.lines, plan->nr_upcalls, plan->nr_downcalls,
	       f.shared, plan->driver, s->out);
}
