// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: what is stored where: assignments, local variables,
 * initialisers.
 */
#include <stdlib.h>
#include <string.h>

#include "number.h"

static bool may_point(CXCursor cursor)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));

	return type.kind == CXType_Pointer || clang_Type_getSizeOf(type) == sizeof(void *);
}

/* What @to gets may be a pointer, or what a cast has left of one: no truth value. */
static bool may_take(CXCursor to, CXCursor from)
{
	return may_point(to) || (clang_Type_getSizeOf(clang_getCursorType(to)) > 1 &&
				 facts__is_pointer(facts__strip(from, true)));
}

static struct store_fact *store(struct walker *w, const struct place *place, CXCursor from,
				unsigned int line)
{
	struct store_fact *fact;
	struct origins origins = { 0 };

	facts__origins(w, from, &origins);
	fact = STORE_ADD(w->func->stores, w->func->nr_stores);
	fact->record = place->record;
	fact->global = place->global;
	fact->path = place->path;
	fact->slot = place->slot;
	fact->from = origins;
	fact->line = line;
	return fact;
}

void facts__walk_assignment(struct walker *w, CXCursor lhs, CXCursor rhs)
{
	CXCursor plain = facts__strip(lhs, false);
	CXCursor decl = clang_getCursorReferenced(plain);
	bool points = may_take(lhs, rhs);
	struct place place;
	int var;

	facts__walk_expression(w, rhs, ACCESS_READ, points);
	facts__walk_expression(w, lhs, ACCESS_WRITE, false);
	if (!points)
		return;
	var = clang_getCursorKind(plain) == CXCursor_DeclRefExpr ? facts__var(w, decl) : -1;
	if (var >= 0) {
		struct origins from = w->func->vars[var];

		facts__origins(w, rhs, &from);
		w->func->vars[var] = from;
		return;
	}
	place = facts__place(w, plain);
	store(w, &place, rhs, facts__line(w->u, lhs))->type =
		facts__type(w->u, clang_getCursorType(lhs));
}

static void walk_init(struct walker *w, CXCursor init, const struct place *place);

/* {.a.b = 1}: the members named; the value is the last kid. */
static bool designated(struct walker *w, CXCursor item, struct place *place)
{
	struct kids kids = facts__kids(item);
	bool some = false;

	for (unsigned int i = 0; i + 1 < kids.nr; i++)
		if (clang_getCursorKind(kids.items[i]) == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(kids.items[i]);
			const char *name = facts__text(w->u, clang_getCursorSpelling(field));

			place->record = facts__owner(w->u, field);
			place->path = name;
			place->slot = strings__format(w->u->facts->strings, "%s.%s",
						      place->record->name, name);
			some = true;
		}
	free(kids.items);
	return some;
}

/* [INDEX] = value: the last kid. */
static bool indexed(CXCursor item, const struct type *type)
{
	struct kids kids = { 0 };
	bool found;

	if (type->kind != TYPE_ARRAY || clang_getCursorKind(item) != CXCursor_UnexposedExpr)
		return false;
	kids = facts__kids(item);
	found = kids.nr > 1;
	free(kids.items);
	return found;
}

static void walk_init_list(struct walker *w, CXCursor list, const struct place *outer)
{
	const struct type *type = facts__type(w->u, clang_getCursorType(list));
	struct kids kids = facts__kids(list);
	unsigned int next = 0;

	facts__fill_record(w->u, clang_getCursorType(list));
	for (unsigned int i = 0; i < kids.nr; i++) {
		CXCursor item = kids.items[i];
		struct place place = *outer;
		const struct record *record = type->record;

		if (designated(w, item, &place)) {
			item = facts__last_kid(item);
			for (next = 0; record && next < record->nr_fields; next++)
				if (!strcmp(record->fields[next].name, place.path))
					break;
		} else if (indexed(item, type)) {
			item = facts__last_kid(item);
		} else if (record && next < record->nr_fields) {
			place.record = record;
			place.path = record->fields[next].name;
			place.slot = strings__format(w->u->facts->strings, "%s.%s", record->name,
						     place.path);
		}
		next++;
		walk_init(w, item, &place);
	}
	free(kids.items);
}

/* The mode of a file in sysfs by which what the variable leads to may be written, or not. */
static void note_mode(struct walker *w, CXCursor init, const struct place *place)
{
	const struct model_type *type = place->record ?
		map__get(&w->u->model->types, place->record->name) : NULL;
	unsigned long long mode;

	if (place->global && type && type->mode && !strcmp(type->mode, place->path))
		place->global->settled = number__constant(init, &mode) && !(mode & 0222);
}

