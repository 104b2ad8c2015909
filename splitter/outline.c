// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: regions under a spin lock. One that begins and ends
 * in the same block, is left nowhere else, and uses of the function's local
 * variables only what can be an argument, becomes a function of its own, which
 * the function that it is in calls. What stands against that is noted. So does
 * a single statement that the model says is to be done in place.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "outline_parts.h"

/** struct statement - NAME(FIRST...), or VARIABLE = NAME(FIRST...), as it is in the file */
struct statement {
	const char *name;
	const char *first;
	unsigned int start, end;	/* bytes of the text that libclang has; with the semicolon */
};

void outline__stuck(struct region *r, CXCursor at, const char *why)
{
	if (r->why)
		return;
	r->why = why;
	r->line = facts__line(r->w->u, at);
}

/* ---- locks as statements ------------------------------------------------- */

static bool read_statement(struct unit_facts *u, CXCursor cursor, struct statement *out)
{
	CXSourceRange range = clang_getCursorExtent(cursor);
	struct strings *strings = u->facts->strings;
	CXFile file, same;
	const char *text, *p, *q, *name;
	size_t len;

	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &out->start);
	clang_getFileLocation(clang_getRangeEnd(range), &same, NULL, NULL, &out->end);
	text = clang_getFileContents(u->tu, file, &len);
	if (!text || !facts__same_file(file, same) || out->start >= out->end || out->end > len)
		return false;
	name = p = text + out->start;
	while (isalnum((unsigned char)*p) || *p == '_')
		p++;
	if (p > name && p[strspn(p, " \t")] == '=') {	/* what it returns goes into a variable */
		name = p += strspn(p, " \t=");
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
	}
	out->name = strings__format(strings, "%.*s", (int)(p - name), name);
	p += strspn(p, " \t");
	if (!*out->name || *p != '(')
		return false;
	q = facts__end_of(p + 1, ",)");
	if (!q)
		return false;
	out->first = strings__format(strings, "%.*s", (int)(q - p - 1), p + 1);
	while (q && *q == ',')
		q = facts__end_of(q + 1, ",)");
	if (!q)
		return false;
	q++;
	q += strspn(q, " \t\n");
	out->end = q + 1 - text;
	return *q == ';';
}

static const struct model_function *entry_of(struct unit_facts *u, CXCursor cursor,
					     struct statement *s)
{
	const struct model_function *entry;

	if (!read_statement(u, cursor, s))
		return NULL;
	entry = map__get(&u->model->functions, s->name);
	return entry ? entry : map__get(&u->model->macros, s->name);
}

/* ---- what only the locks use --------------------------------------------- */

static bool is_lock(struct region *r, CXCursor cursor)
{
	struct statement s;
	const struct model_function *entry = entry_of(r->w->u, cursor, &s);

	return entry && (entry->lock || entry->unlock);
}

/* Is a variable used but by locks? Outside of expressions, where statements are, locks are told. */
static bool used_elsewhere(struct region *r, CXCursor cursor, CXCursor decl)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found = false;

	if (kind == CXCursor_DeclRefExpr)
		return clang_equalCursors(clang_getCursorReferenced(cursor), decl);
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = !(kind == CXCursor_CompoundStmt && is_lock(r, kids.items[i])) &&
			used_elsewhere(r, kids.items[i], decl);
	free(kids.items);
	return found;
}

/* ---- the function -------------------------------------------------------- */

/* What stands against a variable's being an argument, or NULL. */
static const char *no_argument(const struct region *r, const struct used *used)
{
	const struct type *type = r->w->func->var_types[used->var];
	const struct origins *from = &r->w->func->vars[used->var];

	if (type->kind == TYPE_SCALAR && type->size <= 8)
		return NULL;
	if (type->kind != TYPE_POINTER)
		return "is neither a number nor a pointer";
	if (used->written)
		return "is a pointer that it changes";
	for (unsigned int i = 0; i < from->nr; i++)
		if (from->items[i].kind == ORIGIN_NULL)
			return "may be NULL";
	return NULL;
}

static const char *variable_text(const struct region *r, const struct used *used, const char *why)
{
	return strings__format(r->w->u->facts->strings, "its variable %s %s",
			       facts__text(r->w->u, clang_getCursorSpelling(used->decl)), why);
}

