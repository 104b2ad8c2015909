// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass "context". Roots come from the model's slots; what is not known there
 * is atomic. A caller's context is that of what it calls.
 */
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "path.h"

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

/* flow_tables.c names variables by their lines. */
static bool is_variable(const char *slot)
{
	return strchr(slot, ':') && !strpbrk(slot, ".#");
}

bool context__own_slot(const struct facts *facts, const char *slot)
{
	char *name = store__format("%.*s", (int)strcspn(slot, ".#"), slot);
	const struct record *record = slot[strlen(name)] == '.' ? facts__record(facts, name) : NULL;

	free(name);
	return (record && record->in_driver) || is_variable(slot);
}

/* ---- whom a structure is given to ------------------------------------------- */

static bool is_pointer_to(const struct type *type, const char *record)
{
	type = type ? path__pointee(type) : NULL;
	return type && type->kind == TYPE_RECORD && !strcmp(type->record->name, record);
}

/* Such structures go to none but the functions of those names; @gives: one does. */
static bool gives_only(const struct func *func, const char *record, const char *names, bool *gives)
{
	for (unsigned int c = 0; c < func->nr_calls; c++) {
		const struct func *callee = func->calls[c].callee;

		for (unsigned int i = 0; i < func->calls[c].nr_args; i++) {
			if (!is_pointer_to(func->calls[c].types[i], record) ||
			    (callee && callee->walked && callee->source >= 0))
				continue;
			if (!callee || !store__has_word(names, callee->name))
				return false;
			*gives = true;
		}
	}
	return true;
}

/* The function goes into one that is the driver's own. */
static bool stores_in_own(const struct func *func, const char *record, const char *slot)
{
	for (unsigned int i = 0; i < func->nr_stores; i++) {
		const struct store_fact *store = &func->stores[i];
		const struct type *type = store->global ? store->global->type : NULL;
		const struct record *in = store->record;

		if (!store->slot || strcmp(store->slot, slot))
			continue;
		type = path__element(type);
		if (type)
			in = type->record;
		if (!in || (!in->in_driver && !(type && !strcmp(in->name, record))))
			return false;
	}
	return true;
}

static bool only_with(const struct context *context, const struct model_slot *slot)
{
	const struct facts *facts = context->flow->facts;
	char *record = store__format("%.*s", (int)strcspn(slot->name, "."), slot->name);
	bool gives = false, only = true;

	for (unsigned int f = 0; f < facts->nr_all && only; f++)
		only = facts->all[f]->source < 0 ||
		       (gives_only(facts->all[f], record, slot->only_with, &gives) &&
			stores_in_own(facts->all[f], record, slot->name));
	for (unsigned int g = 0; g < facts->nr_variables && only; g++)
		only = facts->variables[g]->source < 0 || !facts->variables[g]->init ||
		       stores_in_own(facts->variables[g]->init, record, slot->name);
	free(record);
	return gives && only;
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

/* What the driver's own text calls is as atomic as who calls it, if nothing else is said. */
static bool may_sleep(const struct context *context, const char *name,
		      const struct model_slot *slot, bool made_atomic)
{
	if (slot && slot->context != MODEL_ANY)
		return slot->context == MODEL_SLEEP && !made_atomic &&
		       (!slot->only_with || only_with(context, slot));
	return name && context__own_slot(context->flow->facts, name);
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
	if (may_sleep(context, use->slot, slot, made_atomic))
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

static void find_roots(struct context *context, struct func *func)
{
	const struct flow_node *node = &context->flow->nodes[func->index];

	if (func->source < 0 || !func->has_body || flow__is_init(context->flow, func))
		return;
	if (flow__exported(context->flow->facts, func->name) ||
	    (!node->nr_slots && !node->nr_callers && !func->is_static))
		make_atomic(context, func,
			    strings__format(context->flow->facts->strings,
					    "%s, which others may call", func->name), NULL);
	for (unsigned int i = 0; i < node->nr_slots; i++)
		root_of_slot(context, func, &node->slots[i]);
	context__given(context, func);
}

/* ---- what the kernel's functions call back ------------------------------------ */

static void note_calling_back(struct context *context)
{
	const struct map *slots = &context->model->slots;

	for (unsigned int i = 0; i < slots->room; i++) {
		const struct model_slot *slot = slots->slots[i].value;
		const char *names = slot && slot->called_by ? slot->called_by : "";

		for (int len; *names; names += len + (names[len] == ' ')) {
			len = strcspn(names, " ");
			map__put(&context->calling_back,
				 strings__format(context->flow->facts->strings, "%.*s", len, names),
				 context);
		}
	}
}

static bool called_back_by(const struct context *context, const struct func *func,
			   const char *callee)
{
	const struct flow_node *node = &context->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&context->model->slots, node->slots[i].slot) : NULL;

		if (slot && slot->called_by && store__has_word(slot->called_by, callee))
			return true;
	}
	return false;
}

void context__targets(const struct context *context, const struct func *caller,
		      const struct call *call, struct targets *out)
{
	const struct facts *facts = context->flow->facts;

	flow__targets(context->flow, caller, call, out);
	if (!call->callee || !map__get(&context->calling_back, call->callee->name))
		return;
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (called_back_by(context, facts->all[f], call->callee->name))
			flow__add_target(out, facts->all[f]);
}

static bool propagate(struct context *context, struct func *caller, const struct call *call)
{
	struct strings *strings = context->flow->facts->strings;
	const struct context_node *from = &context->nodes[caller->index];
	bool locked = from->locked || call->held, atomic = from->atomic || locked, changed = false;
	struct targets targets = { 0 };
	const char *why = from->why;

	if ((!atomic && !from->frozen) || caller->declined)
		return false;
	if (atomic && !from->atomic)
		why = strings__format(strings, "%s, line %u, which holds %s", facts__shown(caller),
				      call->line, from->lock_name ? from->lock_name : "a lock");
	context__targets(context, caller, call, &targets);
	for (unsigned int i = 0; i < targets.nr; i++) {
		struct func *callee = targets.items[i];
		struct context_node *node = &context->nodes[callee->index];

		changed |= make_frozen(context, callee, from->frozen);
		changed |= (atomic && !node->atomic) || (locked && !node->locked);
		node->locked |= locked;
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
	note_calling_back(context);
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
	if (context) {
		free(context->nodes);
		map__clear(&context->calling_back);
	}
	free(context);
}
