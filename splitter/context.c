// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass "context". Roots come from the model's slots; what is not known there
 * is atomic. A caller's context is that of what it calls.
 */
#include <stdlib.h>
#include <string.h>

#include "context.h"

static void make_atomic(struct context *context, struct func *func, const char *why,
			const char *advice)
{
	struct context_node *node = &context->nodes[func->index];

	if (node->atomic)
		return;
	node->atomic = true;
	node->why = why;
	node->advice = advice;
}

static bool make_frozen(struct context *context, const struct func *func, const char *why)
{
	struct context_node *node = &context->nodes[func->index];
	bool first = why && !node->frozen;

	if (first)
		node->frozen = why;
	return first;
}

/* A slot in a structure of the driver's own: only the driver calls through it, and that is seen. */
static bool own_slot(const struct context *context, const char *slot)
{
	char *name = store__format("%.*s", (int)strcspn(slot, ".#"), slot);
	const struct record *record = slot[strlen(name)] == '.' ?
		facts__record(context->flow->facts, name) : NULL;

	free(name);
	return record && record->in_driver;
}

/* By an inline of the kernel's, perhaps. */
static bool driver_calls(const struct context *context, const char *name)
{
	const struct facts *facts = context->flow->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; facts->all[f]->source >= 0 && i < facts->all[f]->nr_calls;
		     i++)
			if (facts->all[f]->calls[i].callee &&
			    !strcmp(facts->all[f]->calls[i].callee->name, name))
				return true;
	return false;
}

static void root_of_slot(struct context *context, struct func *func, const struct slot_use *use)
{
	struct strings *strings = context->flow->facts->strings;
	const struct model_slot *slot = use->slot ? map__get(&context->model->slots, use->slot) :
				       NULL;

	bool made_atomic = slot && slot->atomic_with && driver_calls(context, slot->atomic_with);

	if (slot && slot->context == MODEL_FROZEN && !made_atomic) {
		context->nodes[func->index].frozen_root = true;
		make_frozen(context, func, strings__format(strings, "%s (%s)", func->name,
							   use->slot));
		return;
	}
	if (slot ? slot->context == MODEL_SLEEP && !made_atomic : use->slot && own_slot(context, use->slot))
		return;
	if (slot)
		make_atomic(context, func,
			    strings__format(strings, "%s (%s)", func->name, use->slot), NULL);
	else if (use->slot) {
		make_atomic(context, func,
			    strings__format(strings, "%s (%s, which the model does not know)",
					    func->name, use->slot),
			    strings__format(strings, "slots: %s: {context: sleep}", use->slot));
		context->nodes[func->index].symbol = use->slot;
	} else
		make_atomic(context, func,
			    strings__format(strings, "%s, whose address goes who knows where in %s",
					    func->name, use->in->name), NULL);
}

static bool is_init(const struct context *context, const struct func *func)
{
	for (unsigned int i = 0; i < context->flow->inits.nr; i++)
		if (context->flow->inits.items[i] == func)
			return true;
	return false;
}

/* include/linux/export.h: what EXPORT_SYMBOL() declares. */
static bool is_exported(const struct context *context, const struct func *func)
{
	char *name = store__format("__kstrtab_%s", func->name);
	bool found = map__get(&context->flow->facts->globals, name);

	free(name);
	return found;
}

static void find_roots(struct context *context, struct func *func)
{
	const struct flow_node *node = &context->flow->nodes[func->index];

	if (func->source < 0 || !func->has_body || is_init(context, func))
		return;
	for (unsigned int i = 0; i < node->nr_slots; i++)
		root_of_slot(context, func, &node->slots[i]);
	if (is_exported(context, func) ||
	    (!node->nr_slots && !node->nr_callers && !func->is_static))
		make_atomic(context, func,
			    strings__format(context->flow->facts->strings,
					    "%s, which others may call", func->name), NULL);
}

static bool propagate(struct context *context, struct func *caller, const struct call *call)
{
	struct strings *strings = context->flow->facts->strings;
	const struct context_node *from = &context->nodes[caller->index];
	bool atomic = from->atomic || call->held, changed = false;
	struct targets targets = { 0 };
	const char *why = from->why;

	if ((!atomic && !from->frozen) || caller->declined)
		return false;
	if (atomic && !from->atomic)
		why = strings__format(strings, "%s, line %u, which holds %s", facts__shown(caller),
				      call->line, from->lock_name ? from->lock_name : "a lock");
	flow__targets(context->flow, caller, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		struct func *callee = targets.items[i];

		changed |= make_frozen(context, callee, from->frozen);
		changed |= atomic && !context->nodes[callee->index].atomic;
		if (atomic)
			make_atomic(context, callee, why, from->atomic ? from->advice : NULL);
	}
	free(targets.items);
	return changed;
}

struct context *context__new(const struct flow *flow, const struct model *model)
{
	struct context *context = store__alloc(sizeof(*context));
	const struct facts *facts = flow->facts;
	bool changed = true;

	context->flow = flow;
	context->model = model;
	context->nodes = store__alloc(facts->nr_all * sizeof(*context->nodes));
	for (unsigned int i = 0; i < facts->nr_all; i++)
		context__locks(context, facts->all[i]);
	for (unsigned int i = 0; i < facts->nr_all; i++)
		find_roots(context, facts->all[i]);
	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < facts->nr_all; i++)
			for (unsigned int c = 0; c < facts->all[i]->nr_calls; c++)
				changed |= propagate(context, facts->all[i],
						     &facts->all[i]->calls[c]);
	}
	context__held(context);
	return context;
}

void context__free(struct context *context)
{
	if (context)
		free(context->nodes);
	free(context);
}
