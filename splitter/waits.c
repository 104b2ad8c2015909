// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: functions that wait for what an interrupt or a timer will set. They
 * look at a member again and again with delays in between, or nothing, or the time, or registers,
 * or set it, or look at it, wait and look. A delay ends in the user half, with no call across: they
 * would only see what was there before. So would who asks a device, waits, and looks at what an
 * interrupt handler got for an answer. So would who waits for what a function of the kernel half
 * sets that may sleep. Those set much that nobody waits for: there a loop counts whose condition
 * reads it, not one that has a callee look, as at a word of bits of which the user half sets
 * others.
 */
#include <limits.h>
#include <string.h>

#include "path.h"
#include "waits_parts.h"

/* The members on the way, whatever the first was reached through. */
static int members_of(const struct access *a, struct path_step *steps)
{
	const struct record *record = a->record ? a->record : a->global->type->record;

	return record ? path__steps(record, a->path, steps) : 0;
}

static bool among(const struct path_step *step, const struct path_step *steps, int nr)
{
	for (int i = 0; i < nr; i++)
		if (steps[i].owner == step->owner && steps[i].field == step->field)
			return true;
	return false;
}

/* The same member, or one is a part of the other. */
bool waits__same(const struct access *read, const struct access *written)
{
	struct path_step one[PATH_STEPS], other[PATH_STEPS];
	int nr = members_of(read, one), nr_other = members_of(written, other);

	if (read->global && written->global && read->global != written->global)
		return false;
	if (nr < 1 || nr_other < 1)
		return read->global && read->global == written->global;
	return among(&one[nr - 1], other, nr_other) || among(&other[nr_other - 1], one, nr);
}

static const struct func *given_to(const struct func *func, const struct access *a)
{
	return a->mode == ACCESS_ADDRESS && a->call >= 0 ? func->calls[a->call].callee : NULL;
}

/*
 * How a member is touched, also by a callee that gets its address. What a function does with a
 * structure is among its own accesses, but for what takes it for bytes.
 */
int waits__mode(const struct func *func, const struct access *a)
{
	const struct func *callee = given_to(func, a);
	const struct type *type = a->type, *to;

	if (!callee || a->arg >= (int)callee->nr_params)
		return a->mode;
	type = path__element(type);
	to = path__pointee(callee->params[a->arg].type);
	if (!to || (type->kind == TYPE_RECORD && to->kind != TYPE_VOID))
		return a->mode;
	return to->is_const ? ACCESS_READ : ACCESS_READ | ACCESS_WRITE;
}

/* Its address is in a variable: what follows that, and where, is not looked for. */
static bool is_pointed(const struct access *a)
{
	return a->mode == ACCESS_ADDRESS && a->call < 0 && a->type->kind == TYPE_SCALAR;
}

/* A downcall that is given the member looks at the kernel half's. */
static bool looks(const struct partition *p, const struct func *func, const struct access *a)
{
	const struct func *callee = given_to(func, a);
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	return is_pointed(a) ||
	       (waits__mode(func, a) & ACCESS_READ && !(entry && entry->policy == MODEL_FORWARD));
}

/* @counts: also if it but counts there */
static bool sets(const struct func *func, const struct access *read, bool counts)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (waits__mode(func, &func->accesses[i]) & ACCESS_WRITE &&
		    (counts || !(func->accesses[i].mode & ACCESS_SUM)) &&
		    waits__same(read, &func->accesses[i]))
			return true;
	return false;
}

static const struct func *setter(const struct partition *p, const struct access *read,
				 bool counts)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		if (partition__ours(func) && p->context->nodes[f].atomic &&
		    sets(func, read, counts))
			return func;
	}
	return NULL;
}

/* Nothing is done in the loop but to look at that member. */
static bool spins(const struct func *func, const struct loop_fact *loop, const struct access *read)
{
	for (unsigned int i = loop->access; i < loop->end_access; i++)
		if (func->accesses[i].mode != ACCESS_READ || !waits__same(read, &func->accesses[i]))
			return false;
	return loop->call == loop->end_call;
}

/* The kernel's, and given a structure or text: it does something with that. */
static bool does_something(const struct func *callee)
{
	const struct type *to;

	for (unsigned int i = 0; !partition__ours(callee) && i < callee->nr_params; i++) {
		to = path__pointee(callee->params[i].type);
		if (to && to->kind != TYPE_VOID)
			return true;
	}
	return false;
}

