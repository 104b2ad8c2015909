// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: what a region does with what the user half chooses:
 * subscripts, arithmetic with pointers, divisors, loops, arguments of calls.
 */
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "steer.h"

#define FEW	256	/* rounds that a loop may be made to take */

static void check(struct steer *s, CXCursor cursor);

/* @name is what steers, or NULL: nothing does. */
static void refuse(struct steer *s, CXCursor cursor, const char *name, const char *what)
{
	if (!name || s->why)
		return;
	s->why = strings__format(s->w->u->facts->strings,
				 "its variable %s, which the user half chooses, %s", name, what);
	s->at = s->in >= 0 ? s->bodies[s->in].call : cursor;
}

static void check_kids(struct steer *s, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		check(s, kids.items[i]);
	free(kids.items);
}

static bool names(CXCursor cursor, CXCursor decl)
{
	CXCursor plain = facts__strip(cursor, true);

	return clang_getCursorKind(plain) == CXCursor_DeclRefExpr &&
	       clang_equalCursors(clang_getCursorReferenced(plain), decl);
}

/* ---- bounds -------------------------------------------------------------- */

static unsigned long long literal(CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);
	unsigned long long value;

	return clang_getCursorKind(plain) == CXCursor_IntegerLiteral &&
	       number__constant(plain, &value) ? value : NUMBER_UNBOUNDED;
}

/* No value of an expression is above this or below 0. NUMBER_UNBOUNDED: that is not known. */
static unsigned long long bound(CXCursor cursor)
{
	unsigned long long most = number__most(cursor);
	CXCursor inner = facts__step(cursor);
	struct kids kids;

	if (!clang_equalCursors(inner, cursor)) {
		unsigned long long other = bound(inner);

		return other < most ? other : most;
	}
	if (clang_getCursorKind(cursor) == CXCursor_BinaryOperator &&
	    clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_And) {
		kids = facts__kids(cursor);
		for (unsigned int i = 0; i < kids.nr; i++)
			if (literal(kids.items[i]) < most)
				most = literal(kids.items[i]);
		free(kids.items);
	}
	return most;
}

static bool is_guarded(const struct steer *s, CXCursor base)
{
	for (unsigned int i = 0; i < s->nr_guarded; i++)
		if (names(base, s->guarded[i]))
			return true;
	return false;
}

/* The region's own text can have a guard; what it calls cannot. */
static bool guard(struct steer *s, CXCursor index, const char *name, long long count)
{
	struct unit_facts *u = s->w->u;

	for (unsigned int i = 0; i < s->nr_given && s->in < 0 && count > 1; i++)
		if (!strcmp(facts__text(u, clang_getCursorSpelling(s->given[i])), name))
			return facts__guard_array(u, s->guards, index, count, i);
	return false;
}

static void check_subscript(struct steer *s, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	const char *name;
	long long count;

	if (kids.nr == 2 && !is_guarded(s, kids.items[0])) {
		CXCursor base = facts__strip(kids.items[0], false);

		count = facts__is_array(base) ?
			clang_getArraySize(clang_getCanonicalType(clang_getCursorType(base))) : 0;
		/* One element long: what it is then, the driver alone knows. */
		name = count > 1 && bound(kids.items[1]) < (unsigned long long)count ? NULL :
			steer__chosen(s, kids.items[1]);
		if (name && !guard(s, kids.items[1], name, count))
			refuse(s, cursor, name, "is an index");
	}
	free(kids.items);
}

/* ---- operators ----------------------------------------------------------- */

static void check_operator(struct steer *s, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);
	bool moves = kind == CXBinaryOperator_Add || kind == CXBinaryOperator_Sub ||
		     kind == CXBinaryOperator_AddAssign || kind == CXBinaryOperator_SubAssign;

	for (unsigned int i = 0; i < kids.nr && moves && facts__is_pointer(cursor); i++)
		if (!facts__is_pointer(kids.items[i]) && !facts__is_array(kids.items[i]))
			refuse(s, cursor, steer__chosen(s, kids.items[i]), "moves a pointer");
	if (kids.nr == 2 && (kind == CXBinaryOperator_Div || kind == CXBinaryOperator_Rem ||
			     kind == CXBinaryOperator_DivAssign ||
			     kind == CXBinaryOperator_RemAssign))
		refuse(s, cursor, steer__chosen(s, kids.items[1]), "is a divisor");
	free(kids.items);
}