static void check_variables(struct region *r)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < r->nr_used && !r->why; i++) {
		struct used *used = &r->used[i];
		const char *why = no_argument(r, used);

		if (why)
			outline__stuck(r, r->items[0], variable_text(r, used, why));
		else if (used->written && clang_getCursorKind(used->decl) == CXCursor_VarDecl &&
			 clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(used->decl)) &&
			 !used_elsewhere(r, r->w->body, used->decl))
			used->inside = true;
		else
			nr++;
	}
	if (nr > CLEAVE_MAX_ARGS)
		outline__stuck(r, r->items[0], "it uses too many variables of the function");
}

/* What the region is given must not steer what it does to the kernel's memory and time. */
static void check_steering(struct region *r)
{
	CXCursor *given = store__alloc((r->nr_used + 1) * sizeof(*given)), at;
	unsigned int nr = 0;
	const char *why;

	for (unsigned int i = 0; i < r->nr_used; i++)
		if (!r->used[i].inside)
			given[nr++] = r->used[i].decl;
	why = facts__steer(r->w, r->items + 1, r->nr - 2, given, nr, &r->guards, &at);
	free(given);
	if (why)
		outline__stuck(r, at, why);
}

/* The statement of the block that ends what @lock begins, or -1. */
static int find_end(struct unit_facts *u, const struct kids *block, unsigned int at,
		    const struct statement *lock, const struct model_function *entry,
		    struct statement *unlock)
{
	for (unsigned int i = at + 1; i < block->nr; i++)
		if (entry_of(u, block->items[i], unlock) && !strcmp(unlock->name, entry->until) &&
		    !strcmp(unlock->first, lock->first))
			return i;
	return -1;
}

/* Return: whether all of it is in one of the driver's own files of code. */
static bool place(struct region *r, const struct statement *lock, const struct statement *unlock,
		  struct outline_place *out)
{
	struct unit_facts *u = r->w->u;
	CXFile file;

	clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(r->items[0])), &file, NULL,
			      NULL, NULL);
	out->start = facts__spot(u, clang_getLocationForOffset(u->tu, file, lock->start));
	out->unlock = facts__spot(u, clang_getLocationForOffset(u->tu, file, unlock->start));
	out->end = facts__spot(u, clang_getLocationForOffset(u->tu, file, unlock->end));
	return out->start.source >= 0 && out->end.source == out->start.source &&
	       plan__is_code(&u->plan->sources[out->start.source]);
}

static void check_statements(struct region *r)
{
	if (r->nr == 1) {
		outline__look(r, r->items[0]);
		return;
	}
	for (unsigned int i = 1; i + 1 < r->nr; i++) {
		if (clang_getCursorKind(r->items[i]) == CXCursor_DeclStmt)
			outline__stuck(r, r->items[i], "a variable is declared in it");
		outline__look(r, r->items[i]);
	}
	r->at_lock = true;
	outline__look_kids(r, r->items[0]);
	outline__look_kids(r, r->items[r->nr - 1]);
}

static void check(struct region *r)
{
	check_statements(r);
	check_variables(r);
	if (!r->why && r->nr > 1)
		check_steering(r);
}

/* Nothing comes of it, and why the first of a function's did not is kept. */
static void give_up(struct region *r)
{
	struct func *func = r->w->func;

	if (!func->stuck) {
		func->stuck = r->why;
		func->stuck_line = r->line;
	}
	free(r->guards.guards);
	free(r->guards.followed);
}

int facts__outline(struct walker *w, const struct kids *block, unsigned int at)
{
	struct region r = { .w = w, .items = block->items + at };
	struct statement lock, unlock;
	const struct model_function *entry;
	struct outline_place where;
	int last;

	if (w->func->source < 0 || w->func->from_macro || w->func->early || w->func->outline)
		return -1;
	entry = entry_of(w->u, block->items[at], &lock);
	if (!entry || (!entry->in_place && (!entry->lock || !entry->until)))
		return -1;
	unlock = lock;
	last = entry->in_place ? (int)at : find_end(w->u, block, at, &lock, entry, &unlock);
	if (last < 0) {
		outline__stuck(&r, block->items[at],
			       "it does not end in the block in which it begins");
	} else {
		r.nr = last - at + 1;
		check(&r);
		if (!place(&r, &lock, &unlock, &where))
			outline__stuck(&r, block->items[at], "it is in a header");
	}
	if (r.why)
		give_up(&r);
	else
		outline__make(&r, &where);
	free(r.used);
	return r.why ? -1 : last;
}
