// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: which objects that the kernel half makes by itself the runtime hears of.
 * The call must be in a function that may sleep and has a parameter that leads to an object: what
 * is made ends with the root of that one, or before, if it is managed for its device. The part of
 * the driver's behind it is the same for all such objects of a driver (tracked_private.c), and the
 * runtime looks whether there is room for it. What the module's init allocates is nobody's: it ends
 * when the kernel half frees it, or with the module, and no user half frees it.
 *
 * So it is with device memory that the kernel half maps.
 *
 * And which roots: what a probe is given that stays in the kernel half ends when the driver is
 * unbound; what ends it stays with it (splitter/pairs.c).
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "partition.h"
#include "path.h"

#define RETURNS	8	/* how often what a function returns may be returned by its caller */

/*
 * The word is the kernel's function that is called, so it can be another one there. Else it is a
 * macro around that, and the shim makes another one of what the macro calls.
 */
static bool named(const struct call *call, const struct model_function *entry)
{
	return entry->of || !strcmp(call->word, call->callee->name);
}

/* What the call makes, by the model, where the shim can have a word in it: no format's arguments. */
static const struct model_function *told(const struct partition *p, const struct func *func,
					 const struct call *call, enum birth_kind kind)
{
	const struct model_function *entry = call->callee ?
		map__get(&p->model->functions, call->callee->name) : NULL;

	if (!entry || entry->returns.birth != kind || entry->unless || entry->until_answer ||
	    !call->word || call->callee->variadic || func->from_macro || func->early ||
	    func->outline || call->held || call->callee->cleaned || late__by(p, entry) ||
	    p->context->nodes[func->index].atomic)
		return NULL;
	return entry;
}

/* How such an object ends is known, and it is not a guest's end. */
static bool lasts(const struct model_function *entry, const struct model_type *type)
{
	if (!type || !type->root || !(entry->acquires || entry->returns.managed))
		return false;
	return !type->guest || entry->returns.lasts || entry->returns.managed;
}

const struct model_function *natives__made(const struct partition *p, const struct func *func,
					   const struct call *call)
{
	const struct model_function *entry = told(p, func, call, BIRTH_OBJECT);

	/* What comes through an argument only another word for the call can tell. */
	if (!entry || (entry->returns.at >= 0 && !named(call, entry)))
		return NULL;
	return lasts(entry, map__get(&p->model->types, entry->returns.object)) ? entry : NULL;
}

const struct model_function *natives__bytes(const struct partition *p, const struct func *func,
					    const struct call *call)
{
	const struct model_function *entry = told(p, func, call, BIRTH_BYTES);

	return entry && (natives__owner(p, func) >= 0 ||
			 natives__for_module(p, func, entry)) ? entry : NULL;
}

/* It is never assigned to, so it leads there all the time. */
static bool constant(const struct func *func, unsigned int param)
{
	return func->vars[param].nr == 1 && func->vars[param].items[0].kind == ORIGIN_PARAM &&
	       func->vars[param].items[0].index == (int)param;
}

int natives__owner(const struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_params && i < func->nr_vars; i++) {
		const struct type *type = func->params[i].type;

		if (type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD &&
		    *func->params[i].name && !func->params[i].shadowed &&
		    tracked__is(p, type->to->record) && !tracked__guest(p, type->to->record) &&
		    constant(func, i))
			return i;
	}
	return -1;
}

bool natives__for_module(const struct partition *p, const struct func *func,
			 const struct model_function *made)
{
	return made->of && !made->returns.managed && natives__owner(p, func) < 0 &&
	       func->by_init;
}

const struct model_function *natives__mapped(const struct partition *p, const struct func *func,
					     const struct call *call)
{
	return natives__owner(p, func) < 0 ? NULL : told(p, func, call, BIRTH_MMIO);
}

/* What the runtime hears of, if it has any use for it. */
static const struct model_function *heard(const struct partition *p, const struct func *func,
					  const struct call *call)
{
	const struct model_function *made = natives__bytes(p, func, call);

	if (made)
		return bytes__shared(p, made->bytes) ? made : NULL;
	made = natives__made(p, func, call);
	return made && map__get(&p->born, made->returns.object) ? made : NULL;
}

const char *natives__name(const struct partition *p, const struct func *func,
			  const struct call *call)
{
	const struct model_function *made = heard(p, func, call);
	int owner = natives__owner(p, func);

	if (!made)
		return NULL;
	if (natives__for_module(p, func, made))
		return strings__format(p->strings, "%s__of_module", call->callee->name);
	if (owner < 0)
		return NULL;
	return named(call, made) ? strings__format(p->strings, "%s__of_%s", call->callee->name,
						   func->params[owner].name) : call->callee->name;
}

