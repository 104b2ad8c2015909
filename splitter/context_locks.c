// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the context pass: atomic sections within a function. A function's
 * events are gone through in order of its text; where ways meet, the deepest
 * counts. So a call may be thought to be in a section that it is not in, never
 * the other way round.
 */
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"

/** struct section - the walk through one function's events */
struct section {
	struct context *context;
	struct func *func;
	int depth;		/* atomic sections at this point; negative: of the caller's */
	int scoped;		/* ... that end with some scope: taken to be open to the end */
	int *forks;		/* depth at each open fork, and deepest of its finished sides */
	int *sides;
	unsigned int nr_forks;
	struct map labels;	/* deepest depth at a goto, plus one, as a pointer */
	int left;		/* deepest depth at a break or continue */
	int back;		/* deepest depth at a return */
	bool returned;
};

static int max(int a, int b)
{
	return a > b ? a : b;
}

/* What a call of @callee, or of a macro, does to the depth; sets @name if it enters a section. */
static int effect_of(struct context *context, struct func *callee,
		     const struct model_function *entry, const char **name)
{
	if (entry && (entry->lock || entry->unlock)) {
		if (entry->lock)
			*name = entry->name;
		return entry->lock ? 1 : -1;
	}
	/* A downcall leaves no section open, whatever the inline does. */
	if (!callee || !callee->walked || (entry && entry->policy == MODEL_FORWARD))
		return 0;
	context__locks(context, callee);
	if (context->nodes[callee->index].delta > 0 ||
	    (context->nodes[callee->index].lock_line && callee->source < 0))
		*name = callee->name;
	return context->nodes[callee->index].delta;
}

/* ... of whatever is called there: the deepest counts. */
static int effect(struct context *context, const struct func *func, const struct call *call,
		  const char **name)
{
	struct targets targets = { 0 };
	int deepest = 0;

	if (call->macro && !call->callee)
		return effect_of(context, NULL, map__get(&context->model->macros, call->macro),
				 name);
	flow__targets(context->flow, func, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		struct func *callee = targets.items[i];
		int depth = effect_of(context, callee, map__get(&context->model->functions,
								callee->name), name);

		deepest = i ? max(deepest, depth) : depth;
	}
	free(targets.items);
	return deepest;
}

static void on_call(struct section *s, unsigned int at)
{
	struct context_node *node = &s->context->nodes[s->func->index];
	struct call *call = &s->func->calls[at];
	const char *name = NULL;
	int *depth = call->scoped ? &s->scoped : &s->depth;

	if (s->depth > 0 || s->scoped > 0)
		call->held = true;
	*depth += effect(s->context, s->func, call, &name);
	if (name && !node->lock_line) {
		node->lock_line = call->line;
		node->lock_name = name;
	}
}

static void on_fork(struct section *s, const struct event *event)
{
	unsigned int top = s->nr_forks - 1;

	if (event->kind == EVENT_FORK) {
		unsigned int same = s->nr_forks;

		*STORE_ADD(s->forks, s->nr_forks) = s->depth;
		*STORE_ADD(s->sides, same) = event->once ? INT_MIN : s->depth;
	} else if (event->kind == EVENT_ELSE) {
		s->sides[top] = max(s->sides[top], s->depth);
		s->depth = s->forks[top];
	} else {
		s->depth = max(max(s->sides[top], s->depth), s->left);
		s->nr_forks--;
		if (!s->nr_forks)
			s->left = 0;
	}
}

static void on_goto(struct section *s, const char *label)
{
	intptr_t known = (intptr_t)map__get(&s->labels, label);

	if (s->depth + 1 > known)
		map__put(&s->labels, label, (void *)(intptr_t)(s->depth + 1));
}

static void on_event(struct section *s, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		on_call(s, event->call);
		break;
	case EVENT_FORK:
	case EVENT_ELSE:
	case EVENT_JOIN:
		on_fork(s, event);
		break;
	case EVENT_CASE:
		break;
	case EVENT_LABEL:
		s->depth = max(s->depth, (int)(intptr_t)map__get(&s->labels, event->label) - 1);
		break;
	case EVENT_GOTO:
		on_goto(s, event->label);
		break;
	case EVENT_LEAVE:
		s->left = max(s->left, s->depth);
		break;
	case EVENT_RETURN:
		s->back = s->returned ? max(s->back, s->depth) : s->depth;
		s->returned = true;
		break;
	}
}

void context__locks(struct context *context, struct func *func)
{
	struct context_node *node = &context->nodes[func->index];
	struct section s = { .context = context, .func = func };

	if (node->counted || node->counting || !func->walked)
		return;
	node->counting = true;
	/* Twice: the second time it knows of gotos that lead back. */
	for (int round = 0; round < 2; round++) {
		s.depth = s.scoped = s.left = s.back = 0;
		s.nr_forks = 0;
		s.returned = false;
		for (unsigned int i = 0; i < func->nr_events; i++)
			on_event(&s, &func->events[i]);
	}
	node->delta = s.returned ? max(s.back, s.depth) : s.depth;
	node->counting = false;
	node->counted = true;
	free(s.forks);
	free(s.sides);
	map__clear(&s.labels);
}
