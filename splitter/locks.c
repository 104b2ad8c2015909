// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: locks that a function takes and does not give back itself, or the other
 * way round. What a user half takes is given back at the latest when the upcall ends that it was
 * taken in, so both have to be in one: where a function leaves a lock to its callers, each of them,
 * or of theirs, must give it back. What is at the end of such a chain and does not stays in the
 * kernel half, with all of the chain.
 */
#include <stdlib.h>
#include <string.h>

#include "locks.h"

static bool takes_lock(const struct model_function *f)
{
	return f->until_answer || f->holds;
}

/* By the first of the functions that it gives back for: they are alike. */
bool locks__releases(const struct model *model, const struct model_function *f)
{
	char *first = f->releases ? strndup(f->releases, strcspn(f->releases, " ")) : NULL;
	const struct model_function *acquirer = first ? map__get(&model->functions, first) : NULL;

	free(first);
	return acquirer && takes_lock(acquirer);
}

const char *locks__takers(const struct model *model, const struct model_function *f)
{
	if (f->releases)
		return f->releases;
	for (unsigned int i = 0; i < model->functions.room; i++) {
		const struct model_function *other = model->functions.slots[i].value;

		if (other && store__has_word(other->releases, f->name))
			return other->releases;
	}
	return f->name;
}

const struct model_function *locks__entry(const struct model *model, const struct call *call)
{
	return call->callee ? map__get(&model->functions, call->callee->name) : NULL;
}

static const struct model_function *lock_of(const struct model *model, const struct call *call)
{
	const struct model_function *f = locks__entry(model, call);

	return f && (takes_lock(f) || locks__releases(model, f)) ? f : NULL;
}

/* ---- what a call does ---------------------------------------------------- */

/* Inlines of headers, too, of which the model does not say what they do. */
static bool is_followed(const struct model *model, const struct func *func)
{
	return func->walked && !map__get(&model->functions, func->name);
}

static enum locks_left left_by(struct locks_kind *kind, struct func *func)
{
	struct locks_func *of = &kind->funcs[func->index];

	if (!of->walked && is_followed(kind->p->model, func)) {
		of->walked = true;
		of->left = locks__walk(kind, func, &of->by);
	}
	return of->left;
}

/* Whether it concerns who calls it. */
static bool is_left(enum locks_left left)
{
	return left != LOCKS_NONE && left != LOCKS_MIXED;
}

/* Through a pointer: of some, others have nothing to take. */
static enum locks_left left_by_any(struct locks_kind *kind, const struct targets *targets,
				   const char **by)
{
	enum locks_left left = LOCKS_NONE;

	for (unsigned int i = 0; i < targets->nr && left != LOCKS_TAKEN; i++) {
		enum locks_left one = left_by(kind, targets->items[i]);

		if (!is_left(one))
			continue;
		left = one;
		*by = kind->funcs[targets->items[i]->index].by;
	}
	return left;
}

enum locks_left locks__effect(struct locks_kind *kind, const struct func *func,
			      const struct call *call, const char **by)
{
	const struct model_function *f = locks__entry(kind->p->model, call);
	struct targets targets = { 0 };
	enum locks_left left;

	if (f) {
		*by = f->name;
		if (store__has_word(kind->takers, f->name))
			return LOCKS_TAKEN;
		return f->releases && !strcmp(f->releases, kind->takers) ? LOCKS_GIVEN : LOCKS_NONE;
	}
	if (call->macro)
		return LOCKS_NONE;
	flow__targets(kind->p->flow, func, call, &targets);
	left = left_by_any(kind, &targets, by);
	free(targets.items);
	return left;
}

/* ---- who pairs them ------------------------------------------------------ */

/* Through a table of its own, only the driver calls it. */
static bool is_given_away(const struct partition *p, const struct flow_node *node)
{
	for (unsigned int i = 0; i < node->nr_slots; i++)
		if (!node->slots[i].slot || !context__own_slot(p->facts, node->slots[i].slot))
			return true;
	return false;
}

static bool is_open(const struct locks_kind *kind, const struct func *func)
{
	const struct flow_node *node = &kind->p->flow->nodes[func->index];

	if (is_given_away(kind->p, node) || !node->nr_callers)
		return true;
	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (kind->funcs[node->callers[i].caller->index].open)
			return true;
	return false;
}

/* Nobody pairs what is left to somebody who is not the driver's. */
static void find_open(struct locks_kind *kind)
{
	const struct facts *facts = kind->p->facts;
	bool changed = true;

	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < facts->nr_all; i++) {
			struct locks_func *of = &kind->funcs[i];

			if (!is_left(of->left) || of->open || !is_open(kind, facts->all[i]))
				continue;
			of->open = changed = true;
		}
	}
}

static void add_kind(struct partition *p, const struct model_function *f)
{
	const char *names = locks__takers(p->model, f);
	struct locks_kind *kind;

	for (unsigned int i = 0; i < p->nr_locks; i++)
		if (!strcmp(p->locks[i].takers, names))
			return;
	kind = STORE_ADD(p->locks, p->nr_locks);
	kind->p = p;
	kind->takers = names;
	kind->funcs = store__alloc(p->facts->nr_all * sizeof(*kind->funcs));
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		left_by(kind, p->facts->all[i]);
	find_open(kind);
}

void locks__find(struct partition *p)
{
	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		const struct func *func = p->facts->all[i];

		for (unsigned int c = 0; c < func->nr_calls; c++) {
			const struct model_function *f = lock_of(p->model, &func->calls[c]);

			if (f)
				add_kind(p, f);
		}
	}
}

void locks__free(struct partition *p)
{
	for (unsigned int i = 0; i < p->nr_locks; i++)
		free(p->locks[i].funcs);
	free(p->locks);
}

/* ---- what becomes of it -------------------------------------------------- */

static const char *say(enum locks_left left, const struct partition *p, const char *by)
{
	switch (left) {
	case LOCKS_TAKEN:
		return strings__format(p->strings, "%s and leaves the lock to its caller", by);
	case LOCKS_GIVEN:
	case LOCKS_LENT:
		return strings__format(p->strings, "%s for a lock that its caller took", by);
	default:
		return strings__format(p->strings, "%s on some ways only, and not on the same", by);
	}
}

const char *locks__left(const struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < p->nr_locks; i++) {
		const struct locks_func *of = &p->locks[i].funcs[func->index];

		if (is_left(of->left))
			return say(of->left, p, of->by);
	}
	return NULL;
}

const char *locks__unpaired(const struct partition *p, const struct func *func,
			    const struct call *call)
{
	const char *by;

	for (unsigned int i = 0; i < p->nr_locks; i++) {
		const struct locks_func *of = &p->locks[i].funcs[func->index];

		if ((of->left == LOCKS_MIXED || of->open) &&
		    locks__effect(&p->locks[i], func, call, &by) != LOCKS_NONE)
			return say(of->left, p, by);
	}
	return NULL;
}
