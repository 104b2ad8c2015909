// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: jumps in a region, and where it ends early. There the lock is released
 * and what follows, up to a return, say, is no longer under it: that stays with the function,
 * which is told by which end its region was left.
 */
#include <stdlib.h>
#include <string.h>

#include "outline_parts.h"

CXCursor outline__unlabelled(CXCursor cursor)
{
	for (;;) {
		switch (clang_getCursorKind(cursor)) {
		case CXCursor_LabelStmt:
		case CXCursor_CaseStmt:
		case CXCursor_DefaultStmt:
			cursor = facts__last_kid(cursor);
			break;
		default:
			return cursor;
		}
	}
}

bool outline__is_labelled(CXCursor cursor)
{
	return !clang_equalCursors(cursor, outline__unlabelled(cursor));
}

bool outline__ends(const struct region *r, CXCursor cursor, struct statement *out)
{
	return outline__entry(r->w->u, outline__unlabelled(cursor), out) &&
	       !strcmp(out->name, r->until) && !strcmp(out->first, r->first);
}

/* ---- places in the text ---------------------------------------------------- */

static unsigned int offset_of(CXSourceLocation location)
{
	unsigned int offset;

	clang_getExpansionLocation(location, NULL, NULL, NULL, &offset);
	return offset;
}

static unsigned int start_of(CXCursor cursor)
{
	return offset_of(clang_getRangeStart(clang_getCursorExtent(cursor)));
}

/* Of two pieces of the same function. */
static bool is_between(CXCursor cursor, CXCursor first, CXCursor last)
{
	return start_of(cursor) >= start_of(first) &&
	       start_of(cursor) < offset_of(clang_getRangeEnd(clang_getCursorExtent(last)));
}

static bool is_inside(const struct region *r, CXCursor cursor)
{
	return is_between(cursor, r->items[0], r->items[r->nr - 1]);
}

/* ---- gotos ------------------------------------------------------------------ */

/* No cursor that a walk has equals it, but it stands at the same place. */
static CXCursor label_of(CXCursor jump)
{
	return clang_getCursorReferenced(facts__last_kid(jump));
}

const char *outline__goto(const struct region *r, CXCursor cursor)
{
	CXCursor label = label_of(cursor);

	if (!is_inside(r, label))
		return "a goto leaves it";
	return start_of(label) < start_of(cursor) ? "a goto in it leads back" : NULL;
}

static bool entered_by_goto(const struct region *r, CXCursor cursor, CXCursor label)
{
	struct kids kids = facts__kids(cursor);
	bool found = clang_getCursorKind(cursor) == CXCursor_GotoStmt && !is_inside(r, cursor) &&
		     start_of(label_of(cursor)) == start_of(label);

	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = entered_by_goto(r, kids.items[i], label);
	free(kids.items);
	return found;
}

const char *outline__label(const struct region *r, CXCursor cursor)
{
	return entered_by_goto(r, r->w->body, cursor) ? "a goto leads into it" : NULL;
}

/* ---- early ends -------------------------------------------------------------- */

static bool is_local(CXCursor decl)
{
	enum CXCursorKind kind = clang_getCursorKind(decl);

	return kind == CXCursor_VarDecl &&
	       clang_getCursorKind(clang_getCursorSemanticParent(decl)) == CXCursor_FunctionDecl;
}

/* Could this, behind an early end, not stand behind the whole region? */
static bool is_bound(const struct region *r, const struct region_exit *exit, CXCursor cursor)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	const struct model_function *entry;

	switch (clang_getCursorKind(cursor)) {
	case CXCursor_LabelStmt:
	case CXCursor_IndirectGotoStmt:
		return true;
	case CXCursor_GotoStmt:
		return is_inside(r, label_of(cursor));
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		return exit->open;
	case CXCursor_CallExpr:
		entry = facts__entry(r->w->u, cursor);
		return entry && (entry->lock || entry->unlock);
	case CXCursor_DeclRefExpr:
		return is_local(decl) && is_inside(r, decl) &&
		       !is_between(decl, exit->rest[0], exit->rest[exit->nr - 1]);
	default:
		return false;
	}
}

