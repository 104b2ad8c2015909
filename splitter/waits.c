// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: functions that wait for what an interrupt or a timer will set. They
 * look at a member again and again with delays in between, or nothing, or set it, wait and look.
 * A delay ends in the user half, with no call across: they would only see what was there before.
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

/* Looked at again and again, with a delay in between, or nothing. */
static bool polled(const struct partition *p, const struct func *func, unsigned int access)
{
	for (unsigned int l = 0; l < func->nr_loops; l++) {
		const struct loop_fact *loop = &func->loops[l];

		if (access < loop->access || access >= loop->end_access)
			continue;
		if (spins(func, loop, &func->accesses[access]))
			return true;
		for (unsigned int i = loop->call; i < loop->end_call; i++)
			if (is_delay(p, &func->calls[i], 0))
				return true;
	}
	return false;
}

/* Set, and looked at after a delay. */
static bool set_before(const struct partition *p, const struct func *func, unsigned int access)
{
	const struct access *read = &func->accesses[access];

	for (unsigned int w = 0; w < access; w++) {
		const struct access *written = &func->accesses[w];

		if (!(written->mode & ACCESS_WRITE) || !same(read, written))
			continue;
		for (unsigned int i = 0; i < func->nr_calls; i++)
			if (func->calls[i].line >= written->line && func->calls[i].line <= read->line &&
			    is_delay(p, &func->calls[i], 0))
				return true;
	}
	return false;
}

const struct func *waits__for(const struct partition *p, const struct func *func,
			      const struct access **what)
{
	if (!has_delay(p, func, 0) && !func->nr_loops)
		return NULL;
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *read = &func->accesses[i];
		const struct func *by;

		if (!(read->mode & ACCESS_READ) || !(polled(p, func, i) || set_before(p, func, i)))
			continue;
		by = setter(p, read);
		if (by && by != func) {
			*what = read;
			return by;
		}
	}
	return NULL;
}