static void walk_init(struct walker *w, CXCursor init, const struct place *place)
{
	CXCursor plain = facts__strip(init, true);

	if (clang_getCursorKind(plain) == CXCursor_CompoundLiteralExpr)
		plain = facts__last_kid(plain);
	if (clang_getCursorKind(plain) == CXCursor_InitListExpr) {
		walk_init_list(w, plain, place);
		return;
	}
	facts__walk_expression(w, init, ACCESS_READ, true);
	note_mode(w, init, place);
	store(w, place, init, facts__line(w->u, init));
}

void facts__new_var(struct walker *w, CXCursor decl, const struct type *type)
{
	unsigned int same = w->func->nr_vars;

	*STORE_ADD(w->vars, w->nr_vars) = decl;
	STORE_ADD(w->func->vars, w->func->nr_vars);
	*STORE_ADD(w->func->var_types, same) = type;
}

/*
 * The driver's own text makes it. One that a macro of a header makes, to print but once or to name
 * a message, does no harm when each half has one.
 */
static bool of_driver(struct walker *w, CXCursor decl)
{
	CXFile file;

	if (w->func->source < 0)
		return true;
	clang_getSpellingLocation(clang_getCursorLocation(decl), &file, NULL, NULL, NULL);
	for (unsigned int i = 0; file && i < w->u->plan->nr_sources; i++)
		if (w->u->files[i] && facts__same_file(w->u->files[i], file))
			return true;
	return false;
}

static void note_shadowed(struct func *func, const char *name)
{
	for (unsigned int i = 0; i < func->nr_params; i++)
		func->params[i].shadowed |= !strcmp(func->params[i].name, name);
}

static enum CXChildVisitResult note_name(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct walker *w = data;
	int var = clang_getCursorKind(cursor) == CXCursor_DeclRefExpr ?
		  facts__var(w, clang_getCursorReferenced(cursor)) : -1;

	(void)parent;
	if (var >= 0 && (unsigned int)var < w->func->nr_params)
		w->func->params[var].used = true;
	return CXChildVisit_Recurse;
}

void facts__note_used(struct walker *w)
{
	clang_visitChildren(w->body, note_name, w);
}

void facts__walk_variable(struct walker *w, CXCursor decl)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(decl);
	const struct type *type = facts__type(w->u, clang_getCursorType(decl));
	struct place place = { .path = "" };
	struct origins from = { 0 };
	struct global *global;
	unsigned int first;
	bool scoped;

	note_shadowed(w->func, facts__text(w->u, clang_getCursorSpelling(decl)));
	if (clang_Cursor_getStorageClass(decl) == CX_SC_Static ||
	    clang_Cursor_getStorageClass(decl) == CX_SC_Extern) {
		if (!type->is_const && !w->func->static_line && of_driver(w, decl))
			w->func->static_line = facts__line(w->u, decl);
		global = facts__global_at(w->u, decl);
		if (!clang_Cursor_isNull(init))
			facts__walk_initialiser(w->u, global, init);
		if (type->is_const && global->local && !global->declaration)
			facts__declaration(w, global, decl);
		return;
	}
	facts__new_var(w, decl, type);
	facts__fill_record(w->u, clang_getCursorType(decl));
	scoped = facts__cleanup(w, decl);
	first = w->func->nr_calls;
	if (clang_Cursor_isNull(init))
		return;
	if (clang_getCursorKind(facts__strip(init, true)) == CXCursor_InitListExpr) {
		walk_init(w, init, &place);
		return;
	}
	facts__walk_expression(w, init, ACCESS_READ, may_take(decl, init));
	if (scoped && first < w->func->nr_calls)
		w->func->calls[first].scoped = true;
	if (!may_take(decl, init))
		return;
	facts__origins(w, init, &from);
	w->func->vars[facts__var(w, decl)] = from;
}

void facts__walk_list(struct walker *w, CXCursor list)
{
	struct place nowhere = { .path = "" };

	walk_init_list(w, list, &nowhere);
}

void facts__walk_initialiser(struct unit_facts *u, struct global *global, CXCursor init)
{
	struct walker w = { .u = u };
	struct place place = { .path = "", .global = global };

	if (global->init)
		return;
	global->init = store__alloc(sizeof(*global->init));
	global->init->name = global->name;
	global->init->file = global->file;
	global->init->source = global->source;
	global->init->unit = global->unit;
	global->init->walked = true;
	w.func = global->init;
	walk_init(&w, init, &place);
	free(w.vars);
	free(w.calls);
}
