// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel half's stub of a macro that holds a static lockdep key: a call for each line of the
 * driver that has one. The last argument is the line.
 */
#include <stdlib.h>

#include "emit_parts.h"

/* By the name of its first argument lockdep knows the lock. */
static void put_site(struct text *out, const struct plan_downcall *plan, unsigned int i,
		     const char *rest)
{
	const char *first = emit__arg(&plan->args[0]);
	char *name = store__format("%s_%u", plan->sites[i].function, plan->sites[i].line);

	text__printf(out, "\tcase %u: {\n\t\ttypeof(%s) %s = %s;\n\n\t\t%s(%s%s);\n\t\tbreak;\n\t}\n",
		     plan->sites[i].line, first, name, first, plan->name, name, rest);
	free(name);
}

/* A user half that names a line without a call gets the key that is left. */
void emit__call_by_site(struct text *out, const struct plan_downcall *plan)
{
	unsigned int nr = plan->nr_args - 1;
	struct text rest = {};

	for (unsigned int i = 1; i < nr; i++)
		text__printf(&rest, ", %s", emit__arg(&plan->args[i]));
	text__printf(out, "\tswitch (%s) {\n", emit__arg(&plan->args[nr]));
	for (unsigned int i = 0; i < plan->nr_sites; i++)
		put_site(out, plan, i, rest.s ? rest.s : "");
	text__printf(out, "\tdefault:\n\t\t%s(%s%s);\n\t}\n", plan->name,
		     emit__arg(&plan->args[0]), rest.s ? rest.s : "");
	text__free(&rest);
}