static bool is_free(const struct region *r, const struct region_exit *exit, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	bool found = !is_bound(r, exit, cursor);

	for (unsigned int i = 0; i < kids.nr && found; i++)
		found = is_free(r, exit, kids.items[i]);
	free(kids.items);
	return found;
}

static bool is_jump(CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_ReturnStmt:
	case CXCursor_GotoStmt:
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		return true;
	default:
		return false;
	}
}

static bool has_directive(const char *text, const char *end)
{
	while ((text = memchr(text, '\n', end - text))) {
		text += 1 + strspn(text + 1, " \t");
		if (*text == '#')
			return true;
	}
	return false;
}

/* Return: whether what follows is text of the file, as it stands, without directives. */
static bool place_rest(const struct region *r, const struct statement *unlock,
		       struct region_exit *exit)
{
	CXSourceRange last = clang_getCursorExtent(exit->rest[exit->nr - 1]);
	struct unit_facts *u = r->w->u;
	const char *text, *end;
	unsigned int offset;
	CXFile file;
	size_t size;

	if (facts__in_macro(clang_getRangeStart(last)) || facts__in_macro(clang_getRangeEnd(last)))
		return false;
	clang_getFileLocation(clang_getRangeEnd(last), &file, NULL, NULL, &offset);
	text = clang_getFileContents(u->tu, file, &size);
	end = text ? text + offset + strspn(text + offset, " \t\n") : NULL;
	if (!end || *end != ';' || has_directive(text + unlock->end, end))
		return false;
	exit->start = facts__spot(u, clang_getLocationForOffset(u->tu, file, unlock->end));
	exit->end = facts__spot(u, clang_getLocationForOffset(u->tu, file, end + 1 - text));
	return exit->start.source >= 0 && exit->start.source == exit->end.source;
}

/* Return: how many statements follow that the region is not to have. */
static unsigned int add_exit(struct region *r, const CXCursor *items, unsigned int nr,
			     const struct statement *unlock, unsigned int open)
{
	struct region_exit exit = { .unlock = items[0], .open = open };
	bool good;

	for (unsigned int i = 1; i < nr && !outline__is_labelled(items[i]); i++)
		*STORE_ADD(exit.rest, exit.nr) = items[i];
	good = exit.nr && is_jump(exit.rest[exit.nr - 1]) && place_rest(r, unlock, &exit);
	for (unsigned int i = 0; i < exit.nr && good; i++)
		good = is_free(r, &exit, exit.rest[i]);
	if (!good) {
		free(exit.rest);
		return 0;
	}
	*STORE_ADD(r->exits, r->nr_exits) = exit;
	return exit.nr;
}

static void find(struct region *r, CXCursor cursor, unsigned int open);

static void find_in_block(struct region *r, const CXCursor *items, unsigned int nr,
			  unsigned int open)
{
	struct statement unlock;

	for (unsigned int i = 0; i < nr; i++)
		if (outline__ends(r, items[i], &unlock))
			i += add_exit(r, items + i, nr - i, &unlock, open);
		else
			find(r, items[i], open);
}

static void find(struct region *r, CXCursor cursor, unsigned int open)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids = facts__kids(cursor);

	open += kind == CXCursor_WhileStmt || kind == CXCursor_DoStmt || kind == CXCursor_ForStmt ||
		kind == CXCursor_SwitchStmt;
	if (kind == CXCursor_CompoundStmt)
		find_in_block(r, kids.items, kids.nr, open);
	else
		for (unsigned int i = 0; i < kids.nr; i++)
			find(r, kids.items[i], open);
	free(kids.items);
}

void outline__find_exits(struct region *r)
{
	find_in_block(r, r->items + 1, r->nr - 2, 0);
}

const struct region_exit *outline__exit(const struct region *r, CXCursor cursor)
{
	for (unsigned int i = 0; i < r->nr_exits; i++)
		if (clang_equalCursors(r->exits[i].unlock, cursor))
			return &r->exits[i];
	return NULL;
}