static void check_cast(struct steer *s, CXCursor cursor)
{
	CXCursor inner = facts__last_kid(cursor);

	if (!clang_Cursor_isNull(inner) && facts__is_pointer(cursor) && !facts__is_pointer(inner) &&
	    !facts__is_array(inner) && number__most(inner) == NUMBER_UNBOUNDED &&
	    clang_getCanonicalType(clang_getCursorType(inner)).kind >= CXType_FirstBuiltin &&
	    clang_getCanonicalType(clang_getCursorType(inner)).kind <= CXType_LastBuiltin)
		refuse(s, cursor, steer__chosen(s, inner), "becomes a pointer");
}

/* ---- calls --------------------------------------------------------------- */

/* What the compiler answers by itself. */
static bool is_hint(struct steer *s, CXCursor call)
{
	const char *name = facts__text(s->w->u, clang_getCursorSpelling(clang_getCursorReferenced(call)));

	return !strcmp(name, "__builtin_expect") || !strcmp(name, "__builtin_constant_p");
}

static void check_call(struct steer *s, CXCursor call)
{
	const struct model_function *entry = facts__entry(s->w->u, call);

	if (is_hint(s, call) || !clang_Cursor_isNull(steer__followed(s, call)))
		return;
	for (int i = 0; i < clang_Cursor_getNumArguments(call); i++) {
		CXCursor arg = clang_Cursor_getArgument(call, i);

		if (facts__is_pointer(arg) || facts__is_array(arg) || (entry && model__plain_value(entry, i)))
			continue;
		refuse(s, call, steer__chosen(s, arg),
		       strings__format(s->w->u->facts->strings,
				       "is given to %s, and no model says that it is but a value",
				       facts__text(s->w->u, clang_getCursorSpelling(call))));
	}
}

/* ---- loops --------------------------------------------------------------- */

static bool is_increment(CXCursor cursor, CXCursor decl)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);
	struct kids kids;
	bool found;

	if (clang_getCursorKind(cursor) != CXCursor_UnaryOperator ||
	    (kind != CXUnaryOperator_PostInc && kind != CXUnaryOperator_PreInc))
		return false;
	kids = facts__kids(cursor);
	found = kids.nr && names(kids.items[0], decl);
	free(kids.items);
	return found;
}

/* Is a variable changed by anything but ++? Is there a continue? */
static bool disturbed(CXCursor cursor, CXCursor decl)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found;

	if (kind == CXCursor_ContinueStmt)
		return true;
	if (is_increment(cursor, decl))
		return false;
	kids = facts__kids(cursor);
	found = kids.nr && names(kids.items[0], decl) &&
		(kind == CXCursor_CompoundAssignOperator ||
		 (kind == CXCursor_BinaryOperator &&
		  clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign) ||
		 (kind == CXCursor_UnaryOperator &&
		  (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_AddrOf ||
		   clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_PostDec ||
		   clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_PreDec)));
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = disturbed(kids.items[i], decl);
	free(kids.items);
	return found;
}

static bool increments(const struct steer *s, CXCursor cursor, CXCursor decl)
{
	(void)s;
	return is_increment(cursor, decl);
}

static bool indexes_guarded(const struct steer *s, CXCursor cursor, CXCursor decl)
{
	struct kids kids;
	bool found;

	if (clang_getCursorKind(cursor) != CXCursor_ArraySubscriptExpr)
		return false;
	kids = facts__kids(cursor);
	found = kids.nr == 2 && is_guarded(s, kids.items[0]) &&
		(names(kids.items[1], decl) ||
		 is_increment(facts__strip(kids.items[1], true), decl));
	free(kids.items);
	return found;
}

/* Is there something in a piece of text that is sure to be done each time it runs? */
static bool always(const struct steer *s, CXCursor cursor, CXCursor decl,
		   bool (*done)(const struct steer *, CXCursor, CXCursor))
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found = false;

	if (clang_Cursor_isNull(cursor) || kind == CXCursor_UnaryExpr)
		return false;
	if (done(s, cursor, decl))
		return true;
	if (kind != CXCursor_CompoundStmt && kind != CXCursor_BinaryOperator &&
	    kind != CXCursor_CompoundAssignOperator && kind != CXCursor_ArraySubscriptExpr &&
	    clang_equalCursors(facts__step(cursor), cursor))
		return false;
	if (kind == CXCursor_BinaryOperator &&
	    (clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_LAnd ||
	     clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_LOr))
		return false;
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = always(s, kids.items[i], decl, done);
	free(kids.items);
	return found;
}

