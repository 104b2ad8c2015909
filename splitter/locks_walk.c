// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: how often a function holds a lock where it ends. Its events are gone
 * through in order of its text, once for the most and once for the least that may be held where
 * ways meet.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "locks.h"

#define NOWHERE	INT_MIN		/* the depth where nothing leads */

struct fork {
	int at;			/* the depth where it begins */
	int side;		/* ... at the end of its finished side, or if it is skipped */
	int left;		/* ... at a break or continue in it */
	bool around, asks;	/* ->asks: the first after a call that may have failed to take the lock */
};

/** struct walk - a function's events in order of its text, and how often it holds one lock there */
struct walk {
	struct locks_kind *kind;
	const struct func *func;
	bool least;		/* where ways meet, the least counts; else the most */
	int depth;
	int low;		/* the least, anywhere */
	int end;		/* what counts where the function ends */
	const char *last, *taker, *giver;	/* the model's functions that did it */
	bool asked;		/* nobody has asked yet whether the lock was taken */
	struct fork *forks;
	unsigned int nr_forks;
	struct map labels;	/* the depth at a goto, as a pointer to it */
};

static int meet(const struct walk *w, int a, int b)
{
	if (a == NOWHERE || b == NOWHERE)
		return a == NOWHERE ? b : a;
	return (a < b) == w->least ? a : b;
}

/* A function that returns nothing has it for sure. */
static bool may_fail(const struct call *call)
{
	return !call->callee || !call->callee->ret || call->callee->ret->kind != TYPE_VOID;
}

static void on_call(struct walk *w, const struct call *call)
{
	enum locks_left left = w->depth == NOWHERE ? LOCKS_NONE :
			       locks__effect(w->kind, w->func, call, &w->last);
	int low = w->depth - (left == LOCKS_GIVEN || left == LOCKS_LENT);

	if (left == LOCKS_TAKEN) {
		w->depth++;
		w->asked = !w->least && may_fail(call);
		w->taker = w->last;
	} else if (left == LOCKS_GIVEN) {
		w->depth--;
	}
	if (w->depth != NOWHERE && low < w->low) {
		w->low = low;
		w->giver = w->last;
	}
}

/*
 * A way out of a function that asked whether it has the lock, and has not given it back: it has
 * none. What the first condition behind the call asks is not looked at.
 */
static int on_the_way_out(const struct walk *w)
{
	for (unsigned int i = 0; i < w->nr_forks; i++)
		if (w->forks[i].asks && w->depth == w->forks[i].at)
			return w->depth - 1;
	return w->depth;
}

static void on_fork(struct walk *w, const struct event *event)
{
	struct fork *fork = w->nr_forks ? &w->forks[w->nr_forks - 1] : NULL;
	int end;

	if (event->kind == EVENT_FORK) {
		*STORE_ADD(w->forks, w->nr_forks) = (struct fork){
			.at = w->depth, .side = event->once ? NOWHERE : w->depth,
			.left = NOWHERE, .around = event->around, .asks = w->asked };
		w->asked = false;
	} else if (event->kind == EVENT_ELSE) {
		fork->side = w->depth;
		w->depth = fork->at;
	} else {
		end = meet(w, fork->side, w->depth);
		if (fork->asks && w->depth != NOWHERE && fork->side != NOWHERE)
			end = w->depth < fork->side ? w->depth : fork->side;
		w->depth = meet(w, end, fork->left);
		w->nr_forks--;
	}
}

static void on_leave(struct walk *w)
{
	unsigned int i = w->nr_forks;

	while (i && !w->forks[i - 1].around)
		i--;
	if (i)
		w->forks[i - 1].left = meet(w, w->forks[i - 1].left, w->depth);
	w->depth = NOWHERE;
}

static void on_goto(struct walk *w, const char *label)
{
	int *known = map__get(&w->labels, label);

	if (!known) {
		known = store__alloc(sizeof(*known));
		*known = NOWHERE;
		map__put(&w->labels, label, known);
	}
	*known = meet(w, *known, on_the_way_out(w));
	w->depth = NOWHERE;
}

static void on_return(struct walk *w)
{
	int depth = w->depth == NOWHERE ? NOWHERE : on_the_way_out(w);

	w->end = meet(w, w->end, depth);
	w->depth = NOWHERE;
}

static void on_event(struct walk *w, const struct event *event)
{
	const int *known;

	switch (event->kind) {
	case EVENT_CALL:
		on_call(w, &w->func->calls[event->call]);
		break;
	case EVENT_FORK:
	case EVENT_ELSE:
	case EVENT_JOIN:
		on_fork(w, event);
		break;
	case EVENT_CASE:
		if (w->nr_forks)
			w->depth = meet(w, w->depth, w->forks[w->nr_forks - 1].at);
		break;
	case EVENT_LABEL:
		known = map__get(&w->labels, event->label);
		w->depth = known ? meet(w, w->depth, *known) : w->depth;
		break;
	case EVENT_GOTO:
		on_goto(w, event->label);
		break;
	case EVENT_LEAVE:
		on_leave(w);
		break;
	case EVENT_RETURN:
		on_return(w);
		break;
	}
}

static int walk(struct walk *w)
{
	/* Twice: the second time it knows of gotos that lead back. */
	for (int round = 0; round < 2; round++) {
		w->depth = w->low = 0;
		w->end = NOWHERE;
		w->nr_forks = 0;
		w->asked = false;
		for (unsigned int i = 0; i < w->func->nr_events; i++)
			on_event(w, &w->func->events[i]);
		on_return(w);
	}
	for (unsigned int i = 0; i < w->labels.room; i++)
		free(w->labels.slots[i].value);
	map__clear(&w->labels);
	free(w->forks);
	return w->end == NOWHERE ? 0 : w->end;
}

enum locks_left locks__walk(struct locks_kind *kind, const struct func *func, const char **by)
{
	struct walk most = { .kind = kind, .func = func };
	struct walk least = { .kind = kind, .func = func, .least = true };
	bool taken = walk(&most) > 0, given = walk(&least) < 0;

	*by = taken ? most.taker : least.giver;
	if (taken)
		return given || least.low < 0 ? LOCKS_MIXED : LOCKS_TAKEN;
	return given ? LOCKS_GIVEN : least.low < 0 ? LOCKS_LENT : LOCKS_NONE;
}
