// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: pointers that are compared with others, or of which numbers are made:
 * where they lead steers a function that never follows them.
 */
#include <stdlib.h>

#include "facts_clang.h"

static bool is_null(const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++)
		if (from->items[i].kind != ORIGIN_NULL)
			return false;
	return true;
}

static void add(struct walker *w, CXCursor pointer, struct origins from)
{
	struct weighed *weighed = STORE_ADD(w->func->weighed, w->func->nr_weighed);

	weighed->from = from;
	weighed->line = facts__line(w->u, pointer);
}

void facts__weigh_both(struct walker *w, const struct kids *kids)
{
	struct origins from[2] = { 0 };
	bool null = false;

	for (unsigned int i = 0; i < 2; i++)
		if (kids->nr != 2 || (!facts__is_pointer(kids->items[i]) &&
				      !facts__is_array(kids->items[i])))
			return;
	for (unsigned int i = 0; i < 2; i++) {
		facts__origins(w, kids->items[i], &from[i]);
		null |= is_null(&from[i]);
	}
	for (unsigned int i = 0; i < 2; i++) {
		if (null)
			free(from[i].items);
		else
			add(w, kids->items[i], from[i]);
	}
}

void facts__weigh_cast(struct walker *w, CXCursor cast, CXCursor of)
{
	struct origins from = { 0 };

	if (clang_getCursorKind(cast) != CXCursor_CStyleCastExpr || !facts__is_pointer(of) ||
	    facts__is_pointer(cast))
		return;
	facts__origins(w, of, &from);
	add(w, of, from);
}
