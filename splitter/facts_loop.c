// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: what a loop is made of. */
#include <stdlib.h>

#include "facts_clang.h"

static bool is_condition(CXCursor cursor)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);

	switch (clang_getCursorKind(cursor)) {
	case CXCursor_DeclStmt:
	case CXCursor_CompoundAssignOperator:
		return false;
	case CXCursor_BinaryOperator:
		return kind != CXBinaryOperator_Assign && kind != CXBinaryOperator_Comma;
	default:
		return true;
	}
}

/* Of a FOR libclang leaves out what is not there: then whatever may be its condition is it. */
struct loop_parts facts__loop_parts(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids = facts__kids(cursor);
	struct loop_parts loop = { clang_getNullCursor(), clang_getNullCursor(), clang_getNullCursor() };

	if (kids.nr)
		loop.body = kids.items[kind == CXCursor_DoStmt ? 0 : kids.nr - 1];
	if (kind != CXCursor_ForStmt && kids.nr == 2)
		loop.cond = kids.items[kind == CXCursor_DoStmt];
	for (unsigned int i = 0; kind == CXCursor_ForStmt && i + 1 < kids.nr; i++) {
		if (clang_Cursor_isNull(loop.cond) && (kids.nr == 4 ? i == 1 : is_condition(kids.items[i])))
			loop.cond = kids.items[i];
		else if (!clang_Cursor_isNull(loop.cond))
			loop.step = kids.items[i];
	}
	free(kids.items);
	return loop;
}

/** struct counting - what is in a condition and a step */
struct counting {
	unsigned int named;	/* variables and members */
	bool steps;		/* one goes up or down */
};

static enum CXChildVisitResult note_counting(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct counting *c = data;

	(void)parent;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		c->named++;
		break;
	case CXCursor_CompoundAssignOperator:
		c->steps = true;
		break;
	case CXCursor_UnaryOperator:
		switch (clang_getCursorUnaryOperatorKind(cursor)) {
		case CXUnaryOperator_PostInc:
		case CXUnaryOperator_PostDec:
		case CXUnaryOperator_PreInc:
		case CXUnaryOperator_PreDec:
			c->steps = true;
			break;
		default:
			break;
		}
		break;
	default:
		break;
	}
	return CXChildVisit_Recurse;
}

static struct counting counting_of(CXCursor cursor)
{
	struct counting c = { 0 };

	if (clang_Cursor_isNull(cursor))
		return c;
	note_counting(cursor, cursor, &c);
	clang_visitChildren(cursor, note_counting, &c);
	return c;
}

bool facts__is_counted(CXCursor cursor)
{
	struct loop_parts loop = facts__loop_parts(cursor);
	struct counting cond = counting_of(loop.cond);

	return cond.named == 1 && (cond.steps || counting_of(loop.step).steps);
}
