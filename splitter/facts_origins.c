// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: where the pointer that is an expression's value may come from. */
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

int facts__var(const struct walker *w, CXCursor decl)
{
	for (unsigned int i = w->nr_vars; i--; )
		if (clang_equalCursors(w->vars[i], decl))
			return i;
	return -1;
}

static struct origin *add(struct origins *out, enum origin_kind kind)
{
	struct origin *origin = STORE_ADD(out->items, out->nr);

	origin->kind = kind;
	origin->path = "";
	return origin;
}

static void of_name(struct walker *w, CXCursor cursor, struct origins *out)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	int var = facts__var(w, decl);

	switch (clang_getCursorKind(decl)) {
	case CXCursor_FunctionDecl:
		add(out, ORIGIN_FUNCTION)->func = facts__func_at(w->u, decl);
		break;
	case CXCursor_EnumConstantDecl:
		add(out, ORIGIN_NULL);
		break;
	case CXCursor_ParmDecl:
	case CXCursor_VarDecl:
		if (var >= 0 && facts__is_array(decl))
			add(out, ORIGIN_LOCAL)->index = var;
		else if (var >= 0)
			add(out, ORIGIN_VAR)->index = var;
		else
			add(out, facts__is_array(decl) ? ORIGIN_GLOBAL : ORIGIN_VARIABLE)->global =
				facts__global_at(w->u, decl);
		break;
	default:
		add(out, ORIGIN_UNKNOWN);
	}
}

void facts__moved(struct origin *origin)
{
	origin->moved = true;
	origin->beyond = origin->inside;
}

/* The address of a place. */
static void of_address(struct walker *w, CXCursor cursor, struct origins *out)
{
	struct place place = facts__place(w, cursor);
	CXCursor plain = facts__strip(cursor, false);
	unsigned int from = out->nr;

	switch (place.base) {
	case PLACE_LOCAL:
		add(out, ORIGIN_LOCAL)->index = place.var;
		break;
	case PLACE_GLOBAL:
		add(out, ORIGIN_GLOBAL)->global = place.global;
		break;
	case PLACE_POINTER:
		facts__origins(w, place.pointer, out);
		for (; from < out->nr; from++) {
			struct origin *origin = &out->items[from];

			if (place.indexed)
				facts__moved(origin);
			if (place.record && *place.path) {
				origin->inside = place.record;
				origin->member = place.path;
				origin->beyond = false;
			}
		}
		break;
	default:
		if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr)
			of_name(w, plain, out);
		else
			add(out, ORIGIN_UNKNOWN);
	}
}

static bool makes_table(struct walker *w, const struct origin *o)
{
	const struct func *callee = o->kind == ORIGIN_CALL && !*o->path ?
		w->func->calls[o->index].callee : NULL;
	const struct model_function *entry = callee ?
		map__get(&w->u->model->functions, callee->name) : NULL;

	return entry && entry->returns.table;
}

/*
 * An element of a table that a call returns, which the variable leads to all the time. Of that call
 * it comes, with the path of an element.
 */
static bool of_table(struct walker *w, const struct place *place, struct origins *out)
{
	struct origins from = { 0 };
	const struct origins *calls = &from;
	bool all;

	if (place->base != PLACE_POINTER || place->record)
		return false;
	facts__origins(w, place->pointer, &from);
	if (from.nr == 1 && from.items[0].kind == ORIGIN_VAR)
		calls = &w->func->vars[from.items[0].index];
	all = calls->nr;
	for (unsigned int i = 0; i < calls->nr; i++)
		all &= makes_table(w, &calls->items[i]);
	for (unsigned int i = 0; all && i < calls->nr; i++) {
		struct origin *origin = add(out, ORIGIN_CALL);

		origin->index = calls->items[i].index;
		origin->path = "[]";
	}
	free(from.items);
	return all;
}

/* What is loaded from a place. */
static void of_value(struct walker *w, CXCursor cursor, struct origins *out)
{
	struct place place = facts__place(w, cursor);
	struct origin *origin;

	if (facts__is_array(cursor)) {
		of_address(w, cursor, out);
	} else if (of_table(w, &place, out)) {
		return;
	} else if ((place.base == PLACE_POINTER && place.record) ||
		   (place.base == PLACE_LOCAL && place.local && *place.path)) {
		origin = add(out, ORIGIN_FIELD);
		origin->record = place.record ? place.record : place.local;
		origin->path = place.path;
		origin->slot = place.slot;
	} else if (place.base == PLACE_GLOBAL) {
		origin = add(out, ORIGIN_VARIABLE);
		origin->global = place.global;
		origin->path = place.path;
		origin->slot = place.slot;
	} else if (place.base == PLACE_POINTER && facts__is_function_pointer(cursor)) {
		struct origins pointer = { 0 };

		facts__origins(w, place.pointer, &pointer);
		add(out, ORIGIN_LOADED)->index = w->func->nr_loads;
		*STORE_ADD(w->func->loads, w->func->nr_loads) = pointer;
	} else {
		add(out, ORIGIN_UNKNOWN)->slot = place.slot;
	}
}