bool natives__by_macro(const struct partition *p, const struct func *func, const struct call *call)
{
	const struct model_function *made = natives__made(p, func, call);

	return made && !named(call, made);
}

/* ---- roots ------------------------------------------------------------------- */

static const char *record_at(const struct func *func, unsigned int at)
{
	const struct type *type = at < func->nr_params ? func->params[at].type : NULL;

	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ?
	       type->to->record->name : NULL;
}

static const struct model_slot *slot_of(const struct partition *p, const struct slot_use *use)
{
	return use->slot && !strchr(use->slot, '#') ? map__get(&p->model->slots, use->slot) : NULL;
}

static bool goes_on(const struct partition *p, const struct func *func, unsigned int index,
		    unsigned int depth);

/* What @func returns, any of its callers may hand on. */
static bool handed_on(const struct partition *p, const struct func *func, unsigned int depth)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	if (!depth || node->nr_slots || !func->is_static)
		return true;
	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];

		if (goes_on(p, edge->caller, edge->call - edge->caller->calls, depth - 1))
			return true;
	}
	return false;
}

/* What the variable holds is kept elsewhere, or given to a function of the driver's. */
static bool passes_on(const struct func *func, const struct global *global)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (flow__is_variable(func, &func->stores[i].from, global))
			return true;
	for (unsigned int c = 0; c < func->nr_calls; c++) {
		const struct call *call = &func->calls[c];

		for (unsigned int a = 0; a < call->nr_args; a++)
			if ((!call->callee || partition__ours(call->callee)) &&
			    flow__is_variable(func, &call->args[a], global))
				return true;
	}
	return false;
}

static bool touches(const struct func *func, const struct global *global)
{
	for (unsigned int i = 0; func && i < func->nr_accesses; i++)
		if (func->accesses[i].global == global)
			return true;
	return false;
}

/* A variable for devices that the module makes by itself: only its init and exit look there. */
static bool is_inits_own(const struct partition *p, const struct global *global)
{
	if (!global->is_static || path__element(global->type)->kind != TYPE_POINTER)
		return false;
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		if (touches(p->facts->all[f], global) &&
		    (!flow__is_init(p->flow, p->facts->all[f]) ||
		     passes_on(p->facts->all[f], global)))
			return false;
	for (unsigned int g = 0; g < p->facts->nr_variables; g++)
		if (touches(p->facts->variables[g]->init, global))
			return false;
	return true;
}

/* Does what call @index returns go on to somewhere else? */
static bool goes_on(const struct partition *p, const struct func *func, unsigned int index,
		    unsigned int depth)
{
	const struct call *call = func->calls;

	if (flow__holds(func, &func->returned, ORIGIN_CALL, index) && handed_on(p, func, depth))
		return true;
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (flow__holds(func, &func->stores[i].from, ORIGIN_CALL, index) &&
		    !(func->stores[i].global && is_inits_own(p, func->stores[i].global)))
			return true;
	for (; call < func->calls + func->nr_calls; call++)
		for (unsigned int a = 0; a < call->nr_args; a++)
			if ((!call->callee || partition__ours(call->callee)) &&
			    flow__holds(func, &call->args[a], ORIGIN_CALL, index))
				return true;
	return false;
}

/*
 * The driver gets such objects elsewhere, too, and keeps them: a member may lead to one that
 * nobody ever told the runtime of.
 */
static bool strays(const struct partition *p, const char *name)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; partition__ours(func) && i < func->nr_calls; i++) {
			const struct func *callee = func->calls[i].callee;
			const struct type *ret = callee && callee->source < 0 ? callee->ret : NULL;

			if (ret && ret->kind == TYPE_POINTER && ret->to->kind == TYPE_RECORD &&
			    !strcmp(ret->to->record->name, name) &&
			    goes_on(p, func, i, RETURNS))
				return true;
		}
	}
	return false;
}

static bool may_begin(const struct partition *p, const struct func *func)
{
	return p->nodes[func->index].side == SIDE_KERNEL && !func->from_macro && !func->early &&
	       !func->outline && !p->context->nodes[func->index].atomic &&
	       !p->flow->nodes[func->index].nr_callers;
}

int natives__root(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots && may_begin(p, func); i++) {
		const struct model_slot *slot = slot_of(p, &node->slots[i]);

		for (unsigned int a = 0; slot && a < slot->nr_args; a++) {
			const char *name = slot->args[a].birth ? record_at(func, a) : NULL;
			const struct model_type *type = name ?
				map__get(&p->model->types, name) : NULL;

			if (type && type->root && type->device && *func->params[a].name &&
			    !strays(p, name))
				return a;
		}
	}
	return -1;
}
