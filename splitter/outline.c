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

#include "number.h"

/** struct statement - NAME(FIRST...), or VARIABLE = NAME(FIRST...), as it is in the file */
struct statement {
	const char *name;
	const char *first;
	unsigned int start, end;	/* bytes of the text that libclang has; with the semicolon */
};

/** struct region - what may become a function */
struct region {
	struct walker *w;
	const CXCursor *items;
	unsigned int nr;
	struct func *func;
	struct used {
		CXCursor decl;
		int var;		/* of the function that the region is in */
		bool written;
		bool inside;		/* only locks use it: it is the region's own */
	} *used;
	unsigned int nr_used;
	bool at_lock;			/* the walk is in the statement that takes or releases it */
	struct outline guards;		/* of arrays; nothing else of it is used */
	unsigned int loops, switches;	/* open ones at this place of the walk */
	const char *why;
	unsigned int line;
};

static void stuck(struct region *r, CXCursor at, const char *why)
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

/* ---- what a region does -------------------------------------------------- */

static void look(struct region *r, CXCursor cursor);

static void look_kids(struct region *r, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		look(r, kids.items[i]);
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
		stuck(r, cursor, "it uses a static variable of the function");
}

/* Something that is assigned to, or of which the address is taken. */
static void look_changed(struct region *r, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);

	if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr)
		look_name(r, plain, true);
	else
		look(r, plain);
}

static void look_operator(struct region *r, CXCursor cursor, bool changes)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		if (!i && changes)
			look_changed(r, kids.items[i]);
		else
			look(r, kids.items[i]);
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
			stuck(r, cursor, "it follows a pointer that is not just a member");
		/* fall through */
	default:
		look_kids(r, cursor);
	}
}

static void look_asm(struct region *r, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		look_changed(r, kids.items[i]);
	free(kids.items);
}

static void look_call(struct region *r, CXCursor cursor)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	CXString text = clang_getCursorSpelling(decl);
	const struct model_function *entry = map__get(&r->w->u->model->functions,
						      clang_getCString(text));

	clang_disposeString(text);
	if (entry && (entry->lock || entry->unlock) && !r->at_lock)
		stuck(r, cursor, "there is another lock or unlock inside of it");
	look_kids(r, cursor);
}

static void look_loop(struct region *r, CXCursor cursor, bool loop)
{
	r->loops += loop;
	r->switches++;
	look_kids(r, cursor);
	r->switches--;
	r->loops -= loop;
}

/*
 * A statement in place may be behind a question in the text, which a user half need not have
 * asked: the kernel half looks first at each pointer in a structure that it follows.
 */
static void look_followed(struct region *r, CXCursor cursor)
{
	CXCursor base;
	const char *text;

	if (r->nr > 1 || !facts__follows(cursor, &base))
		return;
	text = facts__plain_text(r->w->u, base);
	if (!text)
		stuck(r, cursor, "it follows a pointer that is not just a member");
	for (unsigned int i = 0; i < r->guards.nr_followed; i++)
		if (r->guards.followed[i] == text)
			return;
	*STORE_ADD(r->guards.followed, r->guards.nr_followed) = text;
}

static void look(struct region *r, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_MemberRefExpr:
		look_kids(r, cursor);
		look_followed(r, cursor);
		break;
	case CXCursor_ArraySubscriptExpr:
		if (r->nr == 1)
			stuck(r, cursor, "it looks into an array");
		look_kids(r, cursor);
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
	case CXCursor_BreakStmt:
		if (!r->switches)
			stuck(r, cursor, "a break leaves it");
		break;
	case CXCursor_ContinueStmt:
		if (!r->loops)
			stuck(r, cursor, "a continue leaves it");
		break;
	case CXCursor_ReturnStmt:
		stuck(r, cursor, "a return leaves it");
		break;
	case CXCursor_GotoStmt:
	case CXCursor_IndirectGotoStmt:
		stuck(r, cursor, "a goto leaves it");
		break;
	case CXCursor_LabelStmt:
		stuck(r, cursor, "there is a label in it");
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		if (!r->switches)
			stuck(r, cursor, "there is a case in it");
		look_kids(r, cursor);
		break;
	default:
		look_kids(r, cursor);
	}
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

