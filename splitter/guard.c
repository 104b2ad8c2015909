// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: buffers in regions that become functions. Numbers that
 * a region is given are the user half's to choose, so a buffer of which the region
 * uses more than one element can be an argument only if each use can be looked at
 * when it is made: an element by its index, or a callee that the model knows and
 * that is given a constant length. Each such index or length is a guard, by its
 * place in the text.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

/** struct guarding - a variable's uses in a region, as they are found */
struct guarding {
	struct unit_facts *u;
	CXCursor decl;
	struct outline *outline;
	int param;
	bool bare;		/* something is done with it that no guard can look at */
};

static bool is_it(const struct guarding *g, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);

	return clang_getCursorKind(plain) == CXCursor_DeclRefExpr &&
	       clang_equalCursors(clang_getCursorReferenced(plain), g->decl);
}

/* Where in the text an expression begins; that of the macro, if one made it. */
static unsigned int offset_of(CXCursor cursor, CXFile *file)
{
	unsigned int offset;

	clang_getExpansionLocation(clang_getRangeStart(clang_getCursorExtent(cursor)), file, NULL,
				   NULL, &offset);
	return offset;
}

static const char *skip_blanks(const char *p)
{
	return p + strspn(p, " \t\n");
}

/* The text of the file behind the name that the cursor begins with, or NULL. */
static const char *after_name(struct guarding *g, CXCursor cursor, const char *name, CXFile *file,
			      const char **text)
{
	unsigned int at = offset_of(cursor, file);
	size_t len = strlen(name), size;

	*text = clang_getFileContents(g->u->tu, *file, &size);
	if (!*text || at + len >= size || strncmp(*text + at, name, len) ||
	    isalnum((unsigned char)(*text)[at + len]) || (*text)[at + len] == '_')
		return NULL;
	return skip_blanks(*text + at + len);
}

/* Adds the guard of an expression that the text has from @start to @end, as it stands. */
static bool add(struct guarding *g, CXCursor expr, CXFile file, const char *text,
		const char *start, const char *end, bool index)
{
	struct outline_guard *guard;
	CXFile other;

	if (offset_of(expr, &other) != (size_t)(start - text) || !facts__same_file(file, other))
		return false;
	guard = STORE_ADD(g->outline->guards, g->outline->nr_guards);
	guard->start = facts__spot(g->u, clang_getLocationForOffset(g->u->tu, file,
								    start - text)).offset;
	guard->end = guard->start + (end - start);
	guard->param = g->param;
	guard->index = index;
	return true;
}

static bool guard_index(struct guarding *g, CXCursor base, CXCursor index)
{
	const char *name = facts__text(g->u, clang_getCursorSpelling(g->decl));
	const char *text, *p, *end;
	CXFile file;

	p = after_name(g, base, name, &file, &text);
	if (!p || *p != '[')
		return false;
	p = skip_blanks(p + 1);
	end = facts__end_of(p, "]");
	return end && add(g, index, file, text, p, end, true);
}

static bool constant(CXCursor cursor)
{
	CXEvalResult result = clang_Cursor_Evaluate(cursor);
	bool found = result && clang_EvalResult_getKind(result) == CXEval_Int;

	if (result)
		clang_EvalResult_dispose(result);
	return found;
}

/* The argument of a call that is the length of another, by the model; or -1. */
static int length_of(const struct guarding *g, CXCursor call, const char *name, unsigned int at)
{
	const struct model_function *entry = map__get(&g->u->model->functions, name);
	const struct model_arg *arg = entry && at < entry->nr_args ? &entry->args[at] : NULL;
	char *end;
	long n;

	if (!arg || arg->kind != ARG_BUFFER || !arg->len || *arg->len != '$')
		return -1;
	n = strtol(arg->len + 1, &end, 10);
	return *end || n < 0 || n >= clang_Cursor_getNumArguments(call) ||
	       !constant(clang_Cursor_getArgument(call, n)) ? -1 : n;
}