/* What that makes is a number, whatever its operands are: 0, 1, or how far one is from another. */
static bool makes_number(enum CXBinaryOperatorKind kind, const struct kids *kids)
{
	bool pointers = true;

	if ((kind >= CXBinaryOperator_LT && kind <= CXBinaryOperator_NE) ||
	    kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr)
		return true;
	for (unsigned int i = 0; i < kids->nr; i++)
		pointers &= facts__is_pointer(kids->items[i]) || facts__is_array(kids->items[i]);
	return kind == CXBinaryOperator_Sub && pointers;
}

static void of_operator(struct walker *w, CXCursor cursor, struct origins *out)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);
	unsigned int first = out->nr;
	bool some = false;

	if (kids.nr == 2 && (kind == CXBinaryOperator_Assign || kind == CXBinaryOperator_Comma)) {
		facts__origins(w, kids.items[1], out);
		free(kids.items);
		return;
	}
	if (makes_number(kind, &kids)) {
		add(out, ORIGIN_NULL);
		free(kids.items);
		return;
	}
	/* Arithmetic keeps what the pointer among the operands leads into. */
	for (unsigned int i = 0; i < kids.nr; i++)
		if (facts__is_pointer(kids.items[i]) || facts__is_array(kids.items[i])) {
			facts__origins(w, kids.items[i], out);
			some = true;
		}
	for (unsigned int i = 0; i < kids.nr && !some; i++)
		facts__origins(w, kids.items[i], out);
	for (; first < out->nr; first++)
		facts__moved(&out->items[first]);
	free(kids.items);
}

static void of_call(struct walker *w, CXCursor cursor, struct origins *out)
{
	for (unsigned int i = w->nr_calls; i--; )
		if (clang_equalCursors(w->calls[i], cursor)) {
			add(out, ORIGIN_CALL)->index = i;
			return;
		}
	/* A builtin: __builtin_expect() is its first argument. */
	if (clang_Cursor_getNumArguments(cursor) > 0)
		facts__origins(w, clang_Cursor_getArgument(cursor, 0), out);
	else
		add(out, ORIGIN_NULL);
}

/* offsetof(), for one */
static bool is_number(CXCursor cursor)
{
	CXEvalResult result = clang_Cursor_Evaluate(cursor);
	bool found = result && clang_EvalResult_getKind(result) == CXEval_Int;

	if (result)
		clang_EvalResult_dispose(result);
	return found;
}

/* a ? b : c, or a ?: b, for which libclang has no name: a three times, and b. */
static bool of_choice(struct walker *w, CXCursor cursor, struct origins *out)
{
	struct kids kids = facts__kids(cursor);
	bool found = clang_getCursorKind(cursor) == CXCursor_ConditionalOperator ||
		     (clang_getCursorKind(cursor) == CXCursor_UnexposedExpr && kids.nr == 4);

	for (unsigned int i = kids.nr == 3; found && i < kids.nr; i++)
		facts__origins(w, kids.items[i], out);
	free(kids.items);
	return found;
}

void facts__origins(struct walker *w, CXCursor cursor, struct origins *out)
{
	cursor = facts__strip(cursor, true);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_DeclRefExpr:
		of_name(w, cursor, out);
		return;
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		of_value(w, cursor, out);
		return;
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_AddrOf)
			of_address(w, facts__last_kid(cursor), out);
		else if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_Deref)
			of_value(w, cursor, out);
		else if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_LNot)
			add(out, ORIGIN_NULL);
		else
			facts__origins(w, facts__last_kid(cursor), out);
		return;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		of_operator(w, cursor, out);
		return;
	case CXCursor_ConditionalOperator:
		of_choice(w, cursor, out);
		return;
	case CXCursor_CallExpr:
		of_call(w, cursor, out);
		return;
	case CXCursor_StmtExpr:
		facts__origins(w, facts__last_kid(facts__last_kid(cursor)), out);
		return;
	case CXCursor_StringLiteral:
		add(out, ORIGIN_STRING)->literal = facts__literal(w->u, cursor);
		return;
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_UnaryExpr:
		add(out, ORIGIN_NULL);
		return;
	default:
		if (!of_choice(w, cursor, out))
			add(out, is_number(cursor) ? ORIGIN_NULL : ORIGIN_UNKNOWN);
	}
}