/* Nothing is written there, but to the device. */
static bool only_looks(const struct func *func, unsigned int access, unsigned int end,
		       unsigned int call, unsigned int end_call, unsigned int depth)
{
	for (unsigned int i = access; i < end; i++)
		if (func->accesses[i].mode & ACCESS_WRITE)
			return false;
	for (unsigned int i = call; i < end_call; i++) {
		const struct func *callee = func->calls[i].callee;

		if (!callee || does_something(callee) ||
		    (partition__ours(callee) &&
		     (depth >= WAITS_DEPTH ||
		      !only_looks(callee, 0, callee->nr_accesses, 0, callee->nr_calls,
				  depth + 1))))
			return false;
	}
	return true;
}

/* Nothing is done in the loop but to access registers until its condition is another. */
static bool accesses_registers(const struct partition *p, const struct func *func,
			       const struct loop_fact *loop, unsigned int access)
{
	return access >= loop->cond && access < loop->end_cond && loop->call < loop->end_call &&
	       only_looks(func, loop->access, loop->end_access, loop->call, loop->end_call, 0) &&
	       !waits__loop(p, func, loop).refreshed;
}

/* Rounds of a loop take time, and the user half sees nothing new in them. */
static bool waits_in(const struct partition *p, const struct func *func,
		     const struct loop_fact *loop)
{
	struct passing passing = waits__loop(p, func, loop);

	for (unsigned int i = loop->call; i < loop->end_call; i++)
		if (waits__is_delay(p, &func->calls[i], 0, false))
			return true;
	return passing.waits && !passing.refreshed;
}

/* Looked at again and again, with a delay in between, or nothing. */
static bool polled(const struct partition *p, const struct func *func, unsigned int access)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];

		if (!is_pointed(&func->accesses[access]) &&
		    (access < loop->access || access >= loop->end_access))
			continue;
		if (spins(func, loop, &func->accesses[access]) || waits_in(p, func, loop) ||
		    accesses_registers(p, func, loop, access))
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
			waits__pass(p, &func->calls[i], &passing, 0);
	return passing.waits && !passing.refreshed;
}

static bool delays_between(const struct partition *p, const struct func *func, unsigned int from,
			   unsigned int to)
{
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (func->calls[i].line >= from && func->calls[i].line <= to &&
		    waits__is_delay(p, &func->calls[i], 0, false))
			return true;
	return false;
}

/* Set, or looked at, and looked at after a delay. */
static bool seen_before(const struct partition *p, const struct func *func, unsigned int access)
{
	const struct access *read = &func->accesses[access];

	for (unsigned int w = 0; w < access; w++) {
		const struct access *before = &func->accesses[w];

		if (!waits__same(read, before))
			continue;
		if ((waits__mode(func, before) & ACCESS_WRITE &&
		     delays_between(p, func, before->line, read->line)) ||
		    (waits__mode(func, before) & ACCESS_READ &&
		     passes(p, func, before->line, read->line)))
			return true;
	}
	return false;
}

/** struct question - what a function and its helpers have done to the device, call by call */
struct question {
	bool asked;		/* a register was written to */
	bool waited;		/* ... and time passed since, with nothing across behind that */
};

/* A loop ends with that call in which nothing but the device tells how long it takes. */
static bool ends_poll(const struct partition *p, const struct func *func, unsigned int call)
{
	for (unsigned int l = 0; l < func->nr_loops; l++)
		if (func->loops[l].end_call == call + 1 && waits__polls(p, func, &func->loops[l]))
			return true;
	return false;
}

/* A call across, or of an inline of a header that is nothing else. */
static bool crosses(const struct partition *p, const struct func *callee)
{
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (entry || !callee || callee->source >= 0 || !callee->walked || callee->nr_calls != 1)
		return entry && entry->policy == MODEL_FORWARD;
	for (unsigned int i = 0; i < callee->nr_events; i++)
		if (callee->events[i].kind == EVENT_FORK)
			return false;
	return crosses(p, callee->calls[0].callee);
}

static void follow_question(const struct partition *p, const struct func *func, unsigned int line,
			    struct question *q, unsigned int depth);

static void follow_call(const struct partition *p, const struct call *call, struct question *q,
			unsigned int depth)
{
	const struct func *callee = call->callee;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (callee && partition__ours(callee) &&
	    !p->context->nodes[callee->index].atomic && !p->nodes[callee->index].waits) {
		if (!depth)
			follow_question(p, callee, UINT_MAX, q, depth + 1);
		return;
	}
	q->asked |= entry && entry->to_device;
	if (waits__is_delay(p, call, 0, false))
		q->waited = q->asked;
	else if ((callee && partition__ours(callee)) || crosses(p, callee))
		q->waited = false;
}

