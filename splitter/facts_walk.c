// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: walks a function's expressions in order and notes
 * what it touches and stores. Calls are facts_call.c's, statements
 * facts_statement.c's.
 */
#include <stdlib.h>

#include "number.h"

void facts__walk_kids(struct walker *w, CXCursor cursor, int mode)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		facts__walk_expression(w, kids.items[i], mode, false);
	free(kids.items);
}

void facts__event(struct walker *w, enum event_kind kind, unsigned int call, const char *label)
{
	struct event *event = STORE_ADD(w->func->events, w->func->nr_events);

	event->kind = kind;
	event->call = call;
	event->label = label;
}

void facts__odd(struct walker *w, CXCursor cursor, const char *what)
{
	if (!w->func->odd_line) {
		w->func->odd_line = facts__line(w->u, cursor);
		w->func->odd = what;
	}
}

/* ---- touching ------------------------------------------------------------ */

/* Walks what a place is computed from: pointers and indices, not the place. */
static void walk_way(struct walker *w, CXCursor cursor)
{
	struct kids kids;

	cursor = facts__strip(cursor, false);
	kids = facts__kids(cursor);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_DeclRefExpr:
		break;
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_UnaryOperator:
		if (!kids.nr)
			break;
		if (facts__is_array(facts__strip(kids.items[0], false)) ||
		    !facts__is_pointer(kids.items[0]))
			walk_way(w, kids.items[0]);
		else
			facts__walk_expression(w, kids.items[0], ACCESS_READ, true);
		for (unsigned int i = 1; i < kids.nr; i++)
			facts__walk_expression(w, kids.items[i], ACCESS_READ, false);
		break;
	default:
		facts__walk_expression(w, cursor, ACCESS_READ, false);
	}
	free(kids.items);
}

/* Where the assignment or the call stands; of what a macro makes, where that does. */
static struct stretch_fact whole_text(struct walker *w)
{
	CXSourceRange range = clang_getCursorExtent(w->whole);
	CXSourceLocation from = clang_getRangeStart(range), to = clang_getRangeEnd(range);
	bool macro = facts__in_macro(from) || facts__in_macro(to);
	struct spot start = facts__spot(w->u, macro ? facts__use_start(w->u, from) : from);
	struct spot end = facts__spot(w->u, facts__in_macro(to) ? facts__use_end(w->u, to) : to);
	bool known = start.source == end.source && start.offset < end.offset &&
		     (!macro || facts__is_closed(w->u, facts__in_macro(to) ?
						 facts__use_end(w->u, to) : to));

	return (struct stretch_fact){
		.source = known ? start.source : -1, .start = start.offset, .end = end.offset,
		.macro = macro,
	};
}

/* Who has the address of a variable may put another function there, or another table of them. */
static void give_variable(struct walker *w, CXCursor cursor)
{
	int var = facts__var(w, clang_getCursorReferenced(facts__strip(cursor, false)));
	struct origin *origin;

	if (var < 0 || !facts__leads_to_function(cursor))
		return;
	origin = STORE_ADD(w->func->vars[var].items, w->func->vars[var].nr);
	origin->kind = ORIGIN_UNKNOWN;
	origin->path = "";
}

/* ... and who has that of a member, another function. */
static void give_member(struct walker *w, CXCursor cursor, const struct place *place)
{
	struct store_fact *store;
	struct origin *origin;

	if (!place->slot || !facts__holds_functions(cursor))
		return;
	store = STORE_ADD(w->func->stores, w->func->nr_stores);
	store->record = place->record;
	store->global = place->global;
	store->path = place->path;
	store->slot = place->slot;
	store->type = facts__type(w->u, clang_getCursorType(cursor));
	store->line = facts__line(w->u, cursor);
	origin = STORE_ADD(store->from.items, store->from.nr);
	origin->kind = ORIGIN_UNKNOWN;
	origin->path = "";
}

static struct access *add_access(struct walker *w, CXCursor cursor, const struct place *place,
				 int mode)
{
	struct access *access = STORE_ADD(w->func->accesses, w->func->nr_accesses);

	access->record = place->global ? NULL : place->record;
	access->global = place->global;
	access->path = place->path;
	access->type = facts__type(w->u, clang_getCursorType(cursor));
	access->mode = mode;
	access->line = facts__line(w->u, cursor);
	access->text.source = -1;
	if (place->base == PLACE_POINTER)
		facts__origins(w, place->pointer, &access->base);
	if (access->type->kind == TYPE_RECORD || access->type->kind == TYPE_ARRAY)
		facts__fill_record(w->u, clang_getCursorType(cursor));
	return access;
}

