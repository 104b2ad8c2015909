// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the facts pass: walks statements, and notes which ways through a function there are. */
#include <stdlib.h>

#include "facts_clang.h"
#include "number.h"

static enum CXChildVisitResult find_call(CXCursor cursor, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(cursor) != CXCursor_CallExpr)
		return CXChildVisit_Recurse;
	*(bool *)data = true;
	return CXChildVisit_Break;
}

/* 0 or 1 if a condition is decided at compile time, -1 if not. */
static int decided(CXCursor condition)
{
	bool calls = clang_getCursorKind(facts__strip(condition, true)) == CXCursor_CallExpr;
	CXEvalResult result;
	int value = -1;

	clang_visitChildren(condition, find_call, &calls);
	if (calls)
		return -1;
	result = clang_Cursor_Evaluate(condition);
	if (result && clang_EvalResult_getKind(result) == CXEval_Int)
		value = clang_EvalResult_getAsLongLong(result) != 0;
	if (result)
		clang_EvalResult_dispose(result);
	return value;
}

void facts__walk_choice(struct walker *w, CXCursor cursor, int mode, bool kept)
{
	struct kids kids = facts__kids(cursor);
	int value = kids.nr ? decided(kids.items[0]) : -1;

	if (kids.nr)
		facts__walk_expression(w, kids.items[0], ACCESS_READ, false);
	facts__event(w, EVENT_FORK, 0, NULL);
	for (unsigned int i = 1; i < kids.nr; i++) {
		if (i > 1)
			facts__event(w, EVENT_ELSE, 0, NULL);
		if (value < 0 || value == (i == 1))
			facts__walk_expression(w, kids.items[i], mode, kept);
	}
	facts__event(w, EVENT_JOIN, 0, NULL);
	free(kids.items);
}

/* A variable that is counted up no longer points where it did. */
static void walk_return(struct walker *w, CXCursor cursor)
{
	CXCursor value = facts__last_kid(cursor);

	if (!clang_Cursor_isNull(value)) {
		struct origins from = w->func->returned;

		facts__walk_expression(w, value, ACCESS_READ, true);
		facts__origins(w, value, &from);
		w->func->returned = from;
	}
	facts__event(w, EVENT_RETURN, 0, NULL);
}

/* How many statements after this one the region has not, because it ends with it. */
static unsigned int behind_exit(struct walker *w, CXCursor cursor)
{
	for (unsigned int i = 0; i < w->nr_exits; i++)
		if (clang_equalCursors(w->exits[i].unlock, cursor)) {
			facts__event(w, EVENT_RETURN, 0, NULL);
			return w->exits[i].nr;
		}
	return 0;
}

void facts__walk_block(struct walker *w, CXCursor parent, const struct kids *kids)
{
	for (unsigned int i = 0; i < kids->nr; i++) {
		int end = facts__outline(w, kids, i);

		if (end < 0 && facts__hand_over(w, parent, kids, i))
			continue;
		if (end < 0) {
			facts__walk_expression(w, kids->items[i], ACCESS_READ, false);
			i += behind_exit(w, kids->items[i]);
		} else {
			i = end;
		}
	}
}

static void walk_block(struct walker *w, CXCursor cursor)
{
	struct kids kids = facts__kids(cursor);

	facts__walk_block(w, cursor, &kids);
	free(kids.items);
}

/* do { ... } while (0), the block that a macro is: it never goes round. */
static bool is_block(CXCursor cursor, CXCursor cond)
{
	unsigned long long value;

	return clang_getCursorKind(cursor) == CXCursor_DoStmt &&
	       number__constant(facts__strip(cond, true), &value) && !value;
}

/* Of a loop, or a switch. */
static void fork_or_join(struct walker *w, CXCursor around, enum event_kind kind)
{
	struct event *event;

	facts__event(w, kind, 0, NULL);
	event = &w->func->events[w->func->nr_events - 1];
	event->once = clang_getCursorKind(around) == CXCursor_DoStmt;
	event->around = true;
}

static bool is_left(const struct func *func, const struct loop_fact *loop)
{
	for (unsigned int i = loop->event; i < loop->end_event; i++)
		if (func->events[i].kind == EVENT_LEAVE || func->events[i].kind == EVENT_GOTO ||
		    func->events[i].kind == EVENT_RETURN)
			return true;
	return false;
}

static void walk_loop(struct walker *w, CXCursor cursor)
{
	struct loop_fact loop = { .call = w->func->nr_calls, .access = w->func->nr_accesses };
	const CXCursor cond = facts__loop_parts(cursor).cond;
	struct kids kids = facts__kids(cursor);

	fork_or_join(w, cursor, EVENT_FORK);
	loop.event = w->func->nr_events;
	for (unsigned int i = 0; i < kids.nr; i++) {
		bool asked = clang_equalCursors(kids.items[i], cond);

		loop.cond = asked ? w->func->nr_accesses : loop.cond;
		facts__walk_expression(w, kids.items[i], ACCESS_READ, false);
		loop.end_cond = asked ? w->func->nr_accesses : loop.end_cond;
	}
	loop.end_event = w->func->nr_events;
	fork_or_join(w, cursor, EVENT_JOIN);
	free(kids.items);
	loop.end_call = w->func->nr_calls;
	loop.end_access = w->func->nr_accesses;
	loop.counted = facts__is_counted(cursor) && !is_left(w->func, &loop);
	if (!is_block(cursor, cond))
		*STORE_ADD(w->func->loops, w->func->nr_loops) = loop;
}

void facts__walk_statement(struct walker *w, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_CompoundStmt:
		walk_block(w, cursor);
		break;
	case CXCursor_IfStmt:
		facts__walk_choice(w, cursor, ACCESS_READ, false);
		break;
	case CXCursor_WhileStmt:
	case CXCursor_DoStmt:
	case CXCursor_ForStmt:
		walk_loop(w, cursor);
		break;
	case CXCursor_SwitchStmt:
		fork_or_join(w, cursor, EVENT_FORK);
		facts__walk_kids(w, cursor, ACCESS_READ);
		fork_or_join(w, cursor, EVENT_JOIN);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		facts__event(w, EVENT_CASE, 0, NULL);
		facts__walk_kids(w, cursor, ACCESS_READ);
		break;
	case CXCursor_LabelStmt:
		facts__event(w, EVENT_LABEL, 0, facts__text(w->u, clang_getCursorSpelling(cursor)));
		facts__walk_kids(w, cursor, ACCESS_READ);
		break;
	case CXCursor_GotoStmt:
		facts__event(w, EVENT_GOTO, 0, facts__text(w->u, clang_getCursorSpelling(
							    facts__last_kid(cursor))));
		break;
	case CXCursor_IndirectGotoStmt:
		facts__odd(w, cursor, "a computed goto");
		break;
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		facts__event(w, EVENT_LEAVE, 0, NULL);
		break;
	case CXCursor_ReturnStmt:
		walk_return(w, cursor);
		break;
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt:
		if (!w->func->asm_line)
			w->func->asm_line = facts__line(w->u, cursor);
		facts__walk_kids(w, cursor, ACCESS_READ | ACCESS_WRITE);
		break;
	default:
		facts__walk_kids(w, cursor, ACCESS_READ);
	}
}
