// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: where a macro is used. What it makes may be an expression, a statement, or
 * but the beginning of one ("for (...)"), of which the rest follows.
 */
#include <ctype.h>
#include <string.h>

#include "facts_clang.h"

CXSourceLocation facts__use_start(struct unit_facts *u, CXSourceLocation location)
{
	unsigned int at;
	CXFile file;

	clang_getExpansionLocation(location, &file, NULL, NULL, &at);
	return clang_getLocationForOffset(u->tu, file, at);
}

/* Behind its name, and its arguments, if it has some; NULL: there is a literal in them. */
static const char *behind_use(const char *p)
{
	const char *end = p;

	while (isalnum((unsigned char)*end) || *end == '_')
		end++;
	for (p = end; isspace((unsigned char)*p); p++)
		;
	if (*p != '(')
		return end;
	end = facts__end_of(p + 1, ")");
	return end ? end + 1 : NULL;
}

CXSourceLocation facts__use_end(struct unit_facts *u, CXSourceLocation location)
{
	const char *text, *end;
	unsigned int at;
	CXFile file;
	size_t len;

	clang_getExpansionLocation(location, &file, NULL, NULL, &at);
	text = clang_getFileContents(u->tu, file, &len);
	end = text && at < len ? behind_use(text + at) : NULL;
	return end ? clang_getLocationForOffset(u->tu, file, end - text) : clang_getNullLocation();
}

bool facts__is_closed(struct unit_facts *u, CXSourceLocation location)
{
	const char *text;
	unsigned int at;
	CXFile file;
	size_t len;

	clang_getFileLocation(location, &file, NULL, NULL, &at);
	text = clang_getFileContents(u->tu, file, &len);
	while (text && at < len && isspace((unsigned char)text[at]))
		at++;
	return text && at < len && strchr(";),]}?:=!<>|", text[at]);
}
