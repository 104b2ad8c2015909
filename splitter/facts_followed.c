// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: which pointers in structures an expression follows, and their text, so
 * that the kernel half can look at one before it does.
 */
#include <stdlib.h>

#include "facts_clang.h"

bool facts__follows(CXCursor member, CXCursor *base)
{
	struct kids kids = facts__kids(member);

	*base = kids.nr ? facts__strip(kids.items[0], true) : member;
	free(kids.items);
	return clang_getCanonicalType(clang_getCursorType(*base)).kind == CXType_Pointer &&
	       clang_getCursorKind(*base) != CXCursor_DeclRefExpr;
}

/* What a member is taken of, past structures without a name that it is in. */
static CXCursor holder_of(CXCursor member)
{
	CXCursor base = member;
	CXString name;
	bool named;

	do {
		struct kids kids = facts__kids(base);

		base = kids.nr ? facts__strip(kids.items[0], true) : clang_getNullCursor();
		free(kids.items);
		name = clang_getCursorSpelling(base);
		named = *clang_getCString(name);
		clang_disposeString(name);
	} while (clang_getCursorKind(base) == CXCursor_MemberRefExpr && !named);
	return base;
}

static const char *member_text(struct unit_facts *u, CXCursor member, const char *name)
{
	CXCursor base = holder_of(member);
	const char *of = facts__plain_text(u, base);
	bool arrow = facts__is_pointer(base);

	return of ? strings__format(u->facts->strings, "%s%s%s", of, arrow ? "->" : ".", name) :
		    NULL;
}

const char *facts__plain_text(struct unit_facts *u, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);
	CXString name = clang_getCursorSpelling(plain);
	const char *text = NULL;

	if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr)
		text = strings__format(u->facts->strings, "%s", clang_getCString(name));
	else if (clang_getCursorKind(plain) == CXCursor_MemberRefExpr)
		text = member_text(u, plain, clang_getCString(name));
	clang_disposeString(name);
	return text;
}
