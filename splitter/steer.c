// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: numbers in regions that become functions. What a region
 * is given is the user half's to choose: numbers, and what is in a buffer. Nothing
 * of that may choose an address, a length or a divisor, or keep a loop going, but
 * where a guard or the text itself bounds it. Assignments and calls of functions
 * whose text is there are followed, whatever their order; a callee that is not
 * there must have a model entry by which the number is a plain value.
 */
#include <stdlib.h>
#include <string.h>

#include "steer.h"

/* ---- what is chosen ------------------------------------------------------ */

static const struct chosen *known(const struct steer *s, CXCursor decl)
{
	for (unsigned int i = 0; i < s->nr_chosen; i++)
		if (clang_equalCursors(s->chosen[i].decl, decl))
			return &s->chosen[i];
	return NULL;
}

static void choose(struct steer *s, CXCursor decl, const char *name)
{
	enum CXCursorKind kind = clang_getCursorKind(decl);
	struct chosen *chosen;

	if ((kind != CXCursor_VarDecl && kind != CXCursor_ParmDecl && kind != CXCursor_FieldDecl) ||
	    known(s, decl))
		return;
	chosen = STORE_ADD(s->chosen, s->nr_chosen);
	chosen->decl = decl;
	chosen->name = name;
	s->grew = true;
}

CXCursor steer__followed(const struct steer *s, CXCursor call)
{
	CXCursor callee = clang_getCursorReferenced(call);

	if (clang_getCursorKind(callee) != CXCursor_FunctionDecl || facts__entry(s->w->u, call))
		return clang_getNullCursor();
	return clang_getCursorDefinition(callee);
}

static struct steer_body *body_of(const struct steer *s, CXCursor definition)
{
	for (unsigned int i = 0; i < s->nr_bodies; i++)
		if (clang_equalCursors(s->bodies[i].definition, definition))
			return &s->bodies[i];
	return NULL;
}

static const char *chosen_result(const struct steer *s, CXCursor call)
{
	const struct model_function *entry = facts__entry(s->w->u, call);
	CXCursor definition = steer__followed(s, call);
	const struct steer_body *body;
	const char *name = NULL;

	if (!clang_Cursor_isNull(definition)) {
		body = body_of(s, definition);
		return body ? body->result : NULL;
	}
	for (int i = 0; i < clang_Cursor_getNumArguments(call) && !name; i++) {
		CXCursor arg = clang_Cursor_getArgument(call, i);

		if (!entry || !facts__is_pointer(arg))
			name = steer__chosen(s, arg);
	}
	return name;
}

const char *steer__chosen(const struct steer *s, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	const struct chosen *chosen = NULL;
	const char *name = NULL;
	struct kids kids;

	if (kind == CXCursor_CallExpr)
		return chosen_result(s, cursor);
	if (kind == CXCursor_UnaryExpr)		/* sizeof */
		return NULL;
	if (kind == CXCursor_DeclRefExpr || kind == CXCursor_MemberRefExpr)
		chosen = known(s, clang_getCursorReferenced(cursor));
	if (chosen)
		return chosen->name;
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr && !name; i++)
		name = steer__chosen(s, kids.items[i]);
	free(kids.items);
	return name;
}

/* ---- where it goes ------------------------------------------------------- */

/* The declaration of what an assignment to an expression changes. */
static CXCursor target(CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true), found;
	enum CXCursorKind kind = clang_getCursorKind(plain);
	struct kids kids;

	if (kind == CXCursor_DeclRefExpr || kind == CXCursor_MemberRefExpr)
		return clang_getCursorReferenced(plain);
	if (kind != CXCursor_ArraySubscriptExpr && kind != CXCursor_UnaryOperator &&
	    kind != CXCursor_BinaryOperator)
		return clang_getNullCursor();
	kids = facts__kids(plain);
	found = kids.nr ? target(kids.items[0]) : clang_getNullCursor();
	free(kids.items);
	return found;
}

static void enter(struct steer *s, CXCursor call, CXCursor definition)
{
	struct steer_body *body;

	if (body_of(s, definition))
		return;
	body = STORE_ADD(s->bodies, s->nr_bodies);
	body->definition = definition;
	body->call = s->in >= 0 ? s->bodies[s->in].call : call;
	s->grew = true;
}

