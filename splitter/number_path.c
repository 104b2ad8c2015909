// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: the order of a function's statements. See splitter/number.h. */
#include <stdlib.h>
#include <string.h>

#include "number.h"

/* One that may write variables among others, in whatever order. */
static void expression(struct numbers *n, CXCursor cursor)
{
	number__forget_written(n, cursor, false);
	number__visit(n, cursor, NUMBER_STEP);
}

/* ---- what a condition says ------------------------------------------------ */

/* A comparison's sense where it does not hold. */
static enum CXBinaryOperatorKind opposite(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_LT:
		return CXBinaryOperator_GE;
	case CXBinaryOperator_GT:
		return CXBinaryOperator_LE;
	case CXBinaryOperator_LE:
		return CXBinaryOperator_GT;
	case CXBinaryOperator_GE:
		return CXBinaryOperator_LT;
	case CXBinaryOperator_NE:
		return CXBinaryOperator_EQ;
	default:
		return CXBinaryOperator_Invalid;
	}
}

/* ... with its sides the other way round. */
static enum CXBinaryOperatorKind turned(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_LT:
		return CXBinaryOperator_GT;
	case CXBinaryOperator_GT:
		return CXBinaryOperator_LT;
	case CXBinaryOperator_LE:
		return CXBinaryOperator_GE;
	case CXBinaryOperator_GE:
		return CXBinaryOperator_LE;
	default:
		return kind;
	}
}

/** struct known - of a condition: it holds, or does not */
struct known {
	CXCursor whole;
	bool holds;
};

/* "variable < constant", or anything like it. */
static void narrow_side(struct numbers *n, CXCursor variable, CXCursor constant,
			enum CXBinaryOperatorKind kind, const struct known *known)
{
	unsigned long long value;

	if (!number__constant(constant, &value) || (long long)value < 0 ||
	    number__writes(n, known->whole, number__place(n, variable)))
		return;
	if (kind == CXBinaryOperator_LT && value)
		number__narrow(n, variable, value - 1);
	else if (kind == CXBinaryOperator_LE || kind == CXBinaryOperator_EQ)
		number__narrow(n, variable, value);
}

static void narrow_comparison(struct numbers *n, const struct kids *sides,
			      enum CXBinaryOperatorKind kind, const struct known *known)
{
	if (!known->holds)
		kind = opposite(kind);
	narrow_side(n, sides->items[0], sides->items[1], kind, known);
	narrow_side(n, sides->items[1], sides->items[0], turned(kind), known);
}

static bool is_expectation(struct numbers *n, CXCursor call)
{
	return clang_getCursorKind(call) == CXCursor_CallExpr &&
	       !strcmp(facts__text(n->w->u, clang_getCursorSpelling(call)), "__builtin_expect");
}

static void narrow_by(struct numbers *n, CXCursor condition, struct known known)
{
	CXCursor plain = facts__strip(condition, false);
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(plain);
	struct kids kids = facts__kids(plain);

	if (clang_getCursorKind(plain) == CXCursor_UnaryOperator && kids.nr &&
	    clang_getCursorUnaryOperatorKind(plain) == CXUnaryOperator_LNot) {
		known.holds = !known.holds;
		narrow_by(n, kids.items[0], known);
	} else if (is_expectation(n, plain)) {
		narrow_by(n, clang_Cursor_getArgument(plain, 0), known);
	} else if (clang_getCursorKind(plain) == CXCursor_BinaryOperator && kids.nr == 2) {
		if (number__compares(kind))
			narrow_comparison(n, &kids, kind, &known);
		for (unsigned int i = 0; i < 2; i++)
			if (kind == (known.holds ? CXBinaryOperator_LAnd : CXBinaryOperator_LOr))
				narrow_by(n, kids.items[i], known);
	}
	free(kids.items);
}

/* From here on the condition @holds, or does not. */
static void narrow(struct numbers *n, CXCursor condition, bool holds)
{
	narrow_by(n, condition, (struct known){ condition, holds });
}

/* ---- choices ------------------------------------------------------------- */

static void choose(struct numbers *n, const struct kids *parts)
{
	struct number_now other, then;

	expression(n, parts->items[0]);
	other = number__copy_now(n, &n->now);
	narrow(n, parts->items[0], true);
	number__statement(n, parts->items[1]);
	then = n->now;
	n->now = other;
	narrow(n, parts->items[0], false);
	if (parts->nr > 2)
		number__statement(n, parts->items[2]);
	number__meet(n, &then);
}

