// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what functions of the kernel half set up that no record tells of. Were
 * the user half to die after it had called one, its callers would clean up as after a failure,
 * and nobody would take that back: it might lead to memory that is gone.
 */
#include <stdlib.h>

#include "partition.h"
#include "store.h"

struct search {
	struct partition *p;
	bool *seen;		/* by func->index */
	const char *found;
	const struct model_function **acquired;	/* on no record */
	unsigned int nr_acquired;
	const struct model_function **released;
	unsigned int nr_released;
};

static void look_into(struct search *s, const struct func *func);

/* What is linked was made here, each time anew: a user half that calls once more links another. */
static bool is_new(const struct func *func, const struct call *call)
{
	struct origins all = { 0 };
	bool fresh = true;

	if (call->nr_args)
		flow__resolve(func, &call->args[0], &all);
	for (unsigned int i = 0; i < all.nr; i++)
		fresh &= all.items[i].kind == ORIGIN_CALL || all.items[i].kind == ORIGIN_NULL;
	free(all.items);
	return fresh && all.nr;
}

/* A check of its downcall, in a profile, asks for what it links. */
static bool is_checked(const struct search *s, const struct func *func)
{
	const struct model_function *entry = map__get(&s->p->model->functions, func->name);

	for (unsigned int i = 0; entry && i < entry->nr_args; i++)
		if (entry->args[i].check)
			return true;
	return false;
}

/* What is in the model and registers nothing leaves nothing, or a record. */
static void look_at(struct search *s, const struct func *func, const struct call *call,
		    const struct func *callee)
{
	const struct model_function *entry = model__function(s->p->model, callee->name);

	if (partition__ours(callee) ? partition__in_kernel(s->p, callee) : !entry && callee->walked)
		look_into(s, callee);
	else if (!partition__ours(callee) && !callee->assertion &&
		 (!entry || entry->registers || (entry->links && !is_new(func, call) && !is_checked(s, func))))
		s->found = callee->name;
}

/* What is made, and lost with the user half, is but memory. */
static void note_effects(struct search *s, const struct func *func)
{
	const struct effects *all = effects__of(s->p, func);

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct model_function *entry = all->items[i].entry;

		if (entry->releases)
			*STORE_ADD(s->released, s->nr_released) = entry;
		if (entry->acquires && !entry->until_answer && entry->returns.birth == BIRTH_NONE &&
		    !acquired__recorded(s->p, &all->items[i]))
			*STORE_ADD(s->acquired, s->nr_acquired) = entry;
	}
}

/* What is acquired on no record and given back by none of the functions that were looked at. */
static const char *left(const struct search *s)
{
	for (unsigned int i = 0; i < s->nr_acquired; i++) {
		const char *name = s->acquired[i]->name;
		bool back = false;

		for (unsigned int r = 0; r < s->nr_released; r++)
			back |= store__has_word(s->released[r]->releases, name);
		if (!back)
			return name;
	}
	return NULL;
}

static void look_into(struct search *s, const struct func *func)
{
	struct targets targets = { 0 };

	if (s->seen[func->index])
		return;
	s->seen[func->index] = true;
	note_effects(s, func);
	for (unsigned int i = 0; i < func->nr_calls && !s->found; i++) {
		if (func->calls[i].macro)
			continue;
		flow__targets(s->p->flow, func, &func->calls[i], &targets);
		for (unsigned int t = 0; t < targets.nr && !s->found; t++)
			look_at(s, func, &func->calls[i], targets.items[t]);
		free(targets.items);
		targets = (struct targets){ 0 };
	}
}

const char *unrecorded__by(struct partition *p, const struct func *func)
{
	struct search s = { .p = p, .seen = store__alloc(p->facts->nr_all * sizeof(*s.seen)) };

	look_into(&s, func);
	if (!s.found)
		s.found = left(&s);
	free(s.acquired);
	free(s.released);
	free(s.seen);
	return s.found;
}
