// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: functions that wait for what an interrupt or a timer will set. They
 * look at a member again and again with delays in between, or nothing, or set it, or look at it,
 * wait and look. A delay ends in the user half, with no call across: they would only see what was
 * there before.
 */
#include <string.h>

#include "partition.h"
#include "path.h"

#define MAX_DEPTH	4

static bool has_delay(const struct partition *p, const struct func *func, unsigned int depth);

/* Whether a call is a delay, or of a header's inline that has one. */
static bool is_delay(const struct partition *p, const struct call *call, unsigned int depth)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (entry)
		return entry->delays;
	return callee && callee->source < 0 && callee->walked && depth < MAX_DEPTH &&
	       has_delay(p, callee, depth + 1);
}

/** struct passing - what happens in calls, one after the other */
struct passing {
	bool waits;		/* time passes */
	bool refreshed;		/* a call across: the user half sees what the kernel half has done */
};

/* ... of the driver's functions, too; those that run where nothing may sleep are in the kernel half */
static void pass(const struct partition *p, const struct call *call, struct passing *passing,
		 unsigned int depth)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	passing->waits |= is_delay(p, call, depth);
	passing->refreshed |= entry && entry->policy == MODEL_FORWARD;
	if (!callee || !partition__ours(callee) || depth >= MAX_DEPTH)
		return;
	passing->refreshed |= p->context->nodes[callee->index].atomic;
	for (unsigned int i = 0; i < callee->nr_calls; i++)
		pass(p, &callee->calls[i], passing, depth + 1);
}

static bool has_delay(const struct partition *p, const struct func *func, unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (is_delay(p, &func->calls[i], depth))
			return true;
	return false;
}

/* The innermost member, whatever it was reached through. */
static bool member_of(const struct access *a, struct path_step *member)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;

	if (nr < 1)
		return false;
	*member = steps[nr - 1];
	return true;
}

static bool same(const struct access *read, const struct access *written)
{
	struct path_step one, other;

	if (!member_of(read, &one) || !member_of(written, &other))
		return read->global && read->global == written->global;
	return one.owner == other.owner && one.field == other.field;
}

static const struct func *setter(const struct partition *p, const struct access *read)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		if (!partition__ours(func) || !p->context->nodes[f].atomic)
			continue;
		for (unsigned int i = 0; i < func->nr_accesses; i++)
			if (func->accesses[i].mode & ACCESS_WRITE && same(read, &func->accesses[i]))
				return func;
	}
	return NULL;
}

/* Nothing is done in the loop but to look at that member. */
static bool spins(const struct func *func, const struct loop_fact *loop, const struct access *read)
{
	for (unsigned int i = loop->access; i < loop->end_access; i++)
		if (func->accesses[i].mode != ACCESS_READ || !same(read, &func->accesses[i]))
			return false;
	return loop->call == loop->end_call;
}

/* Rounds of a loop take time, and the user half sees nothing new in them. */
static bool waits_in(const struct partition *p, const struct func *func,
		     const struct loop_fact *loop)
{
	struct passing passing = { 0 };

	for (unsigned int i = loop->call; i < loop->end_call; i++) {
		if (is_delay(p, &func->calls[i], 0))
			return true;
		pass(p, &func->calls[i], &passing, 0);
	}
	return passing.waits && !passing.refreshed;
}

/* Looked at again and again, with a delay in between, or nothing. */
static bool polled(const struct partition *p, const struct func *func, unsigned int access)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];

		if (access < loop->access || access >= loop->end_access)
			continue;
		if (spins(func, loop, &func->accesses[access]) || waits_in(p, func, loop))
			return true;
	}
	return false;
}

/* Time passes between two lines, and nothing is called across there. */
static bool passes(const struct partition *p, const struct func *func, unsigned int from,
		   unsigned int to)
{
	struct passing passing = { 0 };

	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (func->calls[i].line >= from && func->calls[i].line <= to)
			pass(p, &func->calls[i], &passing, 0);
	return passing.waits && !passing.refreshed;
}

static bool delays_between(const struct partition *p, const struct func *func, unsigned int from,
			   unsigned int to)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (func->calls[i].line >= from && func->calls[i].line <= to &&
		    is_delay(p, &func->calls[i], 0))
			return true;
	return false;
}

/* Set, or looked at, and looked at after a delay. */
static bool seen_before(const struct partition *p, const struct func *func, unsigned int access)
{
	const struct access *read = &func->accesses[access];

	for (unsigned int w = 0; w < access; w++) {
		const struct access *before = &func->accesses[w];

		if (!same(read, before))
			continue;
		if ((before->mode & ACCESS_WRITE && delays_between(p, func, before->line, read->line)) ||
		    (before->mode & ACCESS_READ && passes(p, func, before->line, read->line)))
			return true;
	}
	return false;
}

/* A loop that a goto makes: what is between a label and that. */
static bool goes_back(const struct partition *p, const struct func *func, unsigned int label)
{
	struct passing passing = { 0 };

	for (unsigned int i = label + 1; i < func->nr_events; i++) {
		const struct event *e = &func->events[i];

		if (e->kind == EVENT_CALL)
			pass(p, &func->calls[e->call], &passing, 0);
		if (e->kind == EVENT_GOTO && !strcmp(e->label, func->events[label].label))
			return passing.waits && !passing.refreshed;
	}
	return false;
}

static bool repeats(const struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_events; i++)
		if (func->events[i].kind == EVENT_LABEL && goes_back(p, func, i))
			return true;
	return false;
}

/* What sets something by itself that @func, or what it calls with nothing across, looks at. */
static const struct func *set_behind(const struct partition *p, const struct func *func,
				     const struct access **what, unsigned int depth)
{
	const struct func *by = NULL;

	for (unsigned int i = 0; i < func->nr_accesses && !by; i++) {
		*what = &func->accesses[i];
		if (func->accesses[i].mode & ACCESS_READ)
			by = setter(p, *what);
	}
	for (unsigned int i = 0; i < func->nr_calls && depth < MAX_DEPTH && !by; i++)
		if (func->calls[i].callee && partition__ours(func->calls[i].callee))
			by = set_behind(p, func->calls[i].callee, what, depth + 1);
	return by;
}

/* The same that functions look at which are called in a loop with a delay. */
static const struct func *polled_by_callee(const struct partition *p, const struct func *func,
					   const struct access **what)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];
		struct passing passing = { 0 };
		const struct func *by = NULL;

		for (unsigned int i = loop->call; i < loop->end_call; i++)
			pass(p, &func->calls[i], &passing, 0);
		if (passing.refreshed || !passing.waits)
			continue;
		for (unsigned int i = loop->call; i < loop->end_call && !by; i++)
			if (func->calls[i].callee && partition__ours(func->calls[i].callee))
				by = set_behind(p, func->calls[i].callee, what, 1);
		if (by && by != func)
			return by;
	}
	return NULL;
}

const struct func *waits__for(const struct partition *p, const struct func *func,
			      const struct access **what)
{
	bool again = repeats(p, func);

	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *read = &func->accesses[i];
		const struct func *by;

		if (!(read->mode & ACCESS_READ) ||
		    !(again || polled(p, func, i) || seen_before(p, func, i)))
			continue;
		by = setter(p, read);
		if (by && by != func) {
			*what = read;
			return by;
		}
	}
	return polled_by_callee(p, func, what);
}