static void pick(struct numbers *n, const struct kids *parts)
{
	const struct number_now *entered = n->entered;
	struct number_now *outer = n->broken, broken = { 0 }, here;

	expression(n, parts->items[0]);
	here = number__copy_now(n, &n->now);
	n->entered = &here;
	n->broken = &broken;
	n->now.dead = true;
	number__statement(n, parts->items[1]);
	n->entered = entered;
	n->broken = outer;
	number__meet(n, &broken);
	number__meet(n, &here);
}

static void arrive_at_case(struct numbers *n)
{
	struct number_now here;

	if (!n->entered)
		return;
	here = number__copy_now(n, n->entered);
	number__meet(n, &here);
}

/* ---- loops --------------------------------------------------------------- */

/* "for (...; i < most; i++)": what is counted stays below what it is compared with. */
static bool counts_below(const struct kids *kids)
{
	CXCursor cond = kids->nr == 4 ? facts__strip(kids->items[1], true) : clang_getNullCursor();

	return kids->nr == 4 && clang_getCursorKind(cond) == CXCursor_BinaryOperator &&
	       clang_getCursorBinaryOperatorKind(cond) == CXBinaryOperator_LT &&
	       clang_getCursorKind(facts__strip(kids->items[2], true)) == CXCursor_UnaryOperator;
}

/* The body, and what is done between rounds; @out: where those go who leave in between. */
static void go_round(struct numbers *n, const struct loop_parts *loop, enum number_how step,
		     struct number_now *out)
{
	struct number_now *broken = n->broken, *continued = n->continued, on = { 0 };

	n->broken = out;
	n->continued = &on;
	number__statement(n, loop->body);
	number__meet(n, &on);
	if (!clang_Cursor_isNull(loop->step)) {
		number__forget_written(n, loop->step, false);
		number__visit(n, loop->step, step);
	}
	n->broken = broken;
	n->continued = continued;
}

static void count_below(struct numbers *n, CXCursor cursor, const struct kids *kids,
			const struct loop_parts *loop)
{
	struct kids sides = facts__kids(facts__strip(loop->cond, true));
	struct number_now out = { 0 }, past;
	struct number_counter counter;
	bool counts = number__counts(n, kids->items, sides.items[0], sides.items[1], &counter);

	number__use(n, cursor);
	number__compare(n, sides.items[0], sides.items[1], NUMBER_BELOW);
	number__visit(n, sides.items[0], NUMBER_STEP);
	number__visit(n, sides.items[1], NUMBER_STEP);
	past = number__copy_now(n, &n->now);
	narrow(n, loop->cond, true);
	if (counts)
		n->counters = &counter;
	go_round(n, loop, NUMBER_ROUND, &out);
	if (counts)
		n->counters = counter.outer;
	/* Nobody gets past it without a round. */
	past.dead |= counts;
	number__meet(n, &past);
	number__meet(n, &out);
	free(sides.items);
}

static void repeat(struct numbers *n, CXCursor cursor, const struct loop_parts *loop)
{
	struct number_now out = { 0 }, past;

	number__use(n, cursor);
	if (!clang_Cursor_isNull(loop->cond))
		expression(n, loop->cond);
	past = number__copy_now(n, &n->now);
	past.dead |= clang_Cursor_isNull(loop->cond);
	narrow(n, loop->cond, true);
	go_round(n, loop, NUMBER_STEP, &out);
	number__free_now(&n->now);
	n->now = past;
	narrow(n, loop->cond, false);
	number__meet(n, &out);
}

/* "do ... while": whether it ends is asked of what the body leaves. */
static void do_first(struct numbers *n, CXCursor cursor, const struct loop_parts *loop)
{
	struct number_now out = { 0 };
	unsigned long long value;
	bool asks = !number__constant(loop->cond, &value);

	if (!asks)
		number__use(n, cursor);
	go_round(n, loop, NUMBER_STEP, &out);
	expression(n, loop->cond);
	if (asks)
		number__use(n, cursor);
	narrow(n, loop->cond, false);
	number__meet(n, &out);
}

