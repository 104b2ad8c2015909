// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: constants that a function declares for itself. A table must have
 * a name that both halves know, so its declaration may have to be taken out of the function.
 */
#include <string.h>

#include "facts_clang.h"

/* Of the driver's text, where it was put in: behind the shim, once. */
static bool may_move(const struct unit_facts *u, const struct walker *w, int source)
{
	return source >= 0 && source == w->func->source && !w->func->from_macro &&
	       !w->func->early && plan__is_code(&u->plan->sources[source]);
}

/* It declares nothing else, and what ends it is a semicolon. */
static bool alone(const char *text, unsigned int start, unsigned int name, unsigned int *end)
{
	if (strncmp(text + start, "static", 6) && strncmp(text + start, "const", 5))
		return false;	/* a second one begins with its name */
	for (unsigned int i = start; i < name; i++)
		if (strchr("=,({;", text[i]))
			return false;
	*end += strspn(text + *end, " \t\n");
	return text[(*end)++] == ';';
}

/* Another constant of that name of the same function. */
static struct global *constant_of(const struct walker *w, const struct declaration *but,
				  const char *name)
{
	const struct facts *facts = w->u->facts;

	for (unsigned int i = 0; i < facts->nr_variables; i++) {
		struct global *global = facts->variables[i];

		if (global->declaration && global->declaration != but &&
		    global->declaration->func == w->func &&
		    !strcmp(global->name, name))
			return global;
	}
	return NULL;
}

/* Words that are names of constants of the same function, but not of members. */
static void find_references(struct walker *w, struct declaration *declaration, CXSourceRange range)
{
	CXTranslationUnit tu = w->u->tu;
	CXToken *tokens = NULL;
	unsigned int nr = 0;
	const char *last = "";

	clang_tokenize(tu, range, &tokens, &nr);
	for (unsigned int i = 0; i < nr; i++) {
		const char *word = facts__text(w->u, clang_getTokenSpelling(tu, tokens[i]));
		struct global *to = strcmp(last, ".") && strcmp(last, "->") ?
				    constant_of(w, declaration, word) : NULL;

		if (to)
			*STORE_ADD(declaration->references, declaration->nr_references) =
				(struct reference){
					facts__spot(w->u, clang_getTokenLocation(tu, tokens[i])).offset, to,
				};
		last = word;
	}
	clang_disposeTokens(tu, tokens, nr);
}

/*
 * One of that name has another function of the unit. Both would be declared by it in their
 * function, and the compiler takes the second declaration for the first, with no more than a
 * warning.
 */
static bool is_taken(const struct walker *w, const struct global *global)
{
	const struct facts *facts = w->u->facts;

	for (unsigned int i = 0; i < facts->nr_variables; i++) {
		const struct global *other = facts->variables[i];

		if (other != global && other->declaration && !strcmp(other->name, global->name) &&
		    (other->unit == global->unit || other->source == global->source))
			return true;
	}
	return false;
}

void facts__declaration(struct walker *w, struct global *global, CXCursor decl)
{
	CXSourceRange range = clang_getCursorExtent(decl);
	CXSourceLocation name = clang_getCursorLocation(decl);
	struct spot at = facts__spot(w->u, name);
	unsigned int start, end, middle;
	const char *text;
	CXFile file;
	size_t len;

	if (is_taken(w, global) || !may_move(w->u, w, at.source) ||
	    facts__in_macro(clang_getRangeStart(range)) || facts__in_macro(name) ||
	    facts__in_macro(clang_getRangeEnd(range)))
		return;
	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &start);
	clang_getFileLocation(name, NULL, NULL, NULL, &middle);
	clang_getFileLocation(clang_getRangeEnd(range), NULL, NULL, NULL, &end);
	text = clang_getFileContents(w->u->tu, file, &len);
	if (!text || start > middle || middle > end || end >= len ||
	    !alone(text, start, middle, &end))
		return;
	global->declaration = store__alloc(sizeof(*global->declaration));
	*global->declaration = (struct declaration){
		.func = w->func, .name = at.offset,
		.start = at.offset - (middle - start), .end = at.offset + (end - middle),
	};
	find_references(w, global->declaration, range);
}
