// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: what chooses the value of an expression. See splitter/number.h. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"

/* ---- bounds -------------------------------------------------------------- */

/* A list in braces is none; libclang 19 crashes when asked for the value of some. */
static bool is_scalar(CXCursor cursor)
{
	enum CXTypeKind kind = clang_getCanonicalType(clang_getCursorType(cursor)).kind;

	return (kind >= CXType_FirstBuiltin && kind <= CXType_LastBuiltin) ||
	       kind == CXType_Enum || kind == CXType_Pointer;
}

bool number__constant(CXCursor cursor, unsigned long long *value)
{
	CXEvalResult result = is_scalar(cursor) ? clang_Cursor_Evaluate(cursor) : NULL;
	bool found = result && clang_EvalResult_getKind(result) == CXEval_Int;

	if (found)
		*value = clang_EvalResult_isUnsignedInt(result) ?
			 clang_EvalResult_getAsUnsigned(result) :
			 (unsigned long long)clang_EvalResult_getAsLongLong(result);
	if (result)
		clang_EvalResult_dispose(result);
	return found;
}

static enum CXTypeKind kind_of(CXCursor cursor)
{
	return clang_getCanonicalType(clang_getCursorType(cursor)).kind;
}

/* By its type no value of an expression is above this or below 0. */
unsigned long long number__most(CXCursor cursor)
{
	CXCursor inner = facts__step(cursor);

	switch (kind_of(cursor)) {
	case CXType_Bool:
		/* One in memory is a byte, of which the compiler believes that it is 0 or 1. */
		return kind_of(inner) == CXType_Bool ? NUMBER_UNBOUNDED : 1;
	case CXType_Char_U:
	case CXType_UChar:
		return UCHAR_MAX;
	case CXType_UShort:
		return USHRT_MAX;
	default:
		return NUMBER_UNBOUNDED;
	}
}

static bool is_unsigned(CXCursor cursor)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));

	return type.kind >= CXType_Bool && type.kind <= CXType_UInt128;
}

/* A signed type in which what is larger than that is negative. */
static unsigned long long signed_most(CXCursor cursor)
{
	switch (clang_getCanonicalType(clang_getCursorType(cursor)).kind) {
	case CXType_Char_S:
	case CXType_SChar:
		return SCHAR_MAX;
	case CXType_Short:
		return SHRT_MAX;
	case CXType_Int:
		return INT_MAX;
	default:
		return NUMBER_UNBOUNDED;
	}
}

static void wrap(struct number_values *out, unsigned int from, unsigned long long most)
{
	for (; from < out->nr; from++)
		if (out->items[from].most > most)
			out->items[from].most = NUMBER_UNBOUNDED;
}

static void limit(struct number_values *out, unsigned int from, unsigned long long most)
{
	for (; from < out->nr; from++)
		if (most < out->items[from].most)
			out->items[from].most = most;
}

unsigned long long number__more(unsigned long long most, unsigned long long times,
				unsigned long long added)
{
	if (most > INT_MAX || times > INT_MAX || added > INT_MAX)
		return NUMBER_UNBOUNDED;
	most = most * times + added;
	return most > INT_MAX ? NUMBER_UNBOUNDED : most;
}

static void compute(struct number_values *out, unsigned int from)
{
	for (; from < out->nr; from++) {
		out->items[from].how = NUMBER_ANY;
		out->items[from].most = NUMBER_UNBOUNDED;
	}
}

/* ---- calls --------------------------------------------------------------- */

int number__call(const struct numbers *n, CXCursor call)
{
	for (unsigned int i = n->w->nr_calls; i--; )
		if (clang_equalCursors(n->w->calls[i], call))
			return i;
	return -1;
}

bool number__followed(const struct numbers *n, CXCursor call)
{
	CXCursor callee = clang_getCursorReferenced(call);

	/* A builtin is declared where it is used first. */
	return clang_getCursorKind(callee) == CXCursor_FunctionDecl && !facts__entry(n->w->u, call) &&
	       !facts__builtin(facts__text(n->w->u, clang_getCursorSpelling(callee))) &&
	       (!clang_Cursor_isNull(clang_getCursorDefinition(callee)) ||
		facts__spot(n->w->u, clang_getCursorLocation(callee)).source >= 0);
}

static void add(struct number_values *out, const char *place)
{
	struct number_from *from;

	if (!place)
		return;
	from = STORE_ADD(out->items, out->nr);
	from->place = place;
	from->most = NUMBER_UNBOUNDED;
}

