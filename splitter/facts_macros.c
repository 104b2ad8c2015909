// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: the macros that the model lists. Where a unit's shim
 * goes they are redefined as calls of functions, so that their uses,
 * also those in other macros, are calls in the tree that the pass walks; or as what they mean.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

static int by_name(const void *a, const void *b)
{
	const struct model_function *const *x = a, *const *y = b;

	return strcmp((*x)->name, (*y)->name);
}

static void redefine(FILE *out, const struct model_function *macro)
{
	const char *type = macro->returns.type ? macro->returns.type : "int";

	if (macro->means) {
		fprintf(out, "#ifdef %s\n#undef %s\n#define %s(%s) %s\n#endif\n", macro->name,
			macro->name, macro->name, macro->params, macro->means);
		return;
	}
	fprintf(out, "#ifdef %s\n#undef %s\nextern __typeof__(%s) " FACTS_MACRO_PREFIX "%s();\n",
		macro->name, macro->name, type, macro->name);
	fprintf(out, "#define %s(...) " FACTS_MACRO_PREFIX "%s(__VA_ARGS__)\n#endif\n",
		macro->name, macro->name);
}

char *facts__macro_shim(const struct model *model)
{
	const struct model_function **all = store__alloc((model->macros.nr + 1) * sizeof(*all));
	unsigned int nr = 0;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		abort();
	for (unsigned int i = 0; i < model->macros.room; i++)
		if (model->macros.slots[i].value)
			all[nr++] = model->macros.slots[i].value;
	qsort(all, nr, sizeof(*all), by_name);
	for (unsigned int i = 0; i < nr; i++)
		redefine(out, all[i]);
	fclose(out);
	free(all);
	return text;
}
