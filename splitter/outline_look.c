// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: what a region does, and what of that it may not. */
#include <stdlib.h>

#include "outline_parts.h"

void outline__look_kids(struct region *r, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		outline__look(r, kids.items[i]);
	free(kids.items);
}

static struct used *use(struct region *r, CXCursor decl, int var)
{
	struct used *used;

	for (unsigned int i = 0; i < r->nr_used; i++)
		if (clang_equalCursors(r->used[i].decl, decl))
			return &r->used[i];
	used = STORE_ADD(r->used, r->nr_used);
	used->decl = decl;
	used->var = var;
	return used;
}

static void look_name(struct region *r, CXCursor cursor, bool written)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	enum CXCursorKind kind = clang_getCursorKind(decl);
	int var;

	if (kind != CXCursor_VarDecl && kind != CXCursor_ParmDecl)
		return;
	var = facts__var(r->w, decl);
	if (var >= 0)
		use(r, decl, var)->written |= written;
	else if (clang_getCursorKind(clang_getCursorSemanticParent(decl)) ==
		 CXCursor_FunctionDecl &&
		 clang_Cursor_getStorageClass(decl) == CX_SC_Static)
		outline__stuck(r, cursor, "it uses a static variable of the function");
}

/* Something that is assigned to, or of which the address is taken. */
static void look_changed(struct region *r, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);

	if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr)
		look_name(r, plain, true);
	else
		outline__look(r, plain);
}

static void look_operator(struct region *r, CXCursor cursor, bool changes)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		if (!i && changes)
			look_changed(r, kids.items[i]);
		else
			outline__look(r, kids.items[i]);
	free(kids.items);
}

static void look_unary(struct region *r, CXCursor cursor)
{
	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_AddrOf:
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		look_operator(r, cursor, true);
		break;
	case CXUnaryOperator_Deref:
		if (r->nr == 1)
			outline__stuck(r, cursor, "it follows a pointer that is not just a member");
		/* fall through */
	default:
		outline__look_kids(r, cursor);
	}
}

static void look_asm(struct region *r, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		look_changed(r, kids.items[i]);
	free(kids.items);
}

/*
 * A statement in place may be behind a question in the text, which a user half need not have
 * asked: the kernel half looks first at each pointer in a structure, or in a variable of the
 * driver's, that it follows or gives to a callee.
 */
static void add_followed(struct region *r, CXCursor pointer)
{
	const char *text = facts__plain_text(r->w->u, pointer);

	if (!text)
		outline__stuck(r, pointer, "it follows a pointer that is not just a member");
	for (unsigned int i = 0; i < r->guards.nr_followed; i++)
		if (r->guards.followed[i] == text)
			return;
	*STORE_ADD(r->guards.followed, r->guards.nr_followed) = text;
}

static void look_followed(struct region *r, CXCursor member)
{
	CXCursor base;

	if (r->nr == 1 && facts__follows(member, &base))
		add_followed(r, base);
}

/* A local variable's pointer, or a parameter's, is looked up as any argument of a downcall is. */
static bool is_local(const struct region *r, CXCursor arg)
{
	CXCursor decl = clang_getCursorReferenced(arg);

	return clang_getCursorKind(arg) == CXCursor_DeclRefExpr && facts__var(r->w, decl) >= 0;
}

static void look_given(struct region *r, CXCursor call)
{
	int nr = clang_Cursor_getNumArguments(call);

	for (int i = 0; i < nr && r->nr == 1; i++) {
		CXCursor arg = facts__strip(clang_Cursor_getArgument(call, i), true);

		if (facts__is_pointer(arg) && !facts__is_address(arg) && !is_local(r, arg))
			add_followed(r, arg);
	}
}

static void look_call(struct region *r, CXCursor cursor)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	CXString text = clang_getCursorSpelling(decl);
	const struct model_function *entry = map__get(&r->w->u->model->functions,
						      clang_getCString(text));

	clang_disposeString(text);
	if (entry && (entry->lock || entry->unlock) && !r->at_lock)
		outline__stuck(r, cursor, "there is another lock or unlock inside of it");
	outline__look_kids(r, cursor);
	look_given(r, cursor);
}

static void look_loop(struct region *r, CXCursor cursor, bool loop)
{
	r->loops += loop;
	r->switches++;
	outline__look_kids(r, cursor);
	r->switches--;
	r->loops -= loop;
}

/* How control would leave the region, or come into it, other than by its ends and beginning. */
static const char *leaves(const struct region *r, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_BreakStmt:
		return r->switches ? NULL : "a break leaves it";
	case CXCursor_ContinueStmt:
		return r->loops ? NULL : "a continue leaves it";
	case CXCursor_ReturnStmt:
		return "a return leaves it";
	case CXCursor_GotoStmt:
		return outline__goto(r, cursor);
	case CXCursor_IndirectGotoStmt:
		return "a goto leaves it";
	case CXCursor_LabelStmt:
		return outline__label(r, cursor);
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		return r->switches ? NULL : "there is a case in it";
	default:
		return NULL;
	}
}

static void look_way(struct region *r, CXCursor cursor)
{
	const char *why = leaves(r, cursor);

	if (why)
		outline__stuck(r, cursor, why);
}

void outline__look_lock(struct region *r, CXCursor cursor)
{
	struct kids kids;

	for (; outline__is_labelled(cursor); cursor = facts__last_kid(cursor))
		look_way(r, cursor);
	kids = facts__kids(cursor);
	r->at_lock = true;
	for (unsigned int i = 0; i < kids.nr; i++)
		outline__look(r, kids.items[i]);
	r->at_lock = false;
	free(kids.items);
}

void outline__look_block(struct region *r, const CXCursor *items, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		const struct region_exit *exit = outline__exit(r, items[i]);

		if (exit)
			outline__look_lock(r, items[i]);
		else
			outline__look(r, items[i]);
		i += exit ? exit->nr : 0;
	}
}

static void look_compound(struct region *r, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	outline__look_block(r, kids.items, kids.nr);
	free(kids.items);
}

void outline__look(struct region *r, CXCursor cursor)
{
	look_way(r, cursor);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_MemberRefExpr:
		outline__look_kids(r, cursor);
		look_followed(r, cursor);
		break;
	case CXCursor_ArraySubscriptExpr:
		if (r->nr == 1)
			outline__stuck(r, cursor, "it looks into an array");
		outline__look_kids(r, cursor);
		break;
	case CXCursor_DeclRefExpr:
		look_name(r, cursor, false);
		break;
	case CXCursor_UnaryOperator:
		look_unary(r, cursor);
		break;
	case CXCursor_BinaryOperator:
		look_operator(r, cursor, clang_getCursorBinaryOperatorKind(cursor) ==
			      CXBinaryOperator_Assign);
		break;
	case CXCursor_CompoundAssignOperator:
		look_operator(r, cursor, true);
		break;
	case CXCursor_CallExpr:
		look_call(r, cursor);
		break;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		look_loop(r, cursor, true);
		break;
	case CXCursor_SwitchStmt:
		look_loop(r, cursor, false);
		break;
	case CXCursor_GCCAsmStmt:
		look_asm(r, cursor);
		break;
	case CXCursor_CompoundStmt:
		look_compound(r, cursor);
		break;
	default:
		outline__look_kids(r, cursor);
	}
}
