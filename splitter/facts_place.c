// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: what an expression names (a place: a member of something). */
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

CXCursor facts__last_kid(CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXCursor last = kids.nr ? kids.items[kids.nr - 1] : clang_getNullCursor();

	free(kids.items);
	return last;
}

static CXType canonical(CXCursor cursor)
{
	return clang_getCanonicalType(clang_getCursorType(cursor));
}

static bool is_array_type(CXCursor cursor)
{
	enum CXTypeKind kind = canonical(cursor).kind;

	return kind == CXType_ConstantArray || kind == CXType_IncompleteArray ||
	       kind == CXType_VariableArray;
}

static bool is_function(CXType type)
{
	return type.kind == CXType_FunctionProto || type.kind == CXType_FunctionNoProto;
}

static CXType pointee(CXType type)
{
	return clang_getCanonicalType(clang_getPointeeType(type));
}

bool facts__is_function_pointer(CXCursor cursor)
{
	return is_function(pointee(canonical(cursor)));
}

bool facts__leads_to_function(CXCursor cursor)
{
	CXType to = pointee(canonical(cursor));

	return is_function(to) || is_function(pointee(to));
}

bool facts__holds_functions(CXCursor cursor)
{
	CXType type = canonical(cursor);

	while (type.kind == CXType_ConstantArray || type.kind == CXType_IncompleteArray)
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	return is_function(pointee(type));
}

/* A parameter that is written as an array is a pointer, whatever libclang says of its type. */
static bool is_parameter(CXCursor cursor)
{
	if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr)
		cursor = clang_getCursorReferenced(cursor);
	return clang_getCursorKind(cursor) == CXCursor_ParmDecl;
}

bool facts__is_pointer(CXCursor cursor)
{
	return canonical(cursor).kind == CXType_Pointer ||
	       (is_array_type(cursor) && is_parameter(facts__strip(cursor, false)));
}

bool facts__is_array(CXCursor cursor)
{
	return is_array_type(cursor) && !is_parameter(facts__strip(cursor, false));
}

/* The operand of a cast or a pair of parentheses; @cursor itself if it is neither. */
CXCursor facts__step(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	CXCursor kid = cursor;

	if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr &&
	    kind != CXCursor_CStyleCastExpr)
		return cursor;
	kids = facts__kids(cursor);
	if (kids.nr && (kids.nr == 1 || kind == CXCursor_CStyleCastExpr) &&
	    clang_isExpression(clang_getCursorKind(kids.items[kids.nr - 1])))
		kid = kids.items[kids.nr - 1];
	free(kids.items);
	return kid;
}

CXCursor facts__strip(CXCursor cursor, bool casts)
{
	for (;;) {
		CXCursor kid;

		if (!casts && clang_getCursorKind(cursor) == CXCursor_CStyleCastExpr)
			return cursor;
		kid = facts__step(cursor);
		if (clang_equalCursors(kid, cursor))
			return cursor;
		cursor = kid;
	}
}

bool facts__is_address(CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);

	return clang_getCursorKind(plain) == CXCursor_UnaryOperator &&
	       clang_getCursorUnaryOperatorKind(plain) == CXUnaryOperator_AddrOf;
}

static const char *join(struct walker *w, const char *path, const char *name)
{
	struct strings *strings = w->u->facts->strings;

	if (!*name)
		return path;
	if (!*path || *name == '[')
		return strings__format(strings, "%s%s", path, name);
	return strings__format(strings, "%s.%s", path, name);
}

bool facts__is_followed(struct walker *w, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, false);
	CXCursor field = clang_getCursorReferenced(plain);
	CXCursor of = clang_getCursorSemanticParent(field);

	return clang_getCursorKind(plain) == CXCursor_MemberRefExpr &&
	       clang_getCursorKind(field) == CXCursor_FieldDecl &&
	       clang_getCursorKind(of) == CXCursor_StructDecl &&
	       clang_getCursorKind(clang_getCursorSemanticParent(of)) == CXCursor_FunctionDecl &&
	       facts__is_pointer(facts__last_kid(plain)) && facts__owner(w->u, field)->nr_fields == 1;
}

