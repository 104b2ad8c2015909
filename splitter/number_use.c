// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: what a function uses numbers for that must not be anyone's to choose
 * for: indices, arithmetic with pointers, divisors, loops, arguments. See splitter/number.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

static void add(struct numbers *n, CXCursor at, CXCursor value, const struct number_use *what)
{
	struct number_values values = { 0 };

	number__values(n, value, &values);
	for (unsigned int i = 0; i < values.nr; i++) {
		struct number_use *use = STORE_ADD(n->w->func->uses, n->w->func->nr_uses);

		*use = *what;
		use->from = values.items[i];
		use->line = facts__line(n->w->u, at);
	}
	free(values.items);
}

static void use(struct numbers *n, CXCursor at, CXCursor value, enum number_use_kind kind,
		unsigned long long count)
{
	add(n, at, value, &(struct number_use){ .kind = kind, .count = count });
}

/* A register's number, of which its address is made: "base + (number << 2)". */
static CXCursor unscaled(CXCursor cursor)
{
	CXCursor plain = facts__strip(cursor, true), found = cursor;
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(plain);
	struct kids kids;
	unsigned long long value;

	if (clang_getCursorKind(plain) != CXCursor_BinaryOperator ||
	    (kind != CXBinaryOperator_Shl && kind != CXBinaryOperator_Mul &&
	     kind != CXBinaryOperator_Add && kind != CXBinaryOperator_Sub))
		return cursor;
	kids = facts__kids(plain);
	for (unsigned int i = 0; i < kids.nr; i++)
		if (number__constant(kids.items[i], &value) &&
		    (i || kind == CXBinaryOperator_Mul || kind == CXBinaryOperator_Add))
			found = unscaled(kids.items[!i]);
	free(kids.items);
	return found;
}

/* The place of the pointer that something is added to, perhaps once more. */
static const char *base_of(struct numbers *n, CXCursor pointer)
{
	CXCursor plain = facts__strip(pointer, true);
	const char *base = NULL;
	struct kids kids;

	if (clang_getCursorKind(plain) != CXCursor_BinaryOperator)
		return number__place(n, plain);
	kids = facts__kids(plain);
	for (unsigned int i = 0; i < kids.nr && !base; i++)
		if (facts__is_pointer(kids.items[i]))
			base = base_of(n, kids.items[i]);
	free(kids.items);
	return base;
}

/* ---- expressions --------------------------------------------------------- */

static void use_subscript(struct numbers *n, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);
	CXCursor base = kids.nr == 2 ? facts__strip(kids.items[0], false) : cursor;
	long long count = 0;

	if (kids.nr == 2) {
		if (facts__is_array(base))
			count = clang_getArraySize(clang_getCanonicalType(clang_getCursorType(base)));
		/* One element long: what it is then, the driver alone knows. */
		add(n, cursor, kids.items[1], &(struct number_use){
			.kind = NUMBER_INDEX, .count = count > 1 ? count : 0,
			.base = count > 1 ? NULL : base_of(n, kids.items[0]) });
	}
	free(kids.items);
}

static unsigned long long width(CXCursor cursor)
{
	return clang_Type_getSizeOf(clang_getCanonicalType(clang_getCursorType(cursor))) > 4 ? 64 : 32;
}