/* What is printed is cut to the room there is: no number in it tells how long that is. */
static bool is_cut(const struct numbers *n, CXCursor cursor, int call, unsigned int arg)
{
	const struct model_function *entry = facts__entry(n->w->u, cursor);

	return entry && entry->fits && number__is_printed(n, call, arg);
}

/* What a callee that has no text makes of its arguments, anybody may think. */
static void of_call(struct numbers *n, CXCursor cursor, struct number_values *out)
{
	int call = number__call(n, cursor), nr = clang_Cursor_getNumArguments(cursor);
	CXCursor callee = clang_getCursorReferenced(cursor);
	const char *name = facts__text(n->w->u, clang_getCursorSpelling(callee));
	const char *known = facts__builtin(name);
	unsigned int from = out->nr;

	if (known && !*known)
		return;
	if (!strncmp(name, "__builtin_expect", strlen("__builtin_expect"))) {
		number__values(n, clang_Cursor_getArgument(cursor, 0), out);
		return;
	}
	if (call >= 0)
		add(out, number__called(n->w->u->facts->strings, n->w->func, call));
	/* Where a pointer leads is known when all files have been read: chosen_flow.c. */
	if (number__followed(n, cursor) ||
	    (call >= 0 && clang_getCursorKind(callee) != CXCursor_FunctionDecl))
		return;
	from = out->nr;
	for (int i = 0; i < nr; i++) {
		CXCursor arg = clang_Cursor_getArgument(cursor, i);

		if (!facts__is_pointer(arg) && !facts__is_array(arg) &&
		    !is_cut(n, cursor, call, i) &&
		    number__argument_kind(facts__entry(n->w->u, cursor), i) == NUMBER_ARGUMENT)
			number__values(n, arg, out);
	}
	compute(out, from);
}

/* ---- operators ----------------------------------------------------------- */

/* The larger of a mask's bits bounds what comes out; what goes in has none by it. */
static void of_mask(struct numbers *n, const struct kids *kids, struct number_values *out)
{
	unsigned int from = out->nr;
	unsigned long long mask = NUMBER_UNBOUNDED, value;

	for (unsigned int i = 0; i < 2; i++) {
		if (number__constant(kids->items[i], &value) && (long long)value >= 0)
			mask = value < mask ? value : mask;
		else
			number__values(n, kids->items[i], out);
	}
	compute(out, from);
	limit(out, from, mask);
}

static void of_remainder(struct numbers *n, const struct kids *kids, struct number_values *out)
{
	unsigned int from = out->nr;
	unsigned long long value;

	if (!is_unsigned(kids->items[0])) {
		number__values(n, kids->items[0], out);
		number__values(n, kids->items[1], out);
		compute(out, from);
	} else if (number__constant(kids->items[1], &value) && value) {
		number__values(n, kids->items[0], out);
		compute(out, from);
		limit(out, from, value - 1);
	} else {
		number__values(n, kids->items[1], out);
		for (; from < out->nr; from++)
			if (out->items[from].how == NUMBER_SAME)
				out->items[from].how = NUMBER_BELOW;
	}
}

/* What is known of what goes in is known of what comes out; the other way round it would not be. */
static void of_division(struct numbers *n, const struct kids *kids, bool shift,
			struct number_values *out)
{
	unsigned int from = out->nr;
	unsigned long long over;

	number__values(n, kids->items[0], out);
	if (!is_unsigned(kids->items[0]) || !number__constant(kids->items[1], &over) ||
	    (long long)over < !shift || over > (shift ? 63 : UINT_MAX)) {
		compute(out, from);
		return;
	}
	if (shift)
		over = 1ULL << over;
	for (; from < out->nr; from++) {
		struct number_from *item = &out->items[from];

		if (item->most < NUMBER_UNBOUNDED)
			item->most /= over;
		if (item->how == NUMBER_SAME || item->how == NUMBER_BELOW) {
			item->how = NUMBER_PART;
			item->over = over;
		}
	}
}

/* The constant in "variable + constant", or times, or shifted by it: a factor, then. */
static unsigned long long constant_of(const struct kids *kids, enum CXBinaryOperatorKind kind,
				      unsigned int *variable)
{
	unsigned long long value = NUMBER_UNBOUNDED;

	*variable = 0;
	if (!number__constant(kids->items[1], &value) && kind != CXBinaryOperator_Shl &&
	    number__constant(kids->items[0], &value))
		*variable = 1;
	if (kind == CXBinaryOperator_Shl)
		return value < 31 ? 1ULL << value : NUMBER_UNBOUNDED;
	return value;
}