static struct place pointed_place(struct walker *w, CXCursor cursor, CXCursor pointer,
				  bool indexed);

static struct place member_place(struct walker *w, CXCursor cursor)
{
	CXCursor field = clang_getCursorReferenced(cursor);
	const char *name = facts__text(w->u, clang_getCursorSpelling(field));
	CXCursor base = facts__last_kid(cursor);
	struct place place = { .path = "" };
	const struct record *owner;

	if (clang_getCursorKind(field) != CXCursor_FieldDecl || clang_Cursor_isNull(base))
		return place;
	if (facts__is_followed(w, cursor))
		return pointed_place(w, cursor, base, false);
	owner = facts__owner(w->u, field);
	if (strchr(name, '('))
		name = "";
	if (facts__is_pointer(base)) {
		place.base = PLACE_POINTER;
		place.record = owner;
		place.pointer = base;
	} else {
		place = facts__place(w, base);
	}
	place.path = join(w, place.path, name);
	if (*name)
		place.slot = strings__format(w->u->facts->strings, "%s.%s", owner->name, name);
	return place;
}

static struct place pointed_place(struct walker *w, CXCursor cursor, CXCursor pointer, bool indexed)
{
	CXCursor array = facts__strip(pointer, false);
	const struct type *type;
	struct place place = { .path = "" };

	if (facts__is_array(array)) {
		place = facts__place(w, array);
		place.path = join(w, place.path, "[]");
		return place;
	}
	type = facts__type(w->u, clang_getCursorType(cursor));
	place.base = PLACE_POINTER;
	place.record = type->record;
	place.pointer = pointer;
	place.indexed = indexed;
	if (type->record)
		facts__fill_record(w->u, clang_getCursorType(cursor));
	return place;
}

static struct place named_place(struct walker *w, CXCursor cursor)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	struct place place = { .path = "" };

	if (clang_getCursorKind(decl) == CXCursor_ParmDecl) {
		place.base = PLACE_LOCAL;
		place.var = facts__var(w, decl);
		place.local = facts__type(w->u, clang_getCursorType(decl))->record;
	} else if (clang_getCursorKind(decl) == CXCursor_VarDecl) {
		place.var = facts__var(w, decl);
		if (place.var >= 0) {
			place.base = PLACE_LOCAL;
			place.local = facts__type(w->u, clang_getCursorType(decl))->record;
		} else {
			place.base = PLACE_GLOBAL;
			place.global = facts__global_at(w->u, decl);
		}
	}
	return place;
}

/* WRITE_ONCE(own->step, ...): *(volatile step_fn *)&own->step */
static CXCursor named_function(CXCursor cursor)
{
	CXCursor pointer = facts__last_kid(cursor), of = clang_getNullCursor();

	if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Deref &&
	    facts__is_address(pointer))
		of = facts__last_kid(facts__strip(pointer, true));
	return facts__is_function_pointer(of) ? of : clang_getNullCursor();
}

struct place facts__place(struct walker *w, CXCursor cursor)
{
	struct place place = { .path = "" };
	struct kids kids;
	CXCursor of;

	cursor = facts__strip(cursor, false);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_MemberRefExpr:
		return member_place(w, cursor);
	case CXCursor_DeclRefExpr:
		return named_place(w, cursor);
	case CXCursor_ArraySubscriptExpr:
		kids = facts__kids(cursor);
		if (kids.nr == 2)
			place = pointed_place(w, cursor, kids.items[0], true);
		free(kids.items);
		return place;
	case CXCursor_UnaryOperator:
		of = named_function(cursor);
		if (!clang_Cursor_isNull(of))
			return facts__place(w, of);
		if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Deref)
			place = pointed_place(w, cursor, facts__last_kid(cursor), false);
		return place;
	default:
		return place;
	}
}
