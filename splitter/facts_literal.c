// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: where the text of a string literal is, so that both views may
 * have a name in its place.
 */
#include <string.h>

#include "facts_clang.h"

/* Are there but literals, side by side, in that range? */
static bool only_literals(struct unit_facts *u, CXSourceRange range)
{
	CXToken *tokens = NULL;
	unsigned int nr = 0;
	bool only;

	clang_tokenize(u->tu, range, &tokens, &nr);
	only = nr;
	for (unsigned int i = 0; i < nr; i++)
		only &= *facts__text(u, clang_getTokenSpelling(u->tu, tokens[i])) == '"';
	clang_disposeTokens(u->tu, tokens, nr);
	return only;
}

bool facts__in_macro(CXSourceLocation location)
{
	unsigned int expanded, spelled;

	clang_getExpansionLocation(location, NULL, NULL, NULL, &expanded);
	clang_getSpellingLocation(location, NULL, NULL, NULL, &spelled);
	return expanded != spelled;
}

/* "#define NAME "text"" */
static bool defines(const char *text, const char *name, size_t len)
{
	for (const char *p = text; (p = strstr(p, "define")); p++) {
		const char *word = p + 6 + strspn(p + 6, " \t");

		if (p > text && strchr("# \t", p[-1]) && !strncmp(word, name, len) &&
		    strchr(" \t", word[len]) && word[len + strspn(word + len, " \t")] == '"')
			return true;
	}
	return false;
}

/* Length of the name, at a place, of a macro that this file defines to be a literal; or 0. */
static size_t macro_name(struct unit_facts *u, CXSourceLocation location)
{
	unsigned int at;
	CXFile file;
	const char *text;
	size_t len, name;

	clang_getExpansionLocation(location, &file, NULL, NULL, &at);
	text = clang_getFileContents(u->tu, file, &len);
	if (!text || at >= len)
		return 0;
	name = strspn(text + at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "abcdefghijklmnopqrstuvwxyz_0123456789");
	return name && defines(text, text + at, name) ? name : 0;
}

const struct literal *facts__literal(struct unit_facts *u, CXCursor cursor)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	struct spot start = facts__spot(u, clang_getRangeStart(range));
	struct spot end = facts__spot(u, clang_getRangeEnd(range));
	const char *text = facts__text(u, clang_getCursorSpelling(cursor));
	struct literal *literal;
	size_t len = 0;

	if (start.source < 0 || start.source != end.source || start.line != end.line ||
	    !plan__is_code(&u->plan->sources[start.source]) || *text != '"')
		return NULL;
	if (facts__in_macro(clang_getRangeStart(range)))
		len = macro_name(u, clang_getRangeStart(range));
	else if (only_literals(u, range))
		len = end.offset - start.offset;
	if (!len)
		return NULL;
	literal = store__alloc(sizeof(*literal));
	*literal = (struct literal){ start.source, start.offset, start.offset + len, text };
	*STORE_ADD(u->facts->literals, u->facts->nr_literals) = literal;
	return literal;
}