static const struct type *pointer_to(struct unit_facts *u, const struct type *to)
{
	struct facts *facts = u->facts;
	const char *spelling = strings__format(facts->strings, "%s *", to->spelling);
	struct type *type = map__get(&facts->types, spelling);

	if (type)
		return type;
	type = store__alloc(sizeof(*type));
	type->kind = TYPE_POINTER;
	type->spelling = spelling;
	type->canonical = strings__format(facts->strings, "%s *", to->canonical);
	type->size = sizeof(void *);
	type->to = to;
	map__put(&facts->types, spelling, type);
	return type;
}

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

static void check_variables(struct region *r)
{
	struct strings *strings = r->w->u->facts->strings;
	unsigned int nr = 0;

	for (unsigned int i = 0; i < r->nr_used && !r->why; i++) {
		struct used *used = &r->used[i];
		const char *why = no_argument(r, used);

		if (why)
			stuck(r, r->items[0],
			      strings__format(strings, "its variable %s %s",
					      facts__text(r->w->u, clang_getCursorSpelling(used->decl)),
					      why));
		else if (used->written && clang_getCursorKind(used->decl) == CXCursor_VarDecl &&
			 clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(used->decl)) &&
			 !used_elsewhere(r, r->w->body, used->decl))
			used->inside = true;
		else
			nr++;
	}
	if (nr > CLEAVE_MAX_ARGS)
		stuck(r, r->items[0], "it uses too many variables of the function");
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
		stuck(r, at, why);
}

static void add_variable(struct region *r, struct walker *inner, unsigned int i)
{
	struct func *of = r->w->func, *func = r->func;
	const struct used *used = &r->used[i];
	struct strings *strings = r->w->u->facts->strings;
	struct outline_var *var = STORE_ADD(func->outline->vars, func->outline->nr_vars);
	struct origin *origin;
	struct param *param;

	var->name = facts__text(r->w->u, clang_getCursorSpelling(used->decl));
	var->type = of->var_types[used->var];
	var->written = used->written;
	var->param = -1;
	var->of_var = used->var;
	facts__new_var(inner, used->decl, var->type);
	if (used->inside)
		return;
	var->param = func->nr_params;
	param = STORE_ADD(func->params, func->nr_params);
	param->name = var->written ? strings__format(strings, "cleave_out_%s", var->name) : var->name;
	param->type = var->written ? pointer_to(r->w->u, var->type) : var->type;
	origin = STORE_ADD(func->vars[func->nr_vars - 1].items, func->vars[func->nr_vars - 1].nr);
	origin->kind = var->written ? ORIGIN_UNKNOWN : ORIGIN_PARAM;
	origin->index = var->param;
	origin->path = "";
}

static void add_argument(struct region *r, struct call *call, const struct outline_var *var,
			 int index)
{
	struct func *of = r->w->func;
	struct origin *origin = STORE_ADD(call->args[var->param].items, call->args[var->param].nr);

	call->types[var->param] = r->func->params[var->param].type;
	origin->kind = var->written ? ORIGIN_LOCAL : ORIGIN_VAR;
	origin->index = index;
	origin->path = "";
	if (!var->written)
		return;
	origin = STORE_ADD(of->vars[index].items, of->vars[index].nr);
	origin->kind = ORIGIN_UNKNOWN;
	origin->path = "";
}

static void add_call(struct region *r)
{
	struct func *of = r->w->func;
	struct call *call = STORE_ADD(of->calls, of->nr_calls);
	struct event *event = STORE_ADD(of->events, of->nr_events);

	*STORE_ADD(r->w->calls, r->w->nr_calls) = clang_getNullCursor();
	event->kind = EVENT_CALL;
	event->call = of->nr_calls - 1;
	call->callee = r->func;
	call->nr_args = r->func->nr_params;
	call->args = store__alloc((call->nr_args + 1) * sizeof(*call->args));
	call->types = store__alloc((call->nr_args + 1) * sizeof(*call->types));
	call->line = r->func->line;
	for (unsigned int i = 0; i < r->nr_used; i++)
		if (r->func->outline->vars[i].param >= 0)
			add_argument(r, call, &r->func->outline->vars[i], r->used[i].var);
}

static const struct type *void_type(struct unit_facts *u)
{
	struct type *type = map__get(&u->facts->types, "void");

	if (!type) {
		type = store__alloc(sizeof(*type));
		type->spelling = type->canonical = strings__intern(u->facts->strings, "void");
		type->size = -1;
		map__put(&u->facts->types, type->spelling, type);
	}
	return type;
}

