// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: where numbers go in a function's statements, whatever their order.
 * See splitter/number.h.
 */
#include <stdlib.h>
#include <string.h>

#include "number.h"

static void flow(struct numbers *n, const char *to, struct number_from from)
{
	struct number_flow *flow;

	if (!to)
		return;
	flow = STORE_ADD(n->w->func->flows, n->w->func->nr_flows);
	flow->to = to;
	flow->from = from;
}

static void flow_values(struct numbers *n, const char *to, CXCursor value, enum number_how how)
{
	struct number_values values = { 0 };

	number__values(n, value, &values);
	for (unsigned int i = 0; i < values.nr; i++) {
		struct number_from *from = &values.items[i];

		if (how == NUMBER_ANY)
			from->most = NUMBER_UNBOUNDED;
		if (how == NUMBER_ANY || from->how == NUMBER_SAME)
			from->how = how;
		flow(n, to, *from);
	}
	free(values.items);
}

/* ---- assignments --------------------------------------------------------- */

static void assign(struct numbers *n, const char *to, CXCursor value)
{
	CXCursor plain = facts__strip(value, true);
	struct number_from constant = { .constant = true };
	struct kids kids;

	if (!to)
		return;
	if (number__constant(value, &constant.most)) {
		flow(n, to, constant);
	} else if (clang_getCursorKind(plain) == CXCursor_BinaryOperator &&
		   clang_getCursorBinaryOperatorKind(plain) == CXBinaryOperator_Assign) {
		assign(n, to, facts__last_kid(plain));
	} else if (clang_getCursorKind(plain) == CXCursor_ConditionalOperator) {
		kids = facts__kids(plain);
		for (unsigned int i = 1; i < kids.nr; i++)
			assign(n, to, kids.items[i]);
		free(kids.items);
	} else {
		flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
		flow_values(n, to, value, NUMBER_SAME);
	}
}

static void compound(struct numbers *n, CXCursor target, CXCursor value,
		     enum CXBinaryOperatorKind kind)
{
	const char *to = number__place(n, target);
	struct number_from self = { .place = to, .most = NUMBER_UNBOUNDED };
	unsigned long long mask;

	if (!to)
		return;
	flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
	if (kind == CXBinaryOperator_AndAssign && number__constant(value, &mask) &&
	    (long long)mask >= 0) {
		self.most = mask;
	} else {
		self.how = NUMBER_ANY;
		flow_values(n, to, value, NUMBER_ANY);
	}
	flow(n, to, self);
}

static void step(struct numbers *n, CXCursor target, enum number_how how)
{
	const char *to = number__place(n, target);

	flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
	flow(n, to, (struct number_from){ .place = to, .how = how, .most = NUMBER_UNBOUNDED });
}

/* ---- comparisons --------------------------------------------------------- */

static bool compares(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_LT:
	case CXBinaryOperator_GT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
		return true;
	default:
		return false;
	}
}

/* What a side of a comparison names, perhaps as it counts it: "++i". */
static const char *compared(struct numbers *n, CXCursor side)
{
	CXCursor plain = facts__strip(side, true);

	if (clang_getCursorKind(plain) == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(plain) != CXUnaryOperator_Deref)
		plain = facts__last_kid(plain);
	return number__place(n, plain);
}

/* A variable that is compared with a number may be as large as that says. */
static void compare(struct numbers *n, CXCursor one, CXCursor other, enum number_how how)
{
	const char *to = compared(n, one);
	unsigned long long value;

	if (to && !strchr(to, '.') && !facts__is_pointer(one) && !number__constant(other, &value))
		flow_values(n, to, other, how);
}

static void compare_sides(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	if (kids.nr == 2 && compares(clang_getCursorBinaryOperatorKind(cursor))) {
		compare(n, kids.items[0], kids.items[1], NUMBER_ANY);
		compare(n, kids.items[1], kids.items[0], NUMBER_ANY);
	}
	free(kids.items);
}

/* ---- calls --------------------------------------------------------------- */

static void pass(struct numbers *n, int call, unsigned int at, CXCursor arg)
{
	struct strings *strings = n->w->u->facts->strings;
	CXCursor plain = facts__strip(arg, true);
	const char *passed, *place = NULL;

	if (!facts__is_pointer(arg) && !facts__is_array(arg)) {
		assign(n, number__argument(strings, n->w->func, call, at, false), arg);
		return;
	}
	if (clang_getCursorKind(plain) == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(plain) == CXUnaryOperator_AddrOf)
		place = number__place(n, facts__last_kid(plain));
	else if (facts__is_array(facts__strip(arg, false)))
		place = number__place(n, plain);
	else if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr && number__place(n, plain) &&
		 *number__place(n, plain) != '=')
		place = strings__format(strings, "*%s", number__place(n, plain));
	if (!place)
		return;
	passed = number__argument(strings, n->w->func, call, at, true);
	flow(n, passed, (struct number_from){ .place = place, .most = NUMBER_UNBOUNDED });
	flow(n, place, (struct number_from){ .place = passed, .most = NUMBER_UNBOUNDED });
}

