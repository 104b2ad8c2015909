// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: variables with a cleanup function, which the compiler calls wherever
 * their scope is left: guard(mutex)(&lock), __free(kfree). Nothing in the text is such a call, so
 * none is among the facts of a function, and libclang knows of the attribute but that it is there.
 */
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

static const char attribute[] = "cleanup(";

/* The function's name, to be freed; NULL: the variable has none. */
static char *cleanup_of(CXCursor decl)
{
	CXString text;
	const char *at, *init;
	char *name = NULL;

	if (!clang_Cursor_hasAttrs(decl))
		return NULL;
	text = clang_getCursorPrettyPrinted(decl, NULL);
	at = strstr(clang_getCString(text), attribute);
	init = strstr(clang_getCString(text), " = ");
	if (at && (!init || at < init)) {
		at += strlen(attribute);
		name = store__format("%.*s", (int)strcspn(at, ")"), at);
	}
	clang_disposeString(text);
	return name;
}

/** struct wanted - a function of the driver's own text */
struct wanted {
	struct unit_facts *u;
	const char *name;
	CXCursor found;
};

static enum CXChildVisitResult is_wanted(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct wanted *wanted = data;
	CXString name;
	bool same;

	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_FunctionDecl ||
	    facts__spot(wanted->u, clang_getRangeStart(clang_getCursorExtent(cursor))).source < 0)
		return CXChildVisit_Continue;
	name = clang_getCursorSpelling(cursor);
	same = !strcmp(clang_getCString(name), wanted->name);
	clang_disposeString(name);
	if (!same)
		return CXChildVisit_Continue;
	wanted->found = cursor;
	return CXChildVisit_Break;
}

/* One of the driver's own is called, with who knows what. Those of the kernel's are not looked at. */
static void call(struct walker *w, CXCursor decl, const char *name)
{
	struct wanted wanted = { w->u, name, clang_getNullCursor() };
	const struct type **types;
	struct origins *args;
	struct call *call;
	struct func *func;
	unsigned int nr = 0;

	clang_visitChildren(clang_getTranslationUnitCursor(w->u->tu), is_wanted, &wanted);
	func = clang_Cursor_isNull(wanted.found) ? NULL : facts__func_at(w->u, wanted.found);
	if (!func || func->nr_params != 1)
		return;
	args = store__alloc(sizeof(*args));
	types = store__alloc(sizeof(*types));
	STORE_ADD(args->items, nr)->kind = ORIGIN_UNKNOWN;
	args->nr = nr;
	types[0] = func->params[0].type;
	*STORE_ADD(w->calls, w->nr_calls) = clang_getNullCursor();
	call = STORE_ADD(w->func->calls, w->func->nr_calls);
	call->callee = func;
	call->args = args;
	call->types = types;
	call->nr_args = 1;
	call->line = facts__line(w->u, decl);
}

bool facts__cleanup(struct walker *w, CXCursor decl)
{
	char *name = cleanup_of(decl);

	if (!name)
		return false;
	*STORE_ADD(w->func->scoped, w->func->nr_scoped) = w->func->nr_vars - 1;
	call(w, decl, name);
	facts__odd(w, decl, "a variable that the compiler has cleaned up");
	free(name);
	return true;
}

void facts__cleaned(const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_scoped; i++) {
		const struct origins *held = &func->vars[func->scoped[i]];

		for (unsigned int o = 0; o < held->nr; o++)
			if (held->items[o].kind == ORIGIN_CALL &&
			    func->calls[held->items[o].index].callee)
				func->calls[held->items[o].index].callee->cleaned = true;
	}
}