/* What the locks are given is no buffer; what is done in place has no end to leave it by. */
static void guard_variables(struct region *r)
{
	struct outline *outline = r->func->outline;

	for (unsigned int i = 0; i < outline->nr_vars && r->nr > 1; i++)
		outline->vars[i].guarded = facts__guard(r->w->u, outline, r->items, r->nr,
							r->used[i].decl, &outline->vars[i]);
}

static void make(struct region *r, struct spot start, struct spot end, struct spot unlock)
{
	struct unit_facts *u = r->w->u;
	struct func *of = r->w->func, *func = store__alloc(sizeof(*func));
	struct walker inner = { .u = u, .func = func, .body = r->w->body };

	r->func = func;
	func->name = strings__format(u->facts->strings, "cleave_outline_%s_%u", of->name,
				     ++of->nr_outlines);
	facts__add_piece(u->facts, of, start, end, func);
	func->type = func->ret = void_type(u);
	func->outline = store__alloc(sizeof(*func->outline));
	func->outline->of = of;
	func->outline->locked = r->nr > 1;
	func->outline->guards = r->guards.guards;
	func->outline->nr_guards = r->guards.nr_guards;
	func->outline->followed = r->guards.followed;
	func->outline->nr_followed = r->guards.nr_followed;
	func->outline->line = start.line;
	func->outline->end_line = end.line;
	func->outline->start = start.offset;
	func->outline->end = end.offset;
	func->outline->unlock = unlock.offset;
	for (unsigned int i = 0; i < r->nr_used; i++)
		add_variable(r, &inner, i);
	guard_variables(r);
	for (unsigned int i = 0; i < r->nr; i++)
		facts__walk_expression(&inner, r->items[i], ACCESS_READ, false);
	number__collect(&inner, r->items, r->nr);
	free(inner.vars);
	free(inner.calls);
	add_call(r);
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

/* Places of a region in the file on disk. */
static bool place(struct region *r, const struct statement *lock, const struct statement *unlock,
		  struct spot *start, struct spot *end, struct spot *before)
{
	struct unit_facts *u = r->w->u;
	CXFile file;

	clang_getFileLocation(clang_getRangeStart(clang_getCursorExtent(r->items[0])), &file, NULL,
			      NULL, NULL);
	*start = facts__spot(u, clang_getLocationForOffset(u->tu, file, lock->start));
	*before = facts__spot(u, clang_getLocationForOffset(u->tu, file, unlock->start));
	*end = facts__spot(u, clang_getLocationForOffset(u->tu, file, unlock->end));
	return start->source >= 0 && end->source == start->source &&
	       plan__is_code(&u->plan->sources[start->source]);
}

static void check_statements(struct region *r)
{
	if (r->nr == 1) {
		look(r, r->items[0]);
		return;
	}
	for (unsigned int i = 1; i + 1 < r->nr; i++) {
		if (clang_getCursorKind(r->items[i]) == CXCursor_DeclStmt)
			stuck(r, r->items[i], "a variable is declared in it");
		look(r, r->items[i]);
	}
	r->at_lock = true;
	look_kids(r, r->items[0]);
	look_kids(r, r->items[r->nr - 1]);
}

int facts__outline(struct walker *w, const struct kids *block, unsigned int at)
{
	struct region r = { .w = w, .items = block->items + at };
	struct statement lock, unlock;
	const struct model_function *entry;
	struct spot start, end, before;
	int last;

	if (w->func->source < 0 || w->func->from_macro || w->func->early || w->func->outline)
		return -1;
	entry = entry_of(w->u, block->items[at], &lock);
	if (!entry || (!entry->in_place && (!entry->lock || !entry->until)))
		return -1;
	unlock = lock;
	last = entry->in_place ? (int)at : find_end(w->u, block, at, &lock, entry, &unlock);
	if (last < 0) {
		stuck(&r, block->items[at], "it does not end in the block in which it begins");
	} else {
		r.nr = last - at + 1;
		check_statements(&r);
		check_variables(&r);
		if (!r.why && r.nr > 1)
			check_steering(&r);
		if (!place(&r, &lock, &unlock, &start, &end, &before))
			stuck(&r, block->items[at], "it is in a header");
	}
	if (!r.why)
		make(&r, start, end, before);
	else if (!w->func->stuck) {
		w->func->stuck = r.why;
		w->func->stuck_line = r.line;
	}
	if (r.why) {
		free(r.guards.guards);
		free(r.guards.followed);
	}
	free(r.used);
	return r.why ? -1 : last;
}
