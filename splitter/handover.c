// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: a branch at the very beginning of a function that must run in
 * the kernel, as one for a peculiar device does, and returns. When the user half gets
 * there nothing has happened yet, so it can hand over all of its work to the kernel
 * half's copy of the same function, and the rest of the function need not stay.
 */
#include <stdlib.h>
#include <string.h>

#include "facts_clang.h"

/** struct search - what is looked for in a tree */
struct search {
	const struct walker *w;
	bool kernel;		/* a call that must run in the kernel */
	bool lock;		/* ... that takes or releases a lock */
	bool acts;		/* something happens: a call, an assignment */
};

static void look_call(struct search *s, CXCursor cursor)
{
	CXString text = clang_getCursorSpelling(clang_getCursorReferenced(cursor));
	const struct model_function *entry = map__get(&s->w->u->model->functions,
						      clang_getCString(text));

	s->acts |= strcmp(clang_getCString(text), "__builtin_expect") != 0;
	clang_disposeString(text);
	if (!entry)
		return;
	s->lock |= entry->lock || entry->unlock || entry->takes || entry->releases;
	s->kernel |= entry->policy == MODEL_KERNEL;
}

static enum CXChildVisitResult look(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct search *s = data;

	(void)parent;
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_CallExpr:
		look_call(s, cursor);
		break;
	case CXCursor_UnaryOperator:
		s->acts |= facts__counts(cursor);
		break;
	case CXCursor_BinaryOperator:
		s->acts |= clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign;
		break;
	case CXCursor_CompoundAssignOperator:
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt:
	case CXCursor_GotoStmt:
	case CXCursor_IndirectGotoStmt:
	case CXCursor_LabelStmt:
		s->acts = true;
		break;
	default:
		break;
	}
	return CXChildVisit_Recurse;
}

static struct search search(const struct walker *w, CXCursor cursor)
{
	struct search s = { .w = w };

	look(cursor, clang_getNullCursor(), &s);
	clang_visitChildren(cursor, look, &s);
	return s;
}

/* Whether a branch is a block that ends with a return, and has none that jumps elsewhere. */
static bool returns(CXCursor branch)
{
	return clang_getCursorKind(branch) == CXCursor_CompoundStmt &&
	       clang_getCursorKind(facts__last_kid(branch)) == CXCursor_ReturnStmt;
}

static bool may_hand_over(const struct walker *w, const struct kids *block, unsigned int at,
			  const struct kids *choice)
{
	const struct func *func = w->func;
	struct search branch;

	if (func->source < 0 || func->from_macro || func->early || func->variadic ||
	    (func->ret->kind != TYPE_SCALAR && func->ret->kind != TYPE_VOID))
		return false;
	if (choice->nr < 2 || !returns(choice->items[1]))
		return false;
	branch = search(w, choice->items[1]);
	if (!branch.kernel || branch.lock || search(w, choice->items[0]).acts)
		return false;
	for (unsigned int i = 0; i < at; i++)
		if (search(w, block->items[i]).acts)
			return false;
	return true;
}

static void copy_origins(struct origins *to, const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++)
		*STORE_ADD(to->items, to->nr) = from->items[i];
}

/* Has the parameters of the function that it is a branch of, and the same variables. */
static void make_branch(struct walker *inner, const struct walker *w, struct spot start,
			struct spot end)
{
	struct facts *facts = w->u->facts;
	struct func *of = w->func, *func = inner->func;

	func->name = strings__format(facts->strings, "cleave_branch_%s", of->name);
	facts__add_piece(w->u->facts, of, start, end, func);
	func->type = of->type;
	func->ret = of->ret;
	for (unsigned int i = 0; i < of->nr_params; i++)
		*STORE_ADD(func->params, func->nr_params) = of->params[i];
	for (unsigned int i = 0; i < of->nr_vars; i++) {
		facts__new_var(inner, w->vars[i], of->var_types[i]);
		copy_origins(&func->vars[i], &of->vars[i]);
	}
	func->outline = store__alloc(sizeof(*func->outline));
	func->outline->of = of;
	func->outline->whole = true;
	func->outline->line = start.line;
	func->outline->end_line = end.line;
	func->outline->start = start.offset;
	func->outline->end = end.offset;
}

/* @from calls @to and gives it its own parameters. */
static void add_call(struct func *from, struct func *to, unsigned int line)
{
	struct call *call = STORE_ADD(from->calls, from->nr_calls);
	struct event *event = STORE_ADD(from->events, from->nr_events);

	event->kind = EVENT_CALL;
	event->call = from->nr_calls - 1;
	call->callee = to;
	call->line = line;
	call->nr_args = to->nr_params;
	call->args = store__alloc((call->nr_args + 1) * sizeof(*call->args));
	call->types = store__alloc((call->nr_args + 1) * sizeof(*call->types));
	for (unsigned int i = 0; i < call->nr_args; i++) {
		struct origin *origin = STORE_ADD(call->args[i].items, call->args[i].nr);

		call->types[i] = from->params[i].type;
		origin->kind = ORIGIN_PARAM;
		origin->index = i;
		origin->path = "";
	}
}

/* Places of a branch in the file on disk, which is the unit's own. */
static bool place(const struct walker *w, CXCursor branch, struct spot *start, struct spot *end)
{
	CXSourceRange range = clang_getCursorExtent(branch);

	*start = facts__spot(w->u, clang_getRangeStart(range));
	*end = facts__spot(w->u, clang_getRangeEnd(range));
	return start->source == w->u->plan->units[w->u->unit].source &&
	       end->source == start->source && start->offset < end->offset;
}

/*
 * The branch becomes a function of the kernel half, which the function calls, and which calls
 * the function: so there is a copy of it in the kernel half.
 */
static void branch_off(struct walker *w, CXCursor branch, struct spot start, struct spot end)
{
	struct walker inner = { .u = w->u, .body = w->body };

	inner.func = store__alloc(sizeof(*inner.func));
	make_branch(&inner, w, start, end);
	facts__walk_expression(&inner, branch, ACCESS_READ, false);
	add_call(inner.func, w->func, start.line);
	free(inner.vars);
	free(inner.calls);
	*STORE_ADD(w->calls, w->nr_calls) = clang_getNullCursor();
	add_call(w->func, inner.func, start.line);
}

static void event(struct walker *w, enum event_kind kind)
{
	STORE_ADD(w->func->events, w->func->nr_events)->kind = kind;
}

bool facts__hand_over(struct walker *w, CXCursor block, const struct kids *kids, unsigned int at)
{
	struct spot start, end;
	struct kids choice;
	bool may;

	if (w->func->outline || w->in_rest ||
	    clang_getCursorKind(kids->items[at]) != CXCursor_IfStmt ||
	    !clang_equalCursors(block, w->body))
		return false;
	choice = facts__kids(kids->items[at]);
	may = may_hand_over(w, kids, at, &choice) && place(w, choice.items[1], &start, &end);
	if (may) {
		facts__walk_expression(w, choice.items[0], ACCESS_READ, false);
		event(w, EVENT_FORK);
		branch_off(w, choice.items[1], start, end);
		event(w, EVENT_RETURN);
		event(w, EVENT_ELSE);
		if (choice.nr > 2)
			facts__walk_expression(w, choice.items[2], ACCESS_READ, false);
		event(w, EVENT_JOIN);
	}
	free(choice.items);
	return may;
}
