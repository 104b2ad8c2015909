// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: names for the places that numbers are kept in. See splitter/number.h. */
#include <stdlib.h>

#include "number.h"

const char *number__param(struct strings *strings, const struct func *func, unsigned int at,
			  bool leads)
{
	return strings__format(strings, "%s%u:%u", leads ? "*" : "", func->index, at);
}

const char *number__result(struct strings *strings, const struct func *func)
{
	return strings__format(strings, "()%u", func->index);
}

const char *number__answer(struct strings *strings, const struct func *func, unsigned int at)
{
	return strings__format(strings, "!%u:%u", func->index, at);
}

const char *number__called(struct strings *strings, const struct func *func, unsigned int call)
{
	return strings__format(strings, "%u#%u", func->index, call);
}

const char *number__argument(struct strings *strings, const struct func *func, unsigned int call,
			     unsigned int at, bool leads)
{
	return strings__format(strings, "%s%u#%u:%u", leads ? "*" : "", func->index, call, at);
}

static bool is_local(CXCursor decl)
{
	return clang_getCursorKind(decl) == CXCursor_ParmDecl ||
	       clang_getCursorKind(clang_getCursorSemanticParent(decl)) == CXCursor_FunctionDecl;
}

static const char *variable(struct numbers *n, CXCursor decl, bool leads)
{
	struct strings *strings = n->w->u->facts->strings;
	const char *name = facts__text(n->w->u, clang_getCursorSpelling(decl));
	int var = facts__var(n->w, decl);

	if (clang_getCursorKind(decl) != CXCursor_VarDecl &&
	    clang_getCursorKind(decl) != CXCursor_ParmDecl)
		return NULL;
	if (var >= 0)
		return number__param(strings, n->w->func, var, leads);
	if (!is_local(decl))
		return leads ? NULL : strings__format(strings, "=%s", name);
	return strings__format(strings, "%s%u:%s@%u", leads ? "*" : "", n->w->func->index, name,
			       clang_hashCursor(decl));
}

const char *number__variable(struct numbers *n, CXCursor decl)
{
	return variable(n, decl, false);
}

const char *number__behind(struct numbers *n, CXCursor decl)
{
	return variable(n, decl, true);
}

const char *number__member(struct numbers *n, CXCursor field)
{
	if (clang_getCursorKind(field) != CXCursor_FieldDecl)
		return NULL;
	return strings__format(n->w->u->facts->strings, "%s.%s", facts__owner(n->w->u, field)->name,
			       facts__text(n->w->u, clang_getCursorSpelling(field)));
}

/* What a pointer leads to: known of a variable's only. */
static const char *led_to(struct numbers *n, CXCursor pointer)
{
	CXCursor plain = facts__strip(pointer, true), of;

	if (facts__is_array(facts__strip(pointer, false)))
		return number__place(n, pointer);
	if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr)
		return variable(n, clang_getCursorReferenced(plain), true);
	if (clang_getCursorKind(plain) != CXCursor_UnaryOperator)
		return NULL;
	of = facts__last_kid(plain);
	return clang_getCursorUnaryOperatorKind(plain) == CXUnaryOperator_AddrOf ?
	       number__place(n, of) : led_to(n, of);
}

const char *number__place(struct numbers *n, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);
	const char *place = NULL;
	struct kids kids;

	switch (clang_getCursorKind(plain)) {
	case CXCursor_DeclRefExpr:
		return variable(n, clang_getCursorReferenced(plain), false);
	case CXCursor_MemberRefExpr:
		return facts__is_followed(n->w, plain) ?
		       led_to(n, facts__last_kid(plain)) :
		       number__member(n, clang_getCursorReferenced(plain));
	case CXCursor_UnaryOperator:
		return clang_getCursorUnaryOperatorKind(plain) == CXUnaryOperator_Deref ?
		       led_to(n, facts__last_kid(plain)) : NULL;
	case CXCursor_ArraySubscriptExpr:
		kids = facts__kids(plain);
		place = kids.nr ? led_to(n, kids.items[0]) : NULL;
		free(kids.items);
		return place;
	default:
		return NULL;
	}
}