static bool guard_argument(struct guarding *g, CXCursor call, unsigned int at)
{
	const char *name = facts__text(g->u, clang_getCursorSpelling(clang_getCursorReferenced(call)));
	int length = length_of(g, call, name, at);
	const char *text, *p, *end;
	CXFile file;

	p = length < 0 ? NULL : after_name(g, call, name, &file, &text);
	if (!p || *p != '(')
		return false;
	for (int i = 0; p && i < length; i++) {
		p = facts__end_of(p + 1, ",");
		if (!p)
			return false;
	}
	p = skip_blanks(p + 1);
	end = facts__end_of(p, ",)");
	return end && add(g, clang_Cursor_getArgument(call, length), file, text, p, end, false);
}

static void visit(struct guarding *g, CXCursor cursor);

static void visit_kids(struct guarding *g, CXCursor cursor, unsigned int from)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = from; i < kids.nr; i++)
		visit(g, kids.items[i]);
	free(kids.items);
}

static void visit_subscript(struct guarding *g, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	bool ours = kids.nr == 2 && is_it(g, kids.items[0]);

	if (ours && !guard_index(g, kids.items[0], kids.items[1]))
		g->bare = true;
	visit_kids(g, cursor, ours);
	free(kids.items);
}

static void visit_call(struct guarding *g, CXCursor cursor)
{
	for (int i = 0; i < clang_Cursor_getNumArguments(cursor); i++) {
		CXCursor arg = clang_Cursor_getArgument(cursor, i);

		if (!is_it(g, arg))
			visit(g, arg);
		else if (!guard_argument(g, cursor, i))
			g->bare = true;
	}
}

/* What is done with the address of an element, no guard sees. */
static bool address_of_element(const struct guarding *g, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXCursor plain = kids.nr ? facts__strip(kids.items[0], true) : clang_getNullCursor();
	struct kids inner = { 0 };
	bool found;

	if (clang_getCursorKind(plain) == CXCursor_ArraySubscriptExpr)
		inner = facts__kids(plain);
	found = inner.nr && is_it(g, inner.items[0]);
	free(inner.items);
	free(kids.items);
	return found;
}

static void visit(struct guarding *g, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_ArraySubscriptExpr:
		visit_subscript(g, cursor);
		break;
	case CXCursor_CallExpr:
		visit_call(g, cursor);
		break;
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(cursor) == CXUnaryOperator_AddrOf)
			g->bare |= address_of_element(g, cursor);
		visit_kids(g, cursor, 0);
		break;
	case CXCursor_GCCAsmStmt:
		g->bare = true;
		break;
	case CXCursor_DeclRefExpr:
		g->bare |= is_it(g, cursor);
		break;
	default:
		visit_kids(g, cursor, 0);
	}
}

bool facts__guard_array(struct unit_facts *u, struct outline *outline, CXCursor index,
			size_t count, int param)
{
	struct guarding g = { .u = u, .outline = outline, .param = param };
	const char *text, *end, *before;
	unsigned int at;
	CXFile file;
	size_t size;

	at = offset_of(index, &file);
	text = clang_getFileContents(u->tu, file, &size);
	if (!text || !at || at >= size)
		return false;
	for (before = text + at - 1; before > text && isspace((unsigned char)*before); before--)
		;
	end = *before == '[' ? facts__end_of(text + at, "]") : NULL;
	if (!end || !add(&g, index, file, text, text + at, end, true))
		return false;
	outline->guards[outline->nr_guards - 1].count = count;
	return true;
}

bool facts__guard(struct unit_facts *u, struct outline *outline, const CXCursor *items,
		  unsigned int nr, CXCursor decl, const struct outline_var *var)
{
	struct guarding g = { .u = u, .decl = decl, .outline = outline, .param = var->param };
	const struct type *to = var->type->kind == TYPE_POINTER ? var->type->to : NULL;
	unsigned int before = outline->nr_guards;

	if (!to || var->written || (to->kind != TYPE_VOID && to->kind != TYPE_SCALAR))
		return false;
	for (unsigned int i = 0; i < nr && !g.bare; i++)
		visit(&g, items[i]);
	if (g.bare)
		outline->nr_guards = before;
	return !g.bare && outline->nr_guards > before;
}
