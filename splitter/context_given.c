// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of pass "context": where the variable goes that a function stands in (`given_to`). What an
 * attribute's show() is called with is a device of the driver's if its table goes to those alone;
 * of a device that a class made (device_create()) the runtime knows nothing. If it goes to those of
 * `guest_to` alone, it is a device below the driver's, and a guest.
 *
 * And who is called for what the caller is about to end (`ended_by`): the runtime has forgotten it.
 */
#include <stdlib.h>
#include <string.h>

#include "context.h"

#define MAX_DEPTH	6

/** struct given - one question: does all that leads to a variable go to these @names? */
struct given {
	const struct flow *flow;
	const struct model *model;
	const char *names;
	const char *guest;	/* functions that make a device of their own below argument 0 */
	const char *whole;	/* what the function is called with, or with a part of: a device */
	bool found;	/* to one of the names */
	bool hosted;	/* to one that makes a device */
	bool other;	/* to something else */
};

static bool is_foreign(const struct given *given, const struct func *func,
		       const struct origins *from, unsigned int depth);

/* A pointer to a part of such a structure leads to what may be an object of the runtime's. */
static bool is_own(const struct given *given, const struct record *record)
{
	const struct model_type *type = map__get(&given->model->types, record->name);

	return record->in_driver || (type && type->root);
}

static bool callers_give_foreign(const struct given *given, const struct func *func,
				 unsigned int param, unsigned int depth)
{
	const struct flow_node *node = &given->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];

		if (param < edge->call->nr_args &&
		    is_foreign(given, edge->caller, &edge->call->args[param], depth))
			return true;
	}
	return false;
}

static bool is_kept_there(const struct store_fact *store, const struct origin *o)
{
	if (o->kind == ORIGIN_VARIABLE)
		return store->global == o->global;
	return o->slot && store->slot && !strcmp(store->slot, o->slot);
}

/* What a member or variable holds: all that the driver ever puts there. */
static bool keeps_foreign(const struct given *given, const struct origin *o, unsigned int depth)
{
	const struct facts *facts = given->flow->facts;
	bool stored = false;

	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		for (unsigned int i = 0; func->source >= 0 && i < func->nr_stores; i++) {
			if (!is_kept_there(&func->stores[i], o))
				continue;
			stored = true;
			if (is_foreign(given, func, &func->stores[i].from, depth))
				return true;
		}
	}
	return !stored;
}

/*
 * Some pointer that comes from there may lead to a device that the runtime does not know. What
 * a function is given that the kernel calls is what its slot says, so that is none.
 */
static bool is_foreign(const struct given *given, const struct func *func,
		       const struct origins *from, unsigned int depth)
{
	struct origins all = { 0 };
	bool foreign = depth > MAX_DEPTH;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !foreign; i++) {
		const struct origin *o = &all.items[i];

		if (o->inside && (!given->whole || strcmp(o->inside->name, given->whole)))
			foreign = !is_own(given, o->inside);
		else if (o->kind == ORIGIN_PARAM)
			foreign = callers_give_foreign(given, func, o->index, depth + 1);
		else if (o->kind == ORIGIN_FIELD || o->kind == ORIGIN_VARIABLE)
			foreign = keeps_foreign(given, o, depth + 1);
		else
			foreign = o->kind != ORIGIN_NULL;
	}
	free(all.items);
	return foreign;
}

static void by_variable(struct given *given, const struct global *global, unsigned int depth);
static void by_member(struct given *given, const char *slot);

/*
 * Into a member: one of the names, or of another table, which goes somewhere itself, or of a
 * structure of the driver's own.
 */
static void by_store(struct given *given, const struct store_fact *store,
		     const struct global *table, unsigned int depth)
{
	if (store->slot && store__has_word(given->names, store->slot))
		given->found = true;
	else if (table && depth < MAX_DEPTH)
		by_variable(given, table, depth + 1);
	else if (!table && !store->global && store->slot && strchr(store->slot, '.') &&
		 context__own_slot(given->flow->facts, store->slot))
		by_member(given, store->slot);
	else
		given->other = true;
}

static void by_stores(struct given *given, const struct func *func, const struct global *in,
		      const struct global *global, unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_stores && !given->other; i++)
		if (flow__is_variable(func, &func->stores[i].from, global))
			by_store(given, &func->stores[i], in, depth);
}

static void by_call(struct given *given, const struct func *func, const struct call *call,
		    unsigned int arg, unsigned int depth);

/* To a function of the driver's: what that does with it. */
static void by_param(struct given *given, const struct func *func, int param, unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (flow__holds(func, &func->stores[i].from, ORIGIN_PARAM, param))
			given->other = true;
	for (unsigned int c = 0; c < func->nr_calls && !given->other; c++)
		for (unsigned int a = 0; a < func->calls[c].nr_args; a++)
			if (flow__holds(func, &func->calls[c].args[a], ORIGIN_PARAM, param))
				by_call(given, func, &func->calls[c], a, depth + 1);
}

static void by_call(struct given *given, const struct func *func, const struct call *call,
		    unsigned int arg, unsigned int depth)
{
	const struct func *callee = call->callee;
	bool found = callee && store__has_word(given->names, callee->name);
	bool hosted = callee && given->guest && store__has_word(given->guest, callee->name);

	if (found || hosted) {
		given->found |= found;
		given->hosted |= hosted;
		given->other |= is_foreign(given, func, &call->args[0], 0);
	} else if (callee && callee->source >= 0 && callee->walked && arg < callee->nr_params &&
		   depth < MAX_DEPTH) {
		by_param(given, callee, arg, depth);
	} else {
		given->other = true;
	}
}

