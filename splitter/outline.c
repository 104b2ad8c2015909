// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: regions under a spin lock. One that begins and ends
 * in the same block, is left elsewhere only when it has released the lock, and
 * uses of the function's local variables only what can be an argument, becomes
 * a function of its own, which the function that it is in calls. What stands
 * against that is noted. So does a single statement that the model says is to
 * be done in place.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "outline_parts.h"

#define MAX_RECORD	256	/* bytes of a structure that a region is given; it is on its stack */

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

const struct model_function *outline__entry(struct unit_facts *u, CXCursor cursor,
					    struct statement *out)
{
	const struct model_function *entry;

	if (!read_statement(u, cursor, out))
		return NULL;
	entry = map__get(&u->model->functions, out->name);
	return entry ? entry : map__get(&u->model->macros, out->name);
}

/* ---- what only the region uses ------------------------------------------- */

static bool is_lock(struct region *r, CXCursor cursor)
{
	struct statement s;
	const struct model_function *entry = outline__entry(r->w->u, outline__unlabelled(cursor), &s);

	return entry && (entry->lock || entry->unlock);
}

static bool is_of_region(const struct region *r, CXCursor cursor)
{
	for (unsigned int i = 0; i < r->nr; i++)
		if (clang_equalCursors(r->items[i], cursor))
			return true;
	return false;
}

/*
 * Is a variable used but by locks and, if not @everywhere, but by the region? Outside of
 * expressions, where statements are, locks are told.
 */
static bool used_by_others(struct region *r, CXCursor cursor, CXCursor decl, bool everywhere)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found = false;

	if (kind == CXCursor_DeclRefExpr)
		return clang_equalCursors(clang_getCursorReferenced(cursor), decl);
	if (!everywhere && is_of_region(r, cursor))
		return false;
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = !(kind == CXCursor_CompoundStmt && is_lock(r, kids.items[i])) &&
			used_by_others(r, kids.items[i], decl, everywhere);
	free(kids.items);
	return found;
}

/* What it holds before the region and after it nobody asks. */
static bool is_inside(struct region *r, const struct used *used)
{
	bool rest = false;

	if (!used->written || clang_getCursorKind(used->decl) != CXCursor_VarDecl ||
	    !clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(used->decl)))
		return false;
	if (!used_by_others(r, r->w->body, used->decl, true))
		return true;
	for (unsigned int i = 0; i < r->nr_exits; i++)
		for (unsigned int k = 0; k < r->exits[i].nr; k++)
			rest |= used_by_others(r, r->exits[i].rest[k], used->decl, true);
	return !rest && !used_by_others(r, r->w->body, used->decl, false) &&
	       !facts__reads_first(r->items, r->nr, used->decl);
}

/* ---- the function -------------------------------------------------------- */

/* What stands against a variable's being an argument, or NULL. */
static const char *no_argument(const struct region *r, const struct used *used)
{
	const struct type *type = r->w->func->var_types[used->var];
	const struct origins *from = &r->w->func->vars[used->var];

	if (type->kind == TYPE_SCALAR && type->size <= 8)
		return NULL;
	if (type->kind == TYPE_RECORD && type->record && type->record->named && type->size > 0)
		return type->size > MAX_RECORD ? "is a structure of too many bytes" : NULL;
	if (type->kind != TYPE_POINTER)
		return "is no number, pointer or structure";
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
		const char *why;

		used->written |= r->w->func->var_types[used->var]->kind == TYPE_RECORD;
		used->inside = is_inside(r, used);
		why = used->inside ? NULL : no_argument(r, used);
		if (why)
			outline__stuck(r, r->items[0], variable_text(r, used, why));
		nr += !used->inside;
	}
	if (nr + !!r->nr_exits > CLEAVE_MAX_ARGS)
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
	CXCursor last = r->items[r->nr - 1];

	if (r->nr == 1) {
		outline__look(r, last);
		return;
	}
	for (unsigned int i = 1; i + 1 < r->nr; i++)
		if (clang_getCursorKind(r->items[i]) == CXCursor_DeclStmt)
			outline__stuck(r, r->items[i], "a variable is declared in it");
	outline__look_block(r, r->items + 1, r->nr - 2);
	outline__look_lock(r, r->items[0]);
	outline__look_lock(r, last);
}