/* No call, and nothing that ends elsewhere: what stands around it does not matter then. */
static bool stands_alone(const char *text, size_t len)
{
	int depth = 0;

	for (size_t i = 0; i < len; i++) {
		if (!isalnum((unsigned char)text[i]) && !strchr("_->. *+()[]", text[i]))
			return false;
		if (text[i] == '(' && i && (isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_'))
			return false;
		depth += (text[i] == '(') - (text[i] == ')');
		if (depth < 0)
			return false;
	}
	return !depth && len;
}

/* The driver's text of a divisor, where another can stand in its place that is never 0. */
static void find_text(struct numbers *n, CXCursor divisor, struct number_use *what)
{
	CXSourceRange range = clang_getCursorExtent(divisor);
	struct spot spot = facts__spot(n->w->u, clang_getRangeStart(range));
	CXType type = clang_getCanonicalType(clang_getCursorType(divisor));
	unsigned int start, end;
	const char *text;
	CXFile file, same;
	size_t len;

	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &start);
	clang_getFileLocation(clang_getRangeEnd(range), &same, NULL, NULL, &end);
	text = spot.source < 0 ? NULL : clang_getFileContents(n->w->u->tu, file, &len);
	/* -1 is one that can be too much, too. */
	if (type.kind < CXType_Bool || type.kind > CXType_UInt128 || !text || end > len || end < start ||
	    !facts__same_file(file, same) || n->w->func->outline || n->w->func->from_macro ||
	    n->w->func->source != spot.source || !stands_alone(text + start, end - start))
		return;
	what->text = strings__format(n->w->u->facts->strings, "%.*s", (int)(end - start), text + start);
	what->source = spot.source;
	what->start = spot.offset;
}

static void use_divisor(struct numbers *n, CXCursor cursor, CXCursor divisor)
{
	struct number_use what = { .kind = NUMBER_DIVISOR };

	if (clang_getCursorKind(cursor) == CXCursor_BinaryOperator)
		find_text(n, divisor, &what);
	add(n, cursor, divisor, &what);
}

static void use_operator(struct numbers *n, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);

	switch (kids.nr == 2 ? kind : CXBinaryOperator_Invalid) {
	case CXBinaryOperator_Add:
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_AddAssign:
	case CXBinaryOperator_SubAssign:
		for (unsigned int i = 0; i < 2 && facts__is_pointer(cursor); i++)
			if (!facts__is_pointer(kids.items[i]) && !facts__is_array(kids.items[i]))
				add(n, cursor, unscaled(kids.items[i]), &(struct number_use){
					.kind = NUMBER_ADDRESS, .base = base_of(n, kids.items[!i]) });
		break;
	case CXBinaryOperator_Div:
	case CXBinaryOperator_Rem:
	case CXBinaryOperator_DivAssign:
	case CXBinaryOperator_RemAssign:
		use_divisor(n, cursor, kids.items[1]);
		break;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShlAssign:
	case CXBinaryOperator_ShrAssign:
		use(n, cursor, kids.items[1], NUMBER_SHIFT, width(kids.items[0]));
		break;
	default:
		break;
	}
	free(kids.items);
}

static void use_cast(struct numbers *n, CXCursor cursor)
{
	CXCursor inner = facts__last_kid(cursor);
	enum CXTypeKind kind;

	if (clang_Cursor_isNull(inner) || !facts__is_pointer(cursor) || facts__is_pointer(inner) ||
	    facts__is_array(inner))
		return;
	kind = clang_getCanonicalType(clang_getCursorType(inner)).kind;
	if (kind >= CXType_FirstBuiltin && kind <= CXType_LastBuiltin)
		use(n, cursor, inner, NUMBER_ADDRESS, 0);
}

/* ---- calls --------------------------------------------------------------- */

enum number_use_kind number__argument_kind(const struct model_function *entry, unsigned int at)
{
	static const enum number_use_kind of[] = {
		[OWNER_PORT] = NUMBER_PORT, [OWNER_IRQ] = NUMBER_IRQ,
	};

	if (entry && at < entry->nr_args && entry->args[at].owner)
		return of[entry->args[at].owner];
	return entry && entry->delays ? NUMBER_DELAY : NUMBER_ARGUMENT;
}

bool number__is_printed(const struct numbers *n, int call, unsigned int at)
{
	const struct func *callee = call >= 0 ? n->w->func->calls[call].callee : NULL;

	return callee && callee->variadic && at >= callee->nr_params;
}

static void use_call(struct numbers *n, CXCursor cursor)
{
	CXCursor decl = clang_getCursorReferenced(cursor);
	const struct model_function *entry = facts__entry(n->w->u, cursor);
	int call = number__call(n, cursor);
	struct number_use what = { 0 };

	if (call < 0 || clang_getCursorKind(decl) != CXCursor_FunctionDecl ||
	    number__followed(n, cursor))
		return;
	what.callee = facts__text(n->w->u, clang_getCursorSpelling(decl));
	for (int i = 0; i < clang_Cursor_getNumArguments(cursor); i++) {
		CXCursor arg = clang_Cursor_getArgument(cursor, i);

		what.kind = number__argument_kind(entry, i);
		if (!facts__is_pointer(arg) && !facts__is_array(arg) &&
		    !(entry && model__plain_value(entry, i)) &&
		    (!number__is_printed(n, call, i) || (entry && entry->overruns)))
			add(n, cursor, arg, &what);
	}
}

/* ---- loops --------------------------------------------------------------- */

static bool is_binary(CXCursor cursor, enum CXBinaryOperatorKind kind)
{
	return clang_getCursorKind(cursor) == CXCursor_BinaryOperator &&
	       clang_getCursorBinaryOperatorKind(cursor) == kind;
}