/* What a loop writes may be from the round before; a FOR begins with what is not its parts. */
static void loop(struct numbers *n, CXCursor cursor)
{
	struct loop_parts parts = facts__loop_parts(cursor);
	struct kids kids = facts__kids(cursor);
	bool begins = clang_getCursorKind(cursor) == CXCursor_ForStmt;

	for (unsigned int i = 0; begins && i + 1 < kids.nr; i++) {
		begins = !clang_equalCursors(kids.items[i], parts.cond);
		if (begins)
			number__statement(n, kids.items[i]);
	}
	number__forget_written(n, cursor, true);
	if (clang_getCursorKind(cursor) == CXCursor_DoStmt)
		do_first(n, cursor, &parts);
	else if (clang_getCursorKind(cursor) == CXCursor_ForStmt && counts_below(&kids))
		count_below(n, cursor, &kids, &parts);
	else
		repeat(n, cursor, &parts);
	free(kids.items);
}

/* ---- statements ---------------------------------------------------------- */

static void declare(struct numbers *n, CXCursor decl)
{
	CXCursor init = clang_getCursorKind(decl) == CXCursor_VarDecl ?
			clang_Cursor_getVarDeclInitializer(decl) : clang_getNullCursor();

	expression(n, decl);
	if (!clang_Cursor_isNull(init) &&
	    clang_getCanonicalType(clang_getCursorType(decl)).kind != CXType_Record) {
		number__begin(n, number__variable(n, decl), init);
		number__lead(n, decl, init);
	}
}

/* "variable = value", and nothing else writes it there. */
static void assign(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXCursor to = kids.nr == 2 ? facts__strip(kids.items[0], true) : cursor;

	if (clang_getCursorKind(to) == CXCursor_DeclRefExpr &&
	    number__writes(n, cursor, number__place(n, to)) == 1) {
		expression(n, kids.items[1]);
		number__begin(n, number__place(n, to), kids.items[1]);
	} else {
		expression(n, cursor);
	}
	free(kids.items);
}

static void give_back(struct numbers *n, CXCursor value)
{
	if (!clang_Cursor_isNull(value)) {
		expression(n, value);
		number__assign(n, number__result(n->w->u->facts->strings, n->w->func), value);
	}
	n->now.dead = true;
}

static void in_order(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = 0; i < kids.nr; i++)
		if (clang_getCursorKind(cursor) == CXCursor_DeclStmt)
			declare(n, kids.items[i]);
		else
			number__statement(n, kids.items[i]);
	free(kids.items);
}

static void part(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	if (kids.nr < 2)
		expression(n, cursor);
	else if (clang_getCursorKind(cursor) == CXCursor_IfStmt)
		choose(n, &kids);
	else
		pick(n, &kids);
	free(kids.items);
}

static void leave(struct numbers *n, struct number_now *to)
{
	if (to)
		number__leave(n, to);
	n->now.dead = true;
}

void number__statement(struct numbers *n, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	switch (kind) {
	case CXCursor_IfStmt:
	case CXCursor_SwitchStmt:
		part(n, cursor);
		break;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		loop(n, cursor);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		arrive_at_case(n);
		number__statement(n, facts__last_kid(cursor));
		break;
	case CXCursor_LabelStmt:	/* whoever comes from wherever */
		number__forget_lives(n);
		n->now.dead = false;
		number__statement(n, facts__last_kid(cursor));
		break;
	case CXCursor_BreakStmt:
		leave(n, n->broken);
		break;
	case CXCursor_ContinueStmt:
		leave(n, n->continued);
		break;
	case CXCursor_GotoStmt:
	case CXCursor_IndirectGotoStmt:
		leave(n, NULL);
		break;
	case CXCursor_ReturnStmt:
		give_back(n, facts__last_kid(cursor));
		break;
	case CXCursor_BinaryOperator:
		assign(n, cursor);
		break;
	default:
		if (clang_isStatement(kind) && kind != CXCursor_GCCAsmStmt)
			in_order(n, cursor);
		else
			expression(n, cursor);
	}
}

static void returns(struct walker *w)
{
	*STORE_ADD(w->func->uses, w->func->nr_uses) = (struct number_use){
		.kind = NUMBER_RETURNED,
		.from = { .place = number__result(w->u->facts->strings, w->func),
			  .most = NUMBER_UNBOUNDED },
		.line = w->func->line,
	};
}

void number__collect(struct walker *w, const CXCursor *items, unsigned int nr)
{
	struct numbers n = { .w = w };

	number__begin_lives(&n, w->body);
	for (unsigned int i = 0; i < nr; i++)
		number__statement(&n, items[i]);
	number__end_lives(&n);
	if (w->func->ret && w->func->ret->kind == TYPE_SCALAR)
		returns(w);
}