static void of_more(struct numbers *n, const struct kids *kids, enum CXBinaryOperatorKind kind,
		    struct number_values *out)
{
	unsigned int from = out->nr, variable;
	unsigned long long constant = constant_of(kids, kind, &variable);
	unsigned long long times = kind == CXBinaryOperator_Add ? 1 : constant;
	unsigned long long added = kind == CXBinaryOperator_Add ? constant : 0;

	number__values(n, kids->items[variable], out);
	if (constant > INT_MAX) {
		number__values(n, kids->items[!variable], out);
		compute(out, from);
		return;
	}
	for (; from < out->nr; from++) {
		struct number_from *item = &out->items[from];
		bool same = item->how == NUMBER_SAME || item->how == NUMBER_BELOW;

		item->most = number__more(item->most, times, added);
		item->over = number__more(same ? 1 : item->over, times, 0);
		item->added = number__more(same ? 0 : item->added, times, added);
		item->how = same || item->how == NUMBER_MORE ? NUMBER_MORE : NUMBER_ANY;
	}
}

static void of_binary(struct numbers *n, CXCursor cursor, struct number_values *out)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
	struct kids kids = facts__kids(cursor);
	unsigned int from = out->nr;

	switch (kids.nr == 2 ? kind : CXBinaryOperator_Invalid) {
	case CXBinaryOperator_Assign:
	case CXBinaryOperator_Comma:
		number__values(n, kids.items[1], out);
		break;
	case CXBinaryOperator_And:
		of_mask(n, &kids, out);
		break;
	case CXBinaryOperator_Rem:
		of_remainder(n, &kids, out);
		break;
	case CXBinaryOperator_Add:
	case CXBinaryOperator_Mul:
	case CXBinaryOperator_Shl:
		of_more(n, &kids, kind, out);
		break;
	case CXBinaryOperator_LT:	/* one or zero */
	case CXBinaryOperator_GT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GE:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		break;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_Div:
		of_division(n, &kids, kind == CXBinaryOperator_Shr, out);
		break;
	default:
		for (unsigned int i = 0; i < kids.nr; i++)
			number__values(n, kids.items[i], out);
		compute(out, from);
	}
	free(kids.items);
}

static void of_unary(struct numbers *n, CXCursor cursor, struct number_values *out)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);
	unsigned int from = out->nr;

	switch (kind) {
	case CXUnaryOperator_Deref:
		add(out, number__place(n, cursor));
		break;
	case CXUnaryOperator_LNot:
	case CXUnaryOperator_AddrOf:
		break;
	case CXUnaryOperator_PostInc:	/* what it was; the step is noted by itself */
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_Plus:
		number__values(n, facts__last_kid(cursor), out);
		break;
	default:
		number__values(n, facts__last_kid(cursor), out);
		compute(out, from);
	}
}

static void of_kids(struct numbers *n, CXCursor cursor, unsigned int first,
		    struct number_values *out)
{
	struct kids kids = facts__kids(cursor);

	for (unsigned int i = first; i < kids.nr; i++)
		number__values(n, kids.items[i], out);
	free(kids.items);
}

static void of_expression(struct numbers *n, CXCursor plain, struct number_values *out)
{
	unsigned int from = out->nr;
	const char *place;

	switch (clang_getCursorKind(plain)) {
	case CXCursor_DeclRefExpr:
		place = number__place(n, plain);
		add(out, number__read(n, place));
		limit(out, from, number__counted(n, place));
		break;
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		add(out, number__place(n, plain));
		break;
	case CXCursor_UnaryOperator:
		of_unary(n, plain, out);
		break;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		of_binary(n, plain, out);
		break;
	case CXCursor_ConditionalOperator:
		of_kids(n, plain, 1, out);
		break;
	case CXCursor_CallExpr:
		of_call(n, plain, out);
		break;
	case CXCursor_StmtExpr:
		number__values(n, facts__last_kid(facts__last_kid(plain)), out);
		break;
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_StringLiteral:
	case CXCursor_UnaryExpr:	/* sizeof */
		break;
	default:
		of_kids(n, plain, 0, out);
	}
}

/* An array's, which nobody chooses: that of a variable is followed as what it leads to. */
static bool is_address(CXCursor cursor)
{
	return clang_getCursorKind(cursor) == CXCursor_MemberRefExpr && facts__is_array(cursor);
}

void number__values(struct numbers *n, CXCursor cursor, struct number_values *out)
{
	unsigned int from = out->nr;
	CXCursor inner = facts__step(cursor);

	if (clang_Cursor_isNull(cursor) || is_address(cursor))
		return;
	if (clang_equalCursors(inner, cursor))
		of_expression(n, cursor, out);
	else
		number__values(n, inner, out);
	wrap(out, from, signed_most(cursor));
	limit(out, from, number__most(cursor));
}
