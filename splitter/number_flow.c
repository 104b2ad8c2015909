// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: where numbers go in an expression. See splitter/number.h. */
#include <stdlib.h>
#include <string.h>

#include "number.h"

void number__flow(struct numbers *n, const char *to, struct number_from from)
{
	struct number_flow *flow;

	if (!to)
		return;
	flow = STORE_ADD(n->w->func->flows, n->w->func->nr_flows);
	flow->to = number__base(n, to);
	flow->from = from;
}

static void flow_values(struct numbers *n, const char *to, CXCursor value, enum number_how how)
{
	struct number_values values = { 0 };

	if (to)
		number__values(n, value, &values);
	for (unsigned int i = 0; i < values.nr; i++) {
		struct number_from *from = &values.items[i];

		if (how == NUMBER_ANY)
			from->most = NUMBER_UNBOUNDED;
		if (how == NUMBER_ANY || from->how == NUMBER_SAME)
			from->how = how;
		number__flow(n, to, *from);
	}
	free(values.items);
}

/* ---- assignments --------------------------------------------------------- */

void number__assign(struct numbers *n, const char *to, CXCursor value)
{
	CXCursor plain = facts__strip(value, true);
	struct number_from constant = { .constant = true };
	struct kids kids;

	if (!to)
		return;
	if (number__constant(value, &constant.most)) {
		number__flow(n, to, constant);
	} else if (clang_getCursorKind(plain) == CXCursor_BinaryOperator &&
		   clang_getCursorBinaryOperatorKind(plain) == CXBinaryOperator_Assign) {
		number__assign(n, to, facts__last_kid(plain));
	} else if (clang_getCursorKind(plain) == CXCursor_ConditionalOperator) {
		kids = facts__kids(plain);
		for (unsigned int i = 1; i < kids.nr; i++)
			number__assign(n, to, kids.items[i]);
		free(kids.items);
	} else {
		number__flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
		flow_values(n, to, value, NUMBER_SAME);
	}
}

static void compound(struct numbers *n, CXCursor target, CXCursor value,
		     enum CXBinaryOperatorKind kind)
{
	const char *to = number__place(n, target);
	struct number_from self = { .place = number__read(n, to), .most = NUMBER_UNBOUNDED };
	unsigned long long mask;

	if (!to)
		return;
	number__flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
	if (kind == CXBinaryOperator_AndAssign && number__constant(value, &mask) &&
	    (long long)mask >= 0) {
		self.most = mask;
	} else {
		self.how = NUMBER_ANY;
		flow_values(n, to, value, NUMBER_ANY);
	}
	number__flow(n, to, self);
}

static void step(struct numbers *n, CXCursor target, enum number_how how)
{
	const char *to = number__place(n, target);

	number__flow(n, to, (struct number_from){ .most = NUMBER_UNBOUNDED });
	number__flow(n, to, (struct number_from){ .place = number__read(n, to), .how = how,
						  .most = NUMBER_UNBOUNDED });
}

/* ---- comparisons --------------------------------------------------------- */

bool number__compares(enum CXBinaryOperatorKind kind)
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
void number__compare(struct numbers *n, CXCursor one, CXCursor other, enum number_how how)
{
	const char *to = compared(n, one);
	unsigned long long value;

	if (!to || strchr(to, '.') || facts__is_pointer(one) || number__constant(other, &value))
		return;
	flow_values(n, to, other, how);
	flow_values(n, number__bound(n, to), other, how);
}

static void compare_sides(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	if (kids.nr == 2 && number__compares(clang_getCursorBinaryOperatorKind(cursor))) {
		number__compare(n, kids.items[0], kids.items[1], NUMBER_ANY);
		number__compare(n, kids.items[1], kids.items[0], NUMBER_ANY);
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
		number__assign(n, number__argument(strings, n->w->func, call, at, false), arg);
		return;
	}
	if (facts__is_address(plain))
		place = number__place(n, facts__last_kid(plain));
	else if (facts__is_array(facts__strip(arg, false)))
		place = number__place(n, plain);
	else if (clang_getCursorKind(plain) == CXCursor_DeclRefExpr && number__place(n, plain) &&
		 *number__place(n, plain) != '=')
		place = strings__format(strings, "*%s", number__place(n, plain));
	if (!place)
		return;
	passed = number__argument(strings, n->w->func, call, at, true);
	number__flow(n, passed, (struct number_from){ .place = place, .most = NUMBER_UNBOUNDED });
	number__flow(n, place, (struct number_from){ .place = passed, .most = NUMBER_UNBOUNDED });
}

/* The place whose address that is. */
static const char *addressed(struct numbers *n, CXCursor pointer)
{
	return facts__is_address(pointer) ?
	       number__place(n, facts__last_kid(facts__strip(pointer, true))) : NULL;
}