static void follow_question(const struct partition *p, const struct func *func, unsigned int line,
			    struct question *q, unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_calls && func->calls[i].line <= line; i++) {
		follow_call(p, &func->calls[i], q, depth);
		if (ends_poll(p, func, i))
			q->waited = q->asked;
	}
}

/*
 * What is looked at on that line may be what came of a question to the device. Not so what is but
 * counted: that is no older than the call.
 */
static bool is_answer(const struct partition *p, const struct func *func, unsigned int line)
{
	struct question q = { 0 };

	follow_question(p, func, line, &q, 0);
	return q.waited;
}

/* A loop that a goto makes: what is between a label and that. */
static bool goes_back(const struct partition *p, const struct func *func, unsigned int label)
{
	struct stretch round = { func, label, label };
	struct passing passing;

	for (unsigned int i = label + 1; i < func->nr_events; i++) {
		const struct event *e = &func->events[i];

		if (e->kind != EVENT_GOTO || strcmp(e->label, func->events[label].label))
			continue;
		round.to = i;
		passing = waits__round(p, &round);
		passing.waits |= waits__reads_clock(p, func, 0, func->nr_accesses);
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
				     const struct access **what, bool counts, unsigned int depth)
{
	const struct func *by = NULL;

	for (unsigned int i = 0; i < func->nr_accesses && !by; i++) {
		*what = &func->accesses[i];
		if (looks(p, func, *what))
			by = setter(p, *what, counts);
	}
	for (unsigned int i = 0; i < func->nr_calls && depth < WAITS_DEPTH && !by; i++)
		if (func->calls[i].callee && partition__ours(func->calls[i].callee))
			by = set_behind(p, func->calls[i].callee, what, counts, depth + 1);
	return by;
}

/* The same that functions look at which are called in a loop with a delay. */
static const struct func *polled_by_callee(const struct partition *p, const struct func *func,
					   const struct access **what)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];
		struct passing passing = waits__loop(p, func, loop);
		const struct func *by = NULL;

		if (passing.refreshed || !passing.waits)
			continue;
		for (unsigned int i = loop->call; i < loop->end_call && !by; i++)
			if (func->calls[i].callee && partition__ours(func->calls[i].callee))
				by = set_behind(p, func->calls[i].callee, what, true, 1);
		if (by && by != func)
			return by;
	}
	return NULL;
}

/* The same that a helper itself looks at, which is called after a wait for the device. */
static const struct func *asked_by_callee(const struct partition *p, const struct func *func,
					  const struct access **what)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];
		const struct func *by = NULL;

		if (call->callee && partition__ours(call->callee) &&
		    !p->nodes[call->callee->index].waits && is_answer(p, func, call->line))
			by = set_behind(p, call->callee, what, false, WAITS_DEPTH);
		if (by && by != func)
			return by;
	}
	return NULL;
}

static const struct func *awaited_by(const struct partition *p, const struct func *func,
				     const struct access **what)
{
	bool again = repeats(p, func);

	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *read = &func->accesses[i];
		bool counts = again || polled(p, func, i) || seen_before(p, func, i);
		const struct func *by;

		if (!looks(p, func, read) || !(counts || is_answer(p, func, read->line)))
			continue;
		by = setter(p, read, counts);
		if (by && by != func) {
			*what = read;
			return by;
		}
	}
	return polled_by_callee(p, func, what) ?: asked_by_callee(p, func, what);
}

/* Those that it calls come first: one that waits is across. */
const struct func *waits__for(struct partition *p, const struct func *func,
			      const struct access **what)
{
	struct part_node *node = &p->nodes[func->index];

	if (!node->asked) {
		node->asked = true;
		for (unsigned int i = 0; i < func->nr_calls; i++)
			if (func->calls[i].callee && partition__ours(func->calls[i].callee))
				waits__for(p, func->calls[i].callee, what);
		node->waits = awaited_by(p, func, &node->awaited);
	}
	*what = node->awaited;
	return node->waits;
}

/* What may sleep, and is in the kernel half. */
static const struct func *sleeping_setter(const struct partition *p, const struct access *read)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		if (partition__ours(func) && p->nodes[f].kernel && sets(func, read, true))
			return func;
	}
	return NULL;
}

const struct func *waits__asks(const struct partition *p, const struct func *func,
			       const struct access **what)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];
		const struct func *by = NULL;

		if (!waits_in(p, func, loop))
			continue;
		for (unsigned int i = loop->cond; i < loop->end_cond && !by; i++) {
			*what = &func->accesses[i];
			if ((*what)->type->kind == TYPE_SCALAR && (*what)->mode & ACCESS_READ)
				by = sleeping_setter(p, *what);
		}
		if (by && by != func)
			return by;
	}
	return NULL;
}
