// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: whether time passes in calls, and whether the user half looks anew then. */
#include "waits_parts.h"

static bool has_delay(const struct partition *p, const struct func *func, unsigned int depth,
		      bool round);

bool waits__is_delay(const struct partition *p, const struct call *call, unsigned int depth,
		     bool round)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (entry)
		return entry->delays || (round && entry->clock);
	return callee && callee->source < 0 && callee->walked && depth < WAITS_DEPTH &&
	       has_delay(p, callee, depth + 1, round);
}

bool waits__reads_clock(const struct partition *p, const struct func *func, unsigned int from,
			unsigned int end)
{
	for (unsigned int i = from; i < end; i++) {
		const struct global *global = func->accesses[i].global;
		const struct model_data *data = global && global->source < 0 ?
			map__get(&p->model->data, global->name) : NULL;

		if (data && data->clock)
			return true;
	}
	return false;
}

/* Whether a way begins or ends there that may not be taken: the body of do ... while always is. */
static bool is_fork(const struct func *func, unsigned int at, enum event_kind kind)
{
	return func->events[at].kind == kind && !func->events[at].once;
}

/* Whether what happens at an event does so whenever what is around it in the stretch does. */
static bool is_certain(const struct stretch *s, unsigned int at)
{
	unsigned int forks = 0, inner = 0;

	for (unsigned int i = s->from; i < at; i++) {
		if (is_fork(s->func, i, EVENT_FORK))
			forks++;
		else if (is_fork(s->func, i, EVENT_JOIN) && forks)
			forks--;
	}
	for (unsigned int i = at; i < s->to && forks; i++) {
		if (is_fork(s->func, i, EVENT_FORK))
			inner++;
		else if (is_fork(s->func, i, EVENT_JOIN) && !inner--)
			return false;
	}
	return true;
}

void waits__pass(const struct partition *p, const struct call *call, struct passing *passing,
		 unsigned int depth)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	passing->waits |= waits__is_delay(p, call, depth, passing->round);
	passing->refreshed |= entry && entry->policy == MODEL_FORWARD;
	if (!callee || !partition__ours(callee) || depth >= WAITS_DEPTH)
		return;
	passing->refreshed |= p->context->nodes[callee->index].atomic ||
			      p->nodes[callee->index].waits;
	for (unsigned int i = 0; i < callee->nr_calls; i++)
		waits__pass(p, &callee->calls[i], passing, depth + 1);
}

struct passing waits__round(const struct partition *p, const struct stretch *s)
{
	struct passing all = { 0 };

	for (unsigned int i = s->from; i < s->to; i++) {
		struct passing one = { .round = true };

		if (s->func->events[i].kind != EVENT_CALL)
			continue;
		waits__pass(p, &s->func->calls[s->func->events[i].call], &one, 0);
		all.waits |= one.waits;
		all.refreshed |= one.refreshed && is_certain(s, i);
	}
	return all;
}

struct passing waits__loop(const struct partition *p, const struct func *func,
				const struct loop_fact *loop)
{
	struct stretch round = { func, loop->event, loop->end_event };
	struct passing passing = waits__round(p, &round);

	passing.waits |= waits__reads_clock(p, func, loop->access, loop->end_access);
	return passing;
}

static bool has_delay(const struct partition *p, const struct func *func, unsigned int depth,
		      bool round)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (waits__is_delay(p, &func->calls[i], depth, round))
			return true;
	return false;
}

static bool reads_register(const struct partition *p, const struct call *call, unsigned int depth)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (entry)
		return entry->from_device;
	for (unsigned int i = 0; callee && depth < WAITS_DEPTH && i < callee->nr_calls; i++)
		if (reads_register(p, &callee->calls[i], depth + 1))
			return true;
	return false;
}

bool waits__polls(const struct partition *p, const struct func *func, const struct loop_fact *loop)
{
	bool reads = false;

	for (unsigned int i = loop->call; i < loop->end_call && !reads && !loop->counted; i++)
		reads = reads_register(p, &func->calls[i], 0);
	return reads && !waits__loop(p, func, loop).refreshed;
}
