// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: where the text of a string literal is, so that both views may
 * have a name in its place.
 */
#include <string.h>

#include "facts_clang.h"

/* The literals that stand side by side, with one blank between them; NULL if anything else does. */
static const char *text_of(struct unit_facts *u, CXSourceRange range)
{
	struct strings *strings = u->facts->strings;
	const char *text = "";
	CXToken *tokens = NULL;
	unsigned int nr = 0;

	clang_tokenize(u->tu, range, &tokens, &nr);
	for (unsigned int i = 0; text && i < nr; i++) {
		const char *word = facts__text(u, clang_getTokenSpelling(u->tu, tokens[i]));

		text = *word == '"' ? strings__format(strings, "%s%s%s", text, *text ? " " : "", word) :
		       NULL;
	}
	clang_disposeTokens(u->tu, tokens, nr);
	return text && *text ? text : NULL;
}

static bool in_macro(CXSourceLocation location)
{
	unsigned int expanded, spelled;

	clang_getExpansionLocation(location, NULL, NULL, NULL, &expanded);
	clang_getSpellingLocation(location, NULL, NULL, NULL, &spelled);
	return expanded != spelled;
}

const struct literal *facts__literal(struct unit_facts *u, CXCursor cursor)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	struct spot start = facts__spot(u, clang_getRangeStart(range));
	struct spot end = facts__spot(u, clang_getRangeEnd(range));
	const char *text;
	struct literal *literal;

	if (start.source < 0 || start.source != end.source || start.line != end.line ||
	    u->plan->sources[start.source].header || in_macro(clang_getRangeStart(range)))
		return NULL;
	text = text_of(u, range);
	if (!text)
		return NULL;
	literal = store__alloc(sizeof(*literal));
	*literal = (struct literal){ start.source, start.offset, end.offset, text };
	*STORE_ADD(u->facts->literals, u->facts->nr_literals) = literal;
	return literal;
}