static void spread_call(struct steer *s, CXCursor call)
{
	CXCursor definition = steer__followed(s, call);
	bool followed = !clang_Cursor_isNull(definition);
	int nr = clang_Cursor_getNumArguments(call);
	const char *any = NULL;

	for (int i = 0; i < nr; i++) {
		const char *name = steer__chosen(s, clang_Cursor_getArgument(call, i));

		if (name && followed) {
			choose(s, clang_Cursor_getArgument(definition, i), name);
			enter(s, call, definition);
		}
		if (!any)
			any = name;
	}
	for (int i = 0; i < nr; i++) {
		CXCursor arg = clang_Cursor_getArgument(call, i);
		const struct chosen *chosen;

		if (!facts__is_address(arg))
			continue;
		chosen = followed ? known(s, clang_Cursor_getArgument(definition, i)) : NULL;
		if (chosen || (any && !followed))
			choose(s, target(arg), any ? any : chosen->name);
	}
}

static void spread(struct steer *s, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids = facts__kids(cursor);
	const char *name = NULL;

	for (unsigned int i = 0; i < kids.nr; i++)
		spread(s, kids.items[i]);
	if (kind == CXCursor_CallExpr)
		spread_call(s, cursor);
	else if (kind == CXCursor_VarDecl || kind == CXCursor_ReturnStmt)
		name = steer__chosen(s, cursor);
	else if (kids.nr == 2 && (kind == CXCursor_CompoundAssignOperator ||
				  (kind == CXCursor_BinaryOperator &&
				   clang_getCursorBinaryOperatorKind(cursor) ==
				   CXBinaryOperator_Assign)))
		name = steer__chosen(s, kids.items[1]);
	if (name && kind == CXCursor_ReturnStmt && s->in >= 0 && !s->bodies[s->in].result) {
		s->bodies[s->in].result = name;
		s->grew = true;
	} else if (name && kind != CXCursor_ReturnStmt) {
		choose(s, kind == CXCursor_VarDecl ? cursor : target(kids.items[0]), name);
	}
	free(kids.items);
}

static void spread_all(struct steer *s)
{
	do {
		s->grew = false;
		s->in = -1;
		for (unsigned int i = 0; i < s->nr; i++)
			spread(s, s->items[i]);
		for (s->in = 0; s->in < (int)s->nr_bodies; s->in++)
			spread(s, s->bodies[s->in].definition);
	} while (s->grew);
}

/* ---- what the user half chooses ----------------------------------------- */

/* Is what a pointer leads to lent, as far as can be told here: nothing that has a mirror? */
static bool lent(const struct steer *s, const struct type *to)
{
	if (to->kind != TYPE_RECORD)
		return to->kind == TYPE_VOID || to->kind == TYPE_SCALAR || to->kind == TYPE_ARRAY;
	return !to->record || (!to->record->in_driver &&
			       !map__get(&s->w->u->model->types, to->record->name));
}

static void give(struct steer *s, CXCursor decl, const struct type *type)
{
	const char *name = facts__text(s->w->u, clang_getCursorSpelling(decl));
	struct outline scratch = { 0 };
	struct outline_var var = { .name = name, .type = type };

	if (type->kind != TYPE_POINTER) {
		if (facts__reads_first(s->items, s->nr, decl))
			choose(s, decl, name);
		return;
	}
	if (!type->to || !lent(s, type->to))
		return;
	choose(s, decl, name);
	if (facts__guard(s->w->u, &scratch, s->items, s->nr, decl, &var))
		*STORE_ADD(s->guarded, s->nr_guarded) = decl;
	free(scratch.guards);
}

const char *facts__steer(struct walker *w, const CXCursor *items, unsigned int nr,
			 const CXCursor *given, unsigned int nr_given, struct outline *guards,
			 CXCursor *at)
{
	struct steer s = { .w = w, .items = items, .nr = nr, .given = given,
			   .nr_given = nr_given, .guards = guards };

	for (unsigned int i = 0; i < nr_given; i++)
		give(&s, given[i], w->func->var_types[facts__var(w, given[i])]);
	spread_all(&s);
	steer__check(&s);
	*at = s.at;
	free(s.chosen);
	free(s.bodies);
	free(s.guarded);
	return s.why;
}