static void add_deref(struct walker *w, CXCursor cursor, const struct place *place, int mode)
{
	CXType type = facts__is_followed(w, cursor) ? clang_getCursorType(cursor) :
		clang_getPointeeType(clang_getCanonicalType(clang_getCursorType(place->pointer)));
	const struct type *to = facts__type(w->u, type);
	struct origins from = { 0 };
	struct deref *deref;

	/* Of a void only the type is asked, as container_of() does. */
	if (to->kind == TYPE_VOID)
		return;
	facts__origins(w, place->pointer, &from);
	deref = STORE_ADD(w->func->derefs, w->func->nr_derefs);
	deref->to = to;
	deref->from = from;
	deref->line = facts__line(w->u, cursor);
	deref->indexed = place->indexed;
	deref->mode = mode;
}

void facts__touch(struct walker *w, CXCursor cursor, int mode, int call, int arg)
{
	struct place place = facts__place(w, cursor);
	struct access *access;

	if (mode == ACCESS_READ && facts__is_array(cursor))
		mode = ACCESS_ADDRESS;
	walk_way(w, cursor);
	if (place.base == PLACE_LOCAL && !*place.path && mode == ACCESS_ADDRESS)
		give_variable(w, cursor);
	else if (mode == ACCESS_ADDRESS)
		give_member(w, cursor, &place);
	if (place.record || place.global) {
		access = add_access(w, cursor, &place, mode);
		access->call = call;
		access->arg = arg;
		if (mode & ACCESS_WRITE || call >= 0)
			access->text = whole_text(w);
	}
	if (place.base == PLACE_POINTER && mode != ACCESS_ADDRESS)
		add_deref(w, cursor, &place, mode);
}

/* ---- names --------------------------------------------------------------- */

static void walk_name(struct walker *w, CXCursor cursor, int mode, bool kept)
{
	CXCursor decl = clang_getCursorReferenced(cursor);

	if (clang_getCursorKind(decl) == CXCursor_FunctionDecl) {
		struct func *func = facts__func_at(w->u, decl);

		if (!kept)
			*STORE_ADD(w->func->loose, w->func->nr_loose) = func;
	} else if (clang_getCursorKind(decl) == CXCursor_VarDecl) {
		facts__touch(w, cursor, mode, -1, -1);
	}
}

/* ---- operators -------------------------------------------- */

static void move(struct walker *w, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, false);
	int var = facts__var(w, clang_getCursorReferenced(plain));

	if (var < 0 || !facts__is_pointer(plain))
		return;
	for (unsigned int i = 0; i < w->func->vars[var].nr; i++)
		facts__moved(&w->func->vars[var].items[i]);
}

/*
 * A side of == or !=. What a name stands for is compared with what a mirror holds: that it is the
 * same in both halves, both must know of it.
 */
static void walk_compared(struct walker *w, CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true);
	CXCursor of = facts__is_address(plain) ? facts__strip(facts__last_kid(plain), false) : plain;
	CXCursor decl = clang_getCursorReferenced(of);

	if (clang_getCursorKind(of) == CXCursor_DeclRefExpr &&
	    clang_getCursorKind(decl) == CXCursor_FunctionDecl)
		*STORE_ADD(w->func->compared, w->func->nr_compared) = facts__func_at(w->u, decl);
	else if (facts__is_address(plain) && clang_getCursorKind(of) == CXCursor_DeclRefExpr)
		walk_name(w, of, ACCESS_ADDRESS, true);
	else if (facts__is_address(plain))
		walk_way(w, of);
	else
		facts__walk_expression(w, cursor, ACCESS_READ, true);
}

static int compound_mode(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_OrAssign:
	case CXBinaryOperator_AndAssign:
	case CXBinaryOperator_XorAssign:
		return ACCESS_READ | ACCESS_WRITE | ACCESS_BITS;
	case CXBinaryOperator_AddAssign:
	case CXBinaryOperator_SubAssign:
		return ACCESS_READ | ACCESS_WRITE | ACCESS_SUM;
	default:
		return ACCESS_READ | ACCESS_WRITE;
	}
}

static void walk_binary(struct walker *w, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);
	bool compares = kind == CXBinaryOperator_EQ || kind == CXBinaryOperator_NE;

	if (kids.nr == 2 && kind == CXBinaryOperator_Assign) {
		facts__walk_assignment(w, kids.items[0], kids.items[1]);
	} else if (kids.nr == 2 && clang_getCursorKind(cursor) == CXCursor_CompoundAssignOperator) {
		facts__walk_expression(w, kids.items[1], ACCESS_READ, false);
		facts__walk_expression(w, kids.items[0], compound_mode(kind), false);
		move(w, kids.items[0]);
	} else {
		facts__weigh_both(w, &kids);
		for (unsigned int i = 0; i < kids.nr; i++)
			if (compares)
				walk_compared(w, kids.items[i]);
			else
				facts__walk_expression(w, kids.items[i], ACCESS_READ, false);
	}
	free(kids.items);
}

/*
 * __builtin_types_compatible_p() and its like look like any other expression
 * that libclang has no name for; their operands are not evaluated.
 */
