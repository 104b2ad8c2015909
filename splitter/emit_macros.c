// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Macros that a header of the driver defines for its own functions and takes away again. Those
 * functions are compiled later, behind the shim, so the definition is kept until then.
 */
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

/* The name in a line "#WORD NAME"; its length, or 0 if it is another line. */
static size_t directive(const char *line, const char *word, const char **name)
{
	size_t len = strlen(word);

	line += strspn(line, " \t");
	if (*line++ != '#')
		return 0;
	line += strspn(line, " \t");
	if (strncmp(line, word, len) || !strchr(" \t", line[len]))
		return 0;
	*name = line + len + strspn(line + len, " \t");
	return strcspn(*name, " \t\n(/");
}

/* Does a line from @from up to @end define the macro? */
static bool defines(const char *from, const char *end, const char *name, size_t len)
{
	const char *found;

	while (from && from < end) {
		if (directive(from, "define", &found) == len && !strncmp(found, name, len))
			return true;
		from = strchr(from, '\n');
		from = from ? from + 1 : NULL;
	}
	return false;
}

static bool in_function(const struct plan *plan, unsigned int source, size_t at)
{
	for (unsigned int i = 0; i < plan->nr_functions; i++) {
		const struct plan_function *fn = &plan->functions[i];

		if ((unsigned int)fn->source == source && !fn->from_macro && fn->start <= at &&
		    at <= fn->body_end)
			return true;
	}
	return false;
}

char *emit__next_dropped(const struct emit *e, unsigned int source, const struct text *text,
			 size_t *at)
{
	const char *line = text->s + *at, *end = text->s + text->len, *name;

	for (; line && line < end; line = strchr(line, '\n'), line = line ? line + 1 : NULL) {
		size_t len = directive(line, "undef", &name);

		if (!len || in_function(e->plan, source, line - text->s) ||
		    !defines(text->s, line, name, len) || defines(line, end, name, len))
			continue;
		*at = line - text->s;
		return strndup(name, len);
	}
	return NULL;
}

void emit__bring_back(struct text *out, char *const *names, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		text__printf(out, "#ifdef %s\n#error \"%s has become another macro\"\n#endif\n"
			     "#pragma pop_macro(\"%s\")\n", names[i], names[i], names[i]);
}

void emit__take_away(struct text *out, char *const *names, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++)
		text__printf(out, "#undef %s\n", names[i]);
}
