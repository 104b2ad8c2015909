// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: walks a call, and what it is given. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

const char *facts__builtin(const char *name)
{
	static const char *const never[] = { "constant_p", "object_size", "types_compatible_p",
					     "dynamic_object_size", "unreachable", NULL };

	if (strncmp(name, "__builtin_", 10))
		return NULL;
	for (const char *const *n = never; *n; n++)
		if (!strcmp(name + 10, *n))
			return "";
	return name + 10;
}

static void walk_arg(struct walker *w, CXCursor arg, int call, int index)
{
	CXCursor plain = facts__strip(arg, true);
	bool address = facts__is_address(plain);
	CXCursor of = address ? facts__last_kid(plain) : plain;
	enum CXCursorKind kind;

	of = facts__strip(of, false);
	kind = clang_getCursorKind(of);
	if ((address || facts__is_array(of)) &&
	    (kind == CXCursor_MemberRefExpr || kind == CXCursor_ArraySubscriptExpr ||
	     (kind == CXCursor_DeclRefExpr &&
	      clang_getCursorKind(clang_getCursorReferenced(of)) == CXCursor_VarDecl)))
		facts__touch(w, of, ACCESS_ADDRESS, call, index);
	else
		facts__walk_expression(w, arg, ACCESS_READ, true);
}

/* The word of the driver's text that is the callee's name, or a macro that comes to a call of it. */
static void find_word(struct walker *w, CXCursor callee, struct call *call)
{
	CXSourceLocation at = clang_getCursorLocation(callee);
	struct spot spot = facts__spot(w->u, at);
	unsigned int offset, end;
	const char *text;
	CXFile file;
	size_t len;
	char *word;

	if (spot.source < 0)
		return;
	clang_getFileLocation(at, &file, NULL, NULL, &offset);
	text = clang_getFileContents(w->u->tu, file, &len);
	for (end = offset; text && end < len && (isalnum((unsigned char)text[end]) ||
						text[end] == '_');)
		end++;
	if (!text || end == offset)
		return;
	word = store__format("%.*s", (int)(end - offset), text + offset);
	call->word = strings__intern(w->u->facts->strings, word);
	call->start = spot.offset;
	call->source = spot.source;
	free(word);
}

/* Of the function itself, whether it is written f() or (*f)(). */
static const char *called_type(struct walker *w, CXCursor callee)
{
	const struct type *type = facts__type(w->u, clang_getCursorType(callee));

	return type->kind == TYPE_POINTER ? type->to->canonical : type->canonical;
}

/* A builtin that is no function of the model's, as most are not: only what it reads is told. */
static bool walk_builtin(struct walker *w, CXCursor cursor, const char *name)
{
	const char *known = facts__builtin(name);

	if (!known || (*known && map__get(&w->u->model->functions, known)))
		return false;
	for (int i = 0; i < clang_Cursor_getNumArguments(cursor) && *known; i++)
		facts__walk_expression(w, clang_Cursor_getArgument(cursor, i), ACCESS_READ, true);
	return true;
}

/* What it acquires, or gives back, as the driver's text has it. */
static void find_key(struct walker *w, CXCursor cursor, struct call *call)
{
	const struct model_function *entry = map__get(&w->u->model->functions, call->callee->name);
	const char *key = entry ? entry->keys[0] : NULL;
	unsigned long n;
	char *end;

	if (!key || *key != '$' || entry->keys[1])
		return;
	n = strtoul(key + 1, &end, 10);
	if (end != key + 1 && !*end && n < call->nr_args)
		call->key = facts__plain_text(w->u, clang_Cursor_getArgument(cursor, n));
}

/* What the arguments of the function's call @at are. */
static void walk_args(struct walker *w, CXCursor cursor, unsigned int at)
{
	int nr = clang_Cursor_getNumArguments(cursor);
	struct origins *args = store__alloc((nr + 1) * sizeof(*args));
	const struct type **types = store__alloc((nr + 1) * sizeof(*types));

	for (int i = 0; i < nr; i++) {
		CXCursor arg = clang_Cursor_getArgument(cursor, i);

		walk_arg(w, arg, at, i);
		facts__origins(w, arg, &args[i]);
		types[i] = facts__type(w->u, clang_getCursorType(facts__strip(arg, false)));
	}
	w->func->calls[at].args = args;
	w->func->calls[at].types = types;
	w->func->calls[at].nr_args = nr;
}

/* Through a pointer. */
static void walk_callee(struct walker *w, CXCursor callee, unsigned int at)
{
	struct origins through = { 0 };

	facts__walk_expression(w, callee, ACCESS_READ, true);
	facts__origins(w, callee, &through);
	w->func->calls[at].type = called_type(w, callee);
	w->func->calls[at].through = through;
}

void facts__walk_call(struct walker *w, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXCursor callee = kids.nr ? facts__strip(kids.items[0], true) : cursor;
	CXCursor decl = clang_getCursorReferenced(callee);
	bool direct = clang_getCursorKind(callee) == CXCursor_DeclRefExpr &&
		      clang_getCursorKind(decl) == CXCursor_FunctionDecl;
	const char *name = direct ? facts__text(w->u, clang_getCursorSpelling(decl)) : "";
	unsigned int at = w->func->nr_calls;

	free(kids.items);
	if (direct && walk_builtin(w, cursor, name))
		return;
	STORE_ADD(w->func->calls, w->func->nr_calls);
	*STORE_ADD(w->calls, w->nr_calls) = cursor;
	walk_args(w, cursor, at);
	if (!direct)
		walk_callee(w, callee, at);
	w->func->calls[at].line = facts__line(w->u, cursor);
	if (!strncmp(name, FACTS_MACRO_PREFIX, strlen(FACTS_MACRO_PREFIX)))
		w->func->calls[at].macro = strings__intern(w->u->facts->strings,
							   name + strlen(FACTS_MACRO_PREFIX));
	else if (direct)
		w->func->calls[at].callee = facts__func_at(w->u, decl);
	if (direct)
		find_word(w, callee, &w->func->calls[at]);
	if (w->func->calls[at].callee)
		find_key(w, cursor, &w->func->calls[at]);
	facts__constants(w, &w->func->calls[at], cursor);
	facts__event(w, EVENT_CALL, at, NULL);
}
