// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: in the body of "for (i = 0; i < 6; i++)" the variable is below 6,
 * whatever becomes of it elsewhere in the function. See splitter/number.h.
 */
#include <stdlib.h>
#include <string.h>

#include "number.h"

/* Is that place written here, or its address taken, or can one get here past the condition? */
static bool changes(struct numbers *n, CXCursor cursor, const char *place)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	enum CXUnaryOperatorKind unary = clang_getCursorUnaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);
	const char *target = NULL;
	bool found = kind == CXCursor_LabelStmt;

	if (kids.nr && (kind == CXCursor_CompoundAssignOperator ||
			(kind == CXCursor_BinaryOperator &&
			 clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign) ||
			(kind == CXCursor_UnaryOperator && unary >= CXUnaryOperator_PostInc &&
			 unary <= CXUnaryOperator_AddrOf)))
		target = number__place(n, facts__strip(kids.items[0], true));
	found |= target && !strcmp(target, place);
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = changes(n, kids.items[i], place);
	free(kids.items);
	return found;
}

static bool is_below(CXCursor cursor, unsigned long long limit)
{
	unsigned long long value;

	return number__constant(cursor, &value) && (long long)value >= 0 && value < limit;
}

/* "i = 0", where that is how it begins, below its limit. */
static bool begins(struct numbers *n, CXCursor init, const char *place, unsigned long long limit)
{
	CXCursor plain = facts__strip(init, true);
	struct kids kids;
	bool found;

	if (clang_getCursorKind(plain) == CXCursor_DeclStmt)
		plain = facts__last_kid(plain);
	if (clang_getCursorKind(plain) == CXCursor_VarDecl)
		return facts__var(n->w, plain) >= 0 &&
		       !strcmp(number__param(n->w->u->facts->strings, n->w->func,
					     facts__var(n->w, plain), false), place) &&
		       is_below(clang_Cursor_getVarDeclInitializer(plain), limit);
	kids = facts__kids(plain);
	found = kids.nr == 2 && clang_getCursorKind(plain) == CXCursor_BinaryOperator &&
		clang_getCursorBinaryOperatorKind(plain) == CXBinaryOperator_Assign &&
		number__place(n, kids.items[0]) &&
		!strcmp(number__place(n, kids.items[0]), place) &&
		is_below(kids.items[1], limit);
	free(kids.items);
	return found;
}

static bool counts_up(struct numbers *n, CXCursor step, const char *place)
{
	CXCursor plain = facts__strip(step, true);
	enum CXUnaryOperatorKind unary = clang_getCursorUnaryOperatorKind(plain);
	const char *what = number__place(n, facts__last_kid(plain));

	return (unary == CXUnaryOperator_PostInc || unary == CXUnaryOperator_PreInc) && what &&
	       !strcmp(what, place);
}

bool number__counts(struct numbers *n, const CXCursor *parts, CXCursor variable, CXCursor limit,
		    struct number_counter *counter)
{
	unsigned long long most;

	counter->place = number__place(n, facts__strip(variable, true));
	if (!counter->place || strchr(counter->place, '.') || *counter->place == '=' ||
	    *counter->place == '*' || !number__constant(limit, &most) || (long long)most <= 0 ||
	    !begins(n, parts[0], counter->place, most) ||
	    !counts_up(n, parts[2], counter->place) || changes(n, parts[3], counter->place))
		return false;
	counter->most = most - 1;
	counter->outer = n->counters;
	return true;
}

unsigned long long number__counted(const struct numbers *n, const char *place)
{
	for (const struct number_counter *c = n->counters; c && place; c = c->outer)
		if (!strcmp(c->place, place))
			return c->most;
	return NUMBER_UNBOUNDED;
}