/* Whether what a condition compares can be chosen at all; notes what chooses it. */
static bool use_condition(struct numbers *n, CXCursor cursor, unsigned int group)
{
	CXCursor cond = facts__strip(cursor, true), limit = cond;
	enum CXUnaryOperatorKind unary = clang_getCursorUnaryOperatorKind(cond);
	struct number_use what = { .kind = NUMBER_END, .group = group };
	unsigned int before = n->w->func->nr_uses;
	struct kids kids = facts__kids(cond);

	if (is_binary(cond, CXBinaryOperator_LAnd) && kids.nr == 2) {
		bool both = use_condition(n, kids.items[0], group);

		both = use_condition(n, kids.items[1], group) && both;
		free(kids.items);
		return both;
	}
	if (is_binary(cond, CXBinaryOperator_Comma) && kids.nr == 2) {
		bool chosen = use_condition(n, kids.items[1], group);

		free(kids.items);
		return chosen;
	}
	if (kids.nr == 2 && (is_binary(cond, CXBinaryOperator_LT) ||
			     is_binary(cond, CXBinaryOperator_LE)))
		limit = kids.items[1];
	else if (kids.nr == 2 && (is_binary(cond, CXBinaryOperator_GT) ||
				  is_binary(cond, CXBinaryOperator_GE)))
		limit = kids.items[0];
	else if (clang_getCursorKind(cond) == CXCursor_UnaryOperator &&
		 (unary == CXUnaryOperator_PostDec || unary == CXUnaryOperator_PreDec) && kids.nr)
		limit = kids.items[0];
	what.part = before;
	if (!clang_equalCursors(limit, cond)) {
		what.kind = NUMBER_ROUNDS;
		add(n, cursor, limit, &what);
	} else {
		/* Both sides of a comparison, which has no value of its own. */
		for (unsigned int i = 0; i < kids.nr; i++)
			add(n, cursor, kids.items[i], &what);
		if (!kids.nr || clang_getCursorKind(cond) != CXCursor_BinaryOperator)
			add(n, cursor, cond, &what);
	}
	free(kids.items);
	return n->w->func->nr_uses > before;
}

static bool leaves(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct kids kids;
	bool found;

	if (kind == CXCursor_BreakStmt || kind == CXCursor_GotoStmt || kind == CXCursor_ReturnStmt)
		return true;
	kids = facts__kids(cursor);
	found = false;
	for (unsigned int i = 0; i < kids.nr && !found; i++)
		found = leaves(kids.items[i]);
	free(kids.items);
	return found;
}

/* The conditions by which a loop without one is left: false if one cannot be chosen. */
static bool use_exits(struct numbers *n, CXCursor cursor, unsigned int group)
{
	struct kids kids = facts__kids(cursor);
	bool all = true;

	if (clang_getCursorKind(cursor) == CXCursor_IfStmt && kids.nr && leaves(cursor))
		all = use_condition(n, kids.items[0], group);
	for (unsigned int i = 0; i < kids.nr && all; i++)
		all = use_exits(n, kids.items[i], group);
	free(kids.items);
	return all;
}

static void use_loop(struct numbers *n, CXCursor cursor)
{
	unsigned int before = n->w->func->nr_uses;
	unsigned long long value;
	struct loop_parts loop = facts__loop_parts(cursor);
	bool endless = clang_Cursor_isNull(loop.cond) ||
		       (number__constant(loop.cond, &value) && value);

	if (!endless && number__constant(loop.cond, &value))
		return;
	if (!(endless ? use_exits(n, loop.body, n->nr_groups + 1) :
			use_condition(n, loop.cond, n->nr_groups + 1)))
		n->w->func->nr_uses = before;
	else
		n->nr_groups++;
}

void number__use(struct numbers *n, CXCursor cursor)
{
	struct kids kids;

	switch (clang_getCursorKind(cursor)) {
	case CXCursor_ArraySubscriptExpr:
		use_subscript(n, cursor);
		break;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		use_operator(n, cursor);
		break;
	case CXCursor_CStyleCastExpr:
	case CXCursor_UnexposedExpr:
		use_cast(n, cursor);
		break;
	case CXCursor_CallExpr:
		use_call(n, cursor);
		break;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		use_loop(n, cursor);
		break;
	case CXCursor_GCCAsmStmt:
		kids = facts__kids(cursor);
		for (unsigned int i = 0; i < kids.nr; i++)
			if (!facts__is_pointer(kids.items[i]) && !facts__is_array(kids.items[i]))
				use(n, cursor, kids.items[i], NUMBER_ASSEMBLY, 0);
		free(kids.items);
		break;
	default:
		break;
	}
}