static void check(struct region *r)
{
	if (r->nr > 1)
		outline__find_exits(r);
	check_statements(r);
	check_variables(r);
	if (!r->why && r->nr > 1)
		check_steering(r);
}

static void free_region(struct region *r)
{
	for (unsigned int i = 0; i < r->nr_exits; i++)
		free(r->exits[i].rest);
	free(r->exits);
	free(r->used);
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

/* What the driver does where the region ended early, it does when all of it is over. */
static void walk_rests(struct region *r)
{
	struct walker *w = r->w;

	w->in_rest = true;
	for (unsigned int i = 0; i < r->nr_exits; i++) {
		facts__event(w, EVENT_FORK, 0, NULL);
		for (unsigned int k = 0; k < r->exits[i].nr; k++)
			facts__walk_expression(w, r->exits[i].rest[k], ACCESS_READ, false);
		facts__event(w, EVENT_JOIN, 0, NULL);
	}
	w->in_rest = false;
}

/* The labels and cases that it stands behind. */
static void walk_labels(struct walker *w, CXCursor cursor)
{
	for (; outline__is_labelled(cursor); cursor = facts__last_kid(cursor))
		if (clang_getCursorKind(cursor) == CXCursor_LabelStmt)
			facts__event(w, EVENT_LABEL, 0,
				     facts__text(w->u, clang_getCursorSpelling(cursor)));
		else
			facts__event(w, EVENT_CASE, 0, NULL);
}

/* @first: its first statement, with labels. Return: whether it becomes a function. */
static bool try(struct region *r, CXCursor first, const struct statement *lock,
		const struct statement *unlock)
{
	struct outline_place where;

	check(r);
	if (!place(r, lock, unlock, &where))
		outline__stuck(r, r->items[0], "it is in a header");
	if (r->why) {
		give_up(r);
	} else {
		walk_labels(r->w, first);
		outline__make(r, &where);
		walk_rests(r);
	}
	free_region(r);
	return !r->why;
}

/* Of several ends in its block the first one counts by which it can be a function. */
static int try_ends(struct walker *w, const struct kids *block, unsigned int at,
		    const struct statement *lock, const char *until)
{
	CXCursor *items = store__alloc((block->nr - at) * sizeof(*items));
	struct region none = { .w = w };
	bool ended = false;
	int last = -1;

	memcpy(items, block->items + at, (block->nr - at) * sizeof(*items));
	items[0] = outline__unlabelled(items[0]);
	for (unsigned int i = at + 1; i < block->nr && last < 0; i++) {
		struct region r = { .w = w, .items = items, .nr = i - at + 1, .until = until,
				    .first = lock->first };
		struct statement unlock;

		if (!outline__ends(&r, block->items[i], &unlock))
			continue;
		ended = true;
		if (try(&r, block->items[at], lock, &unlock))
			last = i;
	}
	free(items);
	if (!ended) {
		outline__stuck(&none, block->items[at],
			       "it does not end in the block in which it begins");
		give_up(&none);
	}
	return last;
}

int facts__outline(struct walker *w, const struct kids *block, unsigned int at)
{
	CXCursor first = outline__unlabelled(block->items[at]);
	struct region r = { .w = w, .items = &first, .nr = 1 };
	const struct model_function *entry;
	struct statement lock;

	if (w->func->source < 0 || w->func->from_macro || w->func->early || w->func->outline ||
	    w->in_rest)
		return -1;
	entry = outline__entry(w->u, first, &lock);
	if (entry && entry->in_place)
		return try(&r, block->items[at], &lock, &lock) ? (int)at : -1;
	return entry && entry->lock && entry->until ?
	       try_ends(w, block, at, &lock, entry->until) : -1;
}