static bool type_trait(CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXEvalResult result = NULL;
	bool constant = false;

	if (kids.nr == 1 && clang_isExpression(clang_getCursorKind(kids.items[0]))) {
		enum CXTypeKind kind = clang_getCanonicalType(
						clang_getCursorType(kids.items[0])).kind;

		constant = clang_getCursorType(cursor).kind == CXType_Int &&
			   (kind == CXType_Record || kind == CXType_Pointer);
	} else if (kids.nr) {
		result = clang_Cursor_Evaluate(cursor);
		constant = result && clang_EvalResult_getKind(result) == CXEval_Int;
	}
	if (result)
		clang_EvalResult_dispose(result);
	free(kids.items);
	return constant;
}

/* *(volatile u32 *)&member, as READ_ONCE() has it; not so *(u64 *)&member. */
static bool is_itself(CXCursor cursor, CXCursor pointer)
{
	CXCursor of = facts__last_kid(facts__strip(pointer, true));

	return facts__is_address(pointer) &&
	       clang_Type_getSizeOf(clang_getCursorType(cursor)) <=
	       clang_Type_getSizeOf(clang_getCursorType(of));
}

static void walk_unary(struct walker *w, CXCursor cursor, int mode, bool kept)
{
	CXCursor of = facts__last_kid(cursor);

	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_Deref:
		if (is_itself(cursor, of))
			facts__walk_expression(w, facts__last_kid(facts__strip(of, true)), mode, kept);
		else
			facts__touch(w, cursor, mode, -1, -1);
		break;
	case CXUnaryOperator_AddrOf:
		if (clang_getCursorKind(facts__strip(of, false)) == CXCursor_DeclRefExpr)
			walk_name(w, facts__strip(of, false), ACCESS_ADDRESS, kept);
		else
			facts__walk_expression(w, of, ACCESS_ADDRESS, kept);
		break;
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		facts__walk_expression(w, of, ACCESS_READ | ACCESS_WRITE | ACCESS_SUM, false);
		move(w, of);
		break;
	default:
		facts__walk_expression(w, of, ACCESS_READ, kept);
	}
}

/* What may be an assignment or a call: what is touched meanwhile is touched by that. */
static void walk_whole(struct walker *w, CXCursor cursor, int mode, bool kept)
{
	const CXCursor around = w->whole;

	w->whole = cursor;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_UnaryOperator:
		walk_unary(w, cursor, mode, kept);
		break;
	case CXCursor_CallExpr:
		facts__walk_call(w, cursor);
		break;
	default:
		walk_binary(w, cursor);
	}
	w->whole = around;
}

bool facts__counts(CXCursor cursor)
{
	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return true;
	default:
		return false;
	}
}

void facts__walk_expression(struct walker *w, CXCursor cursor, int mode, bool kept)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	CXCursor kid;

	switch (kind) {
	case CXCursor_DeclRefExpr:
		walk_name(w, cursor, mode, kept);
		break;
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		facts__touch(w, cursor, mode, -1, -1);
		break;
	case CXCursor_UnaryOperator:
		if (!facts__counts(cursor)) {
			walk_unary(w, cursor, mode, kept);
			break;
		}
		/* fall through */
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
	case CXCursor_CallExpr:
		walk_whole(w, cursor, mode, kept);
		break;
	case CXCursor_ConditionalOperator:
		facts__walk_choice(w, cursor, mode, kept);
		break;
	case CXCursor_VarDecl:
		facts__walk_variable(w, cursor);
		break;
	case CXCursor_InitListExpr:
		facts__walk_list(w, cursor);
		break;
	case CXCursor_UnexposedExpr:
		if (type_trait(cursor))
			break;
		/* fall through */
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
		kid = facts__step(cursor);
		facts__weigh_cast(w, cursor, kid);
		if (clang_equalCursors(kid, cursor))
			facts__walk_kids(w, cursor, mode);
		else
			facts__walk_expression(w, kid, mode, kept);
		break;
	case CXCursor_UnaryExpr:	/* sizeof: not evaluated */
	case CXCursor_AddrLabelExpr:
	case CXCursor_TypeRef:
	case CXCursor_LabelRef:
		break;
	default:
		if (clang_isStatement(kind))
			facts__walk_statement(w, cursor);
		else
			facts__walk_kids(w, cursor, ACCESS_READ);
	}
}

void facts__walk(struct unit_facts *u, struct func *func, CXCursor definition)
{
	struct walker w = { .u = u, .func = func, .whole = definition };

	if (func->walked)
		return;
	func->walked = true;
	for (unsigned int i = 0; i < func->nr_params; i++) {
		struct origin *origin;

		facts__new_var(&w, clang_Cursor_getArgument(definition, i), func->params[i].type);
		origin = STORE_ADD(func->vars[i].items, func->vars[i].nr);
		origin->kind = ORIGIN_PARAM;
		origin->index = i;
		origin->path = "";
	}
	w.body = facts__last_kid(definition);
	facts__walk_expression(&w, w.body, ACCESS_READ, false);
	facts__cleaned(func);
	facts__note_used(&w);
	number__collect(&w, &w.body, 1);
	free(w.vars);
	free(w.calls);
}