/* What has no text may put anything that it is given where it is told to. */
static void mix(struct numbers *n, CXCursor cursor)
{
	int nr = clang_Cursor_getNumArguments(cursor);

	for (int i = 0; i < nr; i++) {
		CXCursor to = facts__strip(clang_Cursor_getArgument(cursor, i), true);
		const char *place = clang_getCursorKind(to) != CXCursor_UnaryOperator ? NULL :
				    number__place(n, facts__last_kid(to));

		for (int k = 0; place && k < nr; k++) {
			CXCursor from = clang_Cursor_getArgument(cursor, k);

			if (k != i && !facts__is_pointer(from) && !facts__is_array(from))
				flow_values(n, place, from, NUMBER_ANY);
		}
	}
}

static void call(struct numbers *n, CXCursor cursor)
{
	int call = number__call(n, cursor);
	CXCursor callee = clang_getCursorReferenced(cursor);

	for (int i = 0; call >= 0 && i < clang_Cursor_getNumArguments(cursor); i++)
		pass(n, call, i, clang_Cursor_getArgument(cursor, i));
	if (clang_getCursorKind(callee) == CXCursor_FunctionDecl && !number__followed(n, cursor))
		mix(n, cursor);
}

/* ---- all of it ----------------------------------------------------------- */

static void visit(struct numbers *n, CXCursor cursor, enum number_how step_how);

static void visit_operator(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	if (kids.nr == 2 && clang_getCursorKind(cursor) == CXCursor_CompoundAssignOperator)
		compound(n, kids.items[0], kids.items[1], clang_getCursorBinaryOperatorKind(cursor));
	else if (kids.nr == 2 && clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign)
		assign(n, number__place(n, kids.items[0]), kids.items[1]);
	else
		compare_sides(n, cursor);
	free(kids.items);
}

static void visit_unary(struct numbers *n, CXCursor cursor, enum number_how how)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);

	if (kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc ||
	    kind == CXUnaryOperator_PostDec || kind == CXUnaryOperator_PreDec)
		step(n, facts__last_kid(cursor), how);
}

static void visit_variable(struct numbers *n, CXCursor cursor)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(cursor);
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));
	int var = facts__var(n->w, cursor);

	if (var >= 0 && !clang_Cursor_isNull(init) && type.kind != CXType_Record)
		assign(n, number__param(n->w->u->facts->strings, n->w->func, var, false), init);
}

/* {.member = value} */
static void visit_list(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++) {
		struct kids item = facts__kids(kids.items[i]);
		CXCursor field = item.nr > 1 ? clang_getCursorReferenced(item.items[item.nr - 2]) :
					       clang_getNullCursor();

		if (clang_getCursorKind(field) == CXCursor_FieldDecl)
			assign(n, strings__format(n->w->u->facts->strings, "%s.%s",
						  facts__owner(n->w->u, field)->name,
						  facts__text(n->w->u, clang_getCursorSpelling(field))),
			       item.items[item.nr - 1]);
		free(item.items);
	}
	free(kids.items);
}

/* "for (...; i < most; i++)", of which libclang leaves out what is not there. */
static bool visit_for(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor), sides = { 0 };
	struct number_counter counter;
	CXCursor cond = kids.nr == 4 ? facts__strip(kids.items[1], true) : clang_getNullCursor();
	enum CXBinaryOperatorKind kind = kids.nr == 4 ? clang_getCursorBinaryOperatorKind(cond) :
							CXBinaryOperator_Invalid;
	bool below = kind == CXBinaryOperator_LT &&
		     clang_getCursorKind(cond) == CXCursor_BinaryOperator &&
		     clang_getCursorKind(facts__strip(kids.items[2], true)) == CXCursor_UnaryOperator;

	if (below) {
		sides = facts__kids(cond);
		compare(n, sides.items[0], sides.items[1], NUMBER_BELOW);
		visit(n, kids.items[0], NUMBER_STEP);
		number__use(n, cond);
		visit(n, sides.items[0], NUMBER_STEP);
		visit(n, sides.items[1], NUMBER_STEP);
		visit(n, kids.items[2], NUMBER_ROUND);
		if (number__counts(n, kids.items, sides.items[0], sides.items[1], &counter))
			n->counters = &counter;
		visit(n, kids.items[3], NUMBER_STEP);
		if (n->counters == &counter)
			n->counters = counter.outer;
		free(sides.items);
	}
	free(kids.items);
	return below;
}

static void visit(struct numbers *n, CXCursor cursor, enum number_how how)
{
	struct kids kids;

	number__use(n, cursor);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		visit_operator(n, cursor);
		break;
	case CXCursor_UnaryOperator:
		visit_unary(n, cursor, how);
		break;
	case CXCursor_VarDecl:
		visit_variable(n, cursor);
		break;
	case CXCursor_InitListExpr:
		visit_list(n, cursor);
		break;
	case CXCursor_ReturnStmt:
		if (!clang_Cursor_isNull(facts__last_kid(cursor)))
			assign(n, number__result(n->w->u->facts->strings, n->w->func),
			       facts__last_kid(cursor));
		break;
	case CXCursor_CallExpr:
		call(n, cursor);
		break;
	case CXCursor_ForStmt:
		if (visit_for(n, cursor))
			return;
		break;
	case CXCursor_UnaryExpr:	/* sizeof */
		return;
	default:
		break;
	}
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr; i++)
		visit(n, kids.items[i], NUMBER_STEP);
	free(kids.items);
}

void number__collect(struct walker *w, const CXCursor *items, unsigned int nr)
{
	struct numbers n = { .w = w };

	for (unsigned int i = 0; i < nr; i++)
		visit(&n, items[i], NUMBER_STEP);
}