/* What the member holds, or its address: of an array of groups, say. */
static bool is_of_member(const struct func *func, const struct origins *from, const char *slot)
{
	const char *member = strchr(slot, '.') + 1;
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++) {
		const struct origin *o = &all.items[i];

		found = (o->slot && !strcmp(o->slot, slot)) ||
			(o->inside && o->member &&
			 !strncmp(o->inside->name, slot, member - 1 - slot) &&
			 !o->inside->name[member - 1 - slot] &&
			 !strncmp(o->member, member, strlen(member)));
	}
	free(all.items);
	return found;
}

/* What is kept there goes to calls, and nowhere else. */
static void by_member(struct given *given, const char *slot)
{
	const struct facts *facts = given->flow->facts;

	for (unsigned int f = 0; f < facts->nr_all && !given->other; f++) {
		const struct func *func = facts->all[f];

		if (func->source < 0)
			continue;
		for (unsigned int i = 0; i < func->nr_stores; i++)
			given->other |= is_of_member(func, &func->stores[i].from, slot);
		given->other |= is_of_member(func, &func->returned, slot);
		for (unsigned int c = 0; c < func->nr_calls; c++)
			for (unsigned int a = 0; a < func->calls[c].nr_args; a++)
				if (is_of_member(func, &func->calls[c].args[a], slot))
					by_call(given, func, &func->calls[c], a, 0);
	}
}

static void by_calls(struct given *given, const struct func *func, const struct global *global)
{
	for (unsigned int c = 0; c < func->nr_calls && !given->other; c++)
		for (unsigned int a = 0; a < func->calls[c].nr_args; a++)
			if (flow__is_variable(func, &func->calls[c].args[a], global))
				by_call(given, func, &func->calls[c], a, 0);
}

static void by_variable(struct given *given, const struct global *global, unsigned int depth)
{
	const struct facts *facts = given->flow->facts;

	for (unsigned int f = 0; f < facts->nr_all && !given->other; f++) {
		if (facts->all[f]->source < 0)
			continue;
		by_stores(given, facts->all[f], NULL, global, depth);
		by_calls(given, facts->all[f], global);
	}
	for (unsigned int g = 0; g < facts->nr_variables && !given->other; g++)
		if (facts->variables[g]->source >= 0 && facts->variables[g]->init)
			by_stores(given, facts->variables[g]->init, facts->variables[g], global,
				  depth);
}

/* Its first argument, unless the model tells of which structure another one is a part. */
static const char *called_with(const struct func *func, const struct model_slot *slot)
{
	const struct type *type = func->nr_params ? func->params[0].type->to : NULL;

	for (unsigned int i = 0; slot->args && i < slot->nr_args; i++)
		if (slot->args[i].within)
			return slot->args[i].within;
	return type && type->record ? type->record->name : NULL;
}

static struct given given_to(const struct context *context, const struct func *func,
			     const struct slot_use *use, const struct model_slot *slot)
{
	struct given given = { .flow = context->flow, .model = context->model,
			       .names = slot->given_to, .guest = slot->guest_to,
			       .whole = called_with(func, slot) };
	const struct facts *facts = context->flow->facts;

	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->init == use->in)
			by_variable(&given, facts->variables[g], 0);
	return given;
}

/* The driver's text calls one of them. */
static const char *called(const struct facts *facts, const char *names)
{
	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; facts->all[f]->source >= 0 && i < facts->all[f]->nr_calls; i++) {
			const struct func *callee = facts->all[f]->calls[i].callee;

			if (callee && store__has_word(names, callee->name))
				return callee->name;
		}
	return NULL;
}

/* What it is called with is a device of the driver's everywhere, or a guest everywhere. */
static bool goes_well(const struct context *context, const struct func *func,
		      const struct slot_use *use, const struct model_slot *slot, bool *own)
{
	const struct given given = given_to(context, func, use, slot);
	bool *guest = &context->nodes[func->index].guest;

	*own |= given.found;
	*guest |= given.hosted;
	return (given.found || given.hosted) && !given.other && *own != *guest;
}

void context__given(struct context *context, const struct func *func)
{
	const struct flow_node *node = &context->flow->nodes[func->index];
	struct strings *strings = context->flow->facts->strings;
	bool own = false;

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&context->model->slots, node->slots[i].slot) : NULL;
		const char *by = slot && slot->ended_by ?
			called(context->flow->facts, slot->ended_by) : NULL, *why = NULL;

		if (by)
			why = strings__format(strings, "called from %s, by %s for what that ends",
					      slot->name, by);
		else if (slot && slot->given_to &&
			 !goes_well(context, func, &node->slots[i], slot, &own))
			why = strings__format(strings, "called from %s, perhaps for a device that is not the driver's",
					      slot->name);
		if (why)
			context->nodes[func->index].elsewhere = why;
	}
}

bool context__hosted(const struct context *context, const struct func *func,
		     const struct model_slot *slot)
{
	return !slot->guest_to || context->nodes[func->index].guest;
}
