// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: whether a region reads a variable before it has set it. */
#include <stdlib.h>

#include "facts_clang.h"

/** enum first - what a piece of text does first with a variable */
enum first {
	FIRST_NOTHING,
	FIRST_PERHAPS_SET,	/* ... and does not read it before that */
	FIRST_SET,
	FIRST_READ,
};

static enum first first_use(CXCursor cursor, CXCursor decl);

/* What is done after @first was, in order. */
static enum first then(enum first first, enum first next)
{
	if (first == FIRST_READ || first == FIRST_SET || next == FIRST_NOTHING)
		return first;
	return next;
}

/* One may get into this by a jump; @cases: to a case of a switch around it, too. */
static bool is_entered(CXCursor cursor, bool cases)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found = false;

	if (kind == CXCursor_LabelStmt ||
	    (cases && (kind == CXCursor_CaseStmt || kind == CXCursor_DefaultStmt)))
		return true;
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = is_entered(kids.items[i], cases && kind != CXCursor_SwitchStmt);
	free(kids.items);
	return found;
}

/* What may be left out. */
static enum first perhaps(enum first first)
{
	return first == FIRST_SET ? FIRST_PERHAPS_SET : first;
}

/* What was done before this. */
static enum first before(enum first first, CXCursor next)
{
	return is_entered(next, true) ? perhaps(first) : first;
}

static enum first first_of_assignment(const struct kids *kids, CXCursor decl)
{
	enum first first = first_use(kids->items[1], decl);
	CXCursor plain = facts__strip(kids->items[0], true);

	if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr &&
	    clang_equalCursors(clang_getCursorReferenced(plain), decl))
		return then(first, FIRST_SET);
	return then(first, first_use(kids->items[0], decl));
}

/* Of these, only what comes first is sure to run; a DO's body is, but it may be left. */
static bool may_skip(CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_IfStmt:
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
	case CXCursor_SwitchStmt:
	case CXCursor_ConditionalOperator:
		return true;
	case CXCursor_BinaryOperator:
		return clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_LAnd ||
		       clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_LOr;
	default:
		return false;
	}
}

static enum first first_use(CXCursor cursor, CXCursor decl)
{
	bool skips = may_skip(cursor), body_first = clang_getCursorKind(cursor) == CXCursor_DoStmt;
	enum first first = FIRST_NOTHING, next;
	struct kids kids;

	if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr)
		return clang_equalCursors(clang_getCursorReferenced(cursor), decl) ? FIRST_READ :
										     FIRST_NOTHING;
	kids = facts__kids(cursor);
	if (kids.nr == 2 && clang_getCursorKind(cursor) == CXCursor_BinaryOperator &&
	    clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign) {
		first = first_of_assignment(&kids, decl);
	} else {
		for (unsigned int i = 0; i < kids.nr; i++) {
			next = first_use(kids.items[i], decl);
			first = then(before(first, kids.items[i]), skips && (i || body_first) ? perhaps(next) : next);
		}
	}
	free(kids.items);
	return first;
}

bool facts__reads_first(const CXCursor *items, unsigned int nr, CXCursor decl)
{
	enum first first = FIRST_NOTHING;

	for (unsigned int i = 0; i < nr; i++)
		first = then(before(first, items[i]), first_use(items[i], decl));
	return first == FIRST_READ;
}
