// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: which pointers in structures an expression follows, and their text, so
 * that the kernel half can look at one before it does.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

bool facts__follows(CXCursor member, CXCursor *base)
{
	struct kids kids = facts__kids(member);

	*base = kids.nr ? facts__strip(kids.items[0], true) : member;
	free(kids.items);
	return clang_getCanonicalType(clang_getCursorType(*base)).kind == CXType_Pointer &&
	       clang_getCursorKind(*base) != CXCursor_DeclRefExpr;
}

const char *facts__plain_text(struct unit_facts *u, CXCursor cursor)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	unsigned int start, end;
	CXFile file, same;
	const char *text;
	size_t len, n = 0;

	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &start);
	clang_getFileLocation(clang_getRangeEnd(range), &same, NULL, NULL, &end);
	text = clang_getFileContents(u->tu, file, &len);
	if (!text || !facts__same_file(file, same) || start >= end || end > len ||
	    facts__in_macro(clang_getRangeStart(range)))
		return NULL;
	while (start + n < end && (isalnum((unsigned char)text[start + n]) ||
				   strchr("_->.", text[start + n])))
		n++;
	return start + n == end ? strings__format(u->facts->strings, "%.*s", (int)n, text + start) :
				  NULL;
}