void number__lead(struct numbers *n, CXCursor pointer, CXCursor value)
{
	const char *place = addressed(n, value), *behind = number__behind(n, pointer);

	if (!place || !behind)
		return;
	number__flow(n, behind, (struct number_from){ .place = place, .most = NUMBER_UNBOUNDED });
	/* Who has a member's address need not write there. */
	if (!strchr(place, '.'))
		number__flow(n, place, (struct number_from){ .place = behind,
							     .most = NUMBER_UNBOUNDED });
}

/* ... of a number: nobody copies a structure's numbers into one. */
static const char *addressed_number(struct numbers *n, CXCursor pointer)
{
	CXType to = clang_getPointeeType(clang_getCursorType(facts__strip(pointer, true)));

	return clang_getCanonicalType(to).kind == CXType_Record ? NULL : addressed(n, pointer);
}

/* What has no text may put anything that it is given, or is told of, where it is told to. */
static void mix(struct numbers *n, CXCursor cursor)
{
	int nr = clang_Cursor_getNumArguments(cursor);

	for (int i = 0; i < nr; i++) {
		const char *place = addressed(n, clang_Cursor_getArgument(cursor, i));

		for (int k = 0; place && k < nr; k++) {
			CXCursor from = clang_Cursor_getArgument(cursor, k);
			struct number_from led = { .place = addressed_number(n, from), .how = NUMBER_ANY,
						   .most = NUMBER_UNBOUNDED };

			if (k != i && led.place)
				number__flow(n, place, led);
			else if (k != i && !facts__is_pointer(from) && !facts__is_array(from))
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

static void visit_operator(struct numbers *n, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);

	if (kids.nr == 2 && clang_getCursorKind(cursor) == CXCursor_CompoundAssignOperator) {
		compound(n, kids.items[0], kids.items[1], kind);
	} else if (kids.nr == 2 && kind == CXBinaryOperator_Assign) {
		number__assign(n, number__place(n, kids.items[0]), kids.items[1]);
		number__lead(n, clang_getCursorReferenced(facts__strip(kids.items[0], true)),
			     kids.items[1]);
	} else {
		compare_sides(n, cursor);
	}
	free(kids.items);
}

static void visit_unary(struct numbers *n, CXCursor cursor, enum number_how how)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);

	if (kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc ||
	    kind == CXUnaryOperator_PostDec || kind == CXUnaryOperator_PreDec)
		step(n, facts__last_kid(cursor), how);
}

struct listing {
	struct numbers *n;
	CXCursor value;
};

static enum CXVisitorResult put_member(CXCursor field, CXClientData data)
{
	struct listing *l = data;

	number__assign(l->n, number__member(l->n, field), l->value);
	return CXVisit_Continue;
}

/* {value}: in braces that are left out, each may be any member's of which nobody says. */
static void put_any(struct numbers *n, CXCursor list, CXCursor value)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(list));
	struct listing l = { n, value };
	unsigned long long constant;

	if (type.kind == CXType_Record && !number__constant(value, &constant))
		clang_Type_visitFields(type, put_member, &l);
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
			number__assign(n, number__member(n, field), item.items[item.nr - 1]);
		else if (clang_getCursorKind(kids.items[i]) != CXCursor_InitListExpr)
			put_any(n, cursor, kids.items[i]);
		free(item.items);
	}
	free(kids.items);
}

/* "({ ... })", which may stand where it is left out: behind "&&", say. */
static void visit_block(struct numbers *n, CXCursor cursor)
{
	struct number_now before;

	number__forget_written(n, cursor, false);
	before = number__copy_now(n, &n->now);
	number__statement(n, facts__last_kid(cursor));
	number__settle(n, &before);
}

/* What an expression's parts do comes first. */
void number__visit(struct numbers *n, CXCursor cursor, enum number_how how)
{
	struct kids kids;

	if (clang_getCursorKind(cursor) == CXCursor_UnaryExpr)	/* sizeof */
		return;
	if (clang_getCursorKind(cursor) == CXCursor_StmtExpr) {
		visit_block(n, cursor);
		return;
	}
	kids = facts__kids(cursor);
	for (unsigned int i = 0; i < kids.nr; i++)
		number__visit(n, kids.items[i], NUMBER_STEP);
	free(kids.items);
	number__use(n, cursor);
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		visit_operator(n, cursor);
		break;
	case CXCursor_UnaryOperator:
		visit_unary(n, cursor, how);
		break;
	case CXCursor_InitListExpr:
		visit_list(n, cursor);
		break;
	case CXCursor_CallExpr:
		call(n, cursor);
		break;
	default:
		break;
	}
}
