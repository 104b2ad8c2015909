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