/* Does a loop count up, to a bound that is small, or until a guard leaves it? */
static bool counts(const struct steer *s, const struct loop_parts *loop)
{
	CXCursor cond = facts__strip(loop->cond, true), var;
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cond);
	struct kids kids;
	bool few;

	if (clang_getCursorKind(cond) != CXCursor_BinaryOperator ||
	    (kind != CXBinaryOperator_LT && kind != CXBinaryOperator_LE))
		return false;
	kids = facts__kids(cond);
	var = clang_getCursorReferenced(facts__strip(kids.items[0], true));
	few = bound(kids.items[1]) <= FEW && !steer__chosen(s, kids.items[0]);
	free(kids.items);
	if (clang_getCursorKind(var) != CXCursor_VarDecl ||
	    clang_Type_getSizeOf(clang_getCursorType(var)) < (long long)sizeof(int) ||
	    disturbed(loop->cond, var) || disturbed(loop->body, var))
		return false;
	return (always(s, loop->step, var, increments) || always(s, loop->body, var, increments)) &&
	       (few || always(s, loop->body, var, indexes_guarded));
}

static bool varies(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found;

	if (kind == CXCursor_DeclRefExpr || kind == CXCursor_CallExpr)
		return true;
	kids = facts__kids(cursor);
	found = false;
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = varies(kids.items[i]);
	free(kids.items);
	return found;
}

/* What chooses a condition in a loop that has none of its own: whether it is left. */
static const char *chooses_way(const struct steer *s, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids = facts__kids(cursor);
	const char *name = NULL;

	if (kids.nr && (kind == CXCursor_IfStmt || kind == CXCursor_SwitchStmt))
		name = steer__chosen(s, kids.items[0]);
	for (unsigned int i = 0; i < kids.nr && !name; i++)
		name = chooses_way(s, kids.items[i]);
	free(kids.items);
	return name;
}

static void check_loop(struct steer *s, CXCursor cursor)
{
	struct loop_parts loop = facts__loop_parts(cursor);
	const char *name;

	if (clang_Cursor_isNull(loop.cond) || !varies(loop.cond)) {
		if (clang_getCursorKind(cursor) != CXCursor_DoStmt || literal(loop.cond))
			refuse(s, cursor, chooses_way(s, loop.body), "says when a loop ends");
		return;
	}
	name = steer__chosen(s, loop.cond);
	if (name && !counts(s, &loop))
		refuse(s, cursor, name, "says when a loop ends");
}

/* ---- all of it ----------------------------------------------------------- */

static bool has_asm(CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	bool found = clang_getCursorKind(cursor) == CXCursor_GCCAsmStmt;

	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = has_asm(kids.items[i]);
	free(kids.items);
	return found;
}

/* BUG() and WARN() are assembly. */
static void check_if(struct steer *s, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	if (kids.nr && steer__chosen(s, kids.items[0]) && has_asm(cursor))
		refuse(s, cursor, steer__chosen(s, kids.items[0]), "leads to assembly");
	free(kids.items);
}

static void check(struct steer *s, CXCursor cursor)
{
	if (clang_getCursorKind(cursor) == CXCursor_UnaryExpr)	/* sizeof */
		return;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_ArraySubscriptExpr:
		check_subscript(s, cursor);
		break;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		check_operator(s, cursor);
		break;
	case CXCursor_CStyleCastExpr:
	case CXCursor_UnexposedExpr:
		check_cast(s, cursor);
		break;
	case CXCursor_CallExpr:
		check_call(s, cursor);
		break;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		check_loop(s, cursor);
		break;
	case CXCursor_IfStmt:
		check_if(s, cursor);
		break;
	case CXCursor_GCCAsmStmt:
		refuse(s, cursor, steer__chosen(s, cursor), "is given to assembly");
		break;
	default:
		break;
	}
	check_kids(s, cursor);
}

void steer__check(struct steer *s)
{
	s->in = -1;
	for (unsigned int i = 0; i < s->nr; i++)
		check(s, s->items[i]);
	for (s->in = 0; s->in < (int)s->nr_bodies; s->in++)
		check(s, s->bodies[s->in].definition);
}
