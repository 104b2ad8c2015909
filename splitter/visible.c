// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether a pointer leads to something that the user
 * half can see, told by where it comes from.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "partition.h"
#include "tables.h"
#include "path.h"

#define MAX_DEPTH	4	/* of what is stored, given or returned */
#define PART_DEPTH	8	/* of variables and calls before a driver's part is found */

/* Its address crosses, whoever keeps it. */
static bool named(const struct global *global)
{
	return tables__is(global) &&
	       (!global->local || (global->type->is_const && tables__nameable(global)));
}

static bool check_origin(struct partition *p, const struct func *func, const struct origin *o,
			 unsigned int *params, struct trouble *t, unsigned int depth);

/* The type behind whose objects a part is that @callee finds, as netdev_priv() does; or NULL. */
static const struct model_type *finds_part(const struct partition *p, const struct func *callee)
{
	const struct map *types = &p->model->types;

	for (unsigned int i = 0; callee && i < types->room; i++) {
		const struct model_type *type = types->slots[i].value;

		if (type && type->private_by && !strcmp(type->private_by, callee->name))
			return type;
	}
	return NULL;
}

/*
 * The same for where a pointer leads, @members: also to members of what is shared there.
 * flow__resolve() would look into the function that finds it.
 */
static const struct model_type *leads_to_part(const struct partition *p, const struct func *func,
					      const struct origins *from, bool members,
					      unsigned int depth)
{
	const struct model_type *part = NULL;

	for (unsigned int i = 0; i < from->nr && !part && depth <= PART_DEPTH; i++) {
		const struct origin *o = &from->items[i];
		const struct func *callee = o->kind == ORIGIN_CALL ?
					    func->calls[o->index].callee : NULL;

		if (tracked__at_part(tracked__model(p, o->inside), o->inside, o->member))
			return tracked__model(p, o->inside);
		if (!members && o->inside && tracked__is(p, o->inside))
			continue;
		part = finds_part(p, callee);
		if (!part && callee && callee->walked)
			part = leads_to_part(p, callee, &callee->returned, members, depth + 1);
		else if (o->kind == ORIGIN_VAR)
			part = leads_to_part(p, func, &func->vars[o->index], members, depth + 1);
	}
	return part;
}

const char *needs__foreign_part(const struct partition *p, const struct func *func,
				const struct origins *from, const struct type *to)
{
	const struct model_type *part;

	if (!to || (to->kind == TYPE_RECORD && tracked__is(p, to->record)))
		return NULL;
	part = leads_to_part(p, func, from, false, 0);
	return part ? part->name : NULL;
}

/* Of which no structure is known to be behind its objects: then nobody shares what is there. */
static const char *unknown_part(const struct partition *p, const struct func *func,
				const struct origins *from)
{
	const struct model_type *part = leads_to_part(p, func, from, true, 0);

	return part && p->private_of != part && p->several != part ? part->name : NULL;
}

static bool visible(struct partition *p, const struct func *func, const struct origins *from,
		    unsigned int *params, struct trouble *t, unsigned int depth)
{
	const char *part = unknown_part(p, func, from);
	struct origins all = { 0 };
	bool ok = !part;

	if (part)
		t->why = strings__format(p->strings, "follows what is behind a %s, and it is not known of which structure that is",
					 part);
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && ok; i++)
		ok = check_origin(p, func, &all.items[i], params, t, depth);
	free(all.items);
	return ok;
}

/* Called by nobody but functions of the driver that are known. */
static bool callers_known(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const char *slot = node->slots[i].slot;
		char *name = slot ? store__format("%.*s", (int)strcspn(slot, ".#"), slot) : NULL;
		const struct record *record = name ? facts__record(p->facts, name) : NULL;

		free(name);
		if (!record || !record->in_driver)
			return false;
	}
	return node->nr_callers;
}

/* What a function is given as those parameters, by all of its callers. */
static bool given_visible(struct partition *p, const struct func *func, unsigned int params,
			  unsigned int depth)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	if (!params)
		return true;
	if (depth > MAX_DEPTH || !callers_known(p, func))
		return false;
	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct edge *edge = &node->callers[i];
		unsigned int more = 0;
		struct trouble t = { 0 };

		for (unsigned int a = 0; a < 32 && a < func->nr_params; a++)
			if (params & 1U << a &&
			    (a >= edge->call->nr_args ||
			     !visible(p, edge->caller, &edge->call->args[a], &more, &t, depth + 1)))
				return false;
		if (!given_visible(p, edge->caller, more, depth + 1))
			return false;
	}
	return true;
}

static bool all_visible(struct partition *p, const char *slot, unsigned int depth)
{
	bool some = false;

	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; i < func->nr_stores; i++) {
			const struct store_fact *s = &func->stores[i];
			unsigned int params = 0;
			struct trouble t = { 0 };

			if (!s->slot || strcmp(s->slot, slot))
				continue;
			if (!visible(p, func, &s->from, &params, &t, depth + 1) ||
			    !given_visible(p, func, params, depth + 1))
				return false;
			some = true;
		}
	}
	return some;
}

/*
 * All that the driver ever stores there is visible, and only the driver stores
 * there. What it had there before does not count.
 */
static bool stores_visible(struct partition *p, const struct origin *o, unsigned int depth)
{
	bool ok;

	if (!o->record->in_driver || !o->slot || depth > MAX_DEPTH)
		return false;
	if (map__get(&p->asked, o->slot))
		return true;
	map__put(&p->asked, o->slot, p);
	ok = all_visible(p, o->slot, depth);
	map__put(&p->asked, o->slot, NULL);
	return ok;
}

/* To one that is no constant: whoever follows it does not name it, so nobody would share it. */
static bool to_variable(const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++)
		if (from->items[i].kind == ORIGIN_GLOBAL && !from->items[i].global->type->is_const)
			return true;
	return false;
}

/*
 * A member of tables of the driver's, each half of which has its own: nothing but their
 * initialisers ever stores there.
 */
static bool in_tables(struct partition *p, const struct origin *o, unsigned int depth)
{
	bool some = false;

	if (!o->record->in_driver || !o->slot || depth > MAX_DEPTH)
		return false;
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		for (unsigned int i = 0; i < p->facts->all[f]->nr_stores; i++)
			if (p->facts->all[f]->stores[i].slot &&
			    !strcmp(p->facts->all[f]->stores[i].slot, o->slot))
				return false;
	for (unsigned int g = 0; g < p->facts->nr_variables; g++) {
		const struct func *init = p->facts->variables[g]->init;

		for (unsigned int i = 0; init && i < init->nr_stores; i++) {
			unsigned int params = 0;
			struct trouble t = { 0 };

			if (!init->stores[i].slot || strcmp(init->stores[i].slot, o->slot))
				continue;
			if (to_variable(&init->stores[i].from) ||
			    !visible(p, init, &init->stores[i].from, &params, &t, depth + 1))
				return false;
			some = true;
		}
	}
	return some;
}

static void ignore(void *data, const struct literal *literal)
{
	(void)data;
	(void)literal;
}

/* A string in an object: whatever the driver stores there is in both halves. */
static bool strings_known(struct partition *p, const struct origin *o)
{
	bool some = false;

	if (!o->record->in_driver || !o->slot)
		return false;
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		for (unsigned int i = 0; i < p->facts->all[f]->nr_stores; i++) {
			const struct store_fact *s = &p->facts->all[f]->stores[i];

			if (!s->slot || strcmp(s->slot, o->slot))
				continue;
			if (!literals__find(p, p->facts->all[f], &s->from, ignore, NULL))
				return false;
			some = true;
		}
	return some;
}

/* Of the driver's variables none is of that type but those of its functions. */
static bool only_local(const struct partition *p, const struct record *record)
{
	for (unsigned int g = 0; record->in_driver && g < p->facts->nr_variables; g++) {
		const struct type *type = path__element(p->facts->variables[g]->type);

		if (type->record == record && p->facts->variables[g]->source >= 0)
			return false;
	}
	return record->in_driver;
}

bool needs__copied(const struct partition *p, const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr = o->kind == ORIGIN_FIELD && !o->inside ? path__steps(o->record, o->path, steps) : 0;
	const struct model_field *field = nr > 0 ?
		model__field(p->model, steps[nr - 1].owner->name, steps[nr - 1].field->name) : NULL;

	return field && (field->kind == MODEL_FIELD_STRING || field->kind == MODEL_FIELD_BLOCK);
}

/* What only the user half has: a copy of a string. Taken by the kernel half it is the string itself. */
static bool has_copy(const struct partition *p, const struct func *func)
{
	return !partition__ours(func) || partition__in_user(p, func);
}

static bool check_field(struct partition *p, const struct func *func, const struct origin *o,
			struct trouble *t, unsigned int depth)
{
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(o->record, o->path, steps);
	const struct model_field *field;
	const struct type *type;

	if (nr <= 0) {
		t->why = strings__format(p->strings, "follows a pointer in a %s",
					 o->record->spelling);
		return false;
	}
	type = path__type(&steps[nr - 1]);
	field = model__field(p->model, steps[nr - 1].owner->name, steps[nr - 1].field->name);
	if ((field && field->kind == MODEL_FIELD_POINTER) ||
	    (needs__copied(p, o) && has_copy(p, func)))
		return true;
	if (tracked__is(p, o->record) && type->kind == TYPE_POINTER &&
	    type->to->kind == TYPE_RECORD && tracked__is(p, type->to->record))
		return true;
	if (tracked__is(p, o->record) && literals__is_string(type) && strings_known(p, o))
		return true;
	if ((tracked__is(p, o->record) || only_local(p, o->record)) && stores_visible(p, o, depth))
		return true;
	if (!tracked__is(p, o->record) && in_tables(p, o, depth))
		return true;
	t->why = strings__format(p->strings, "follows %s.%s, and it is not known where that leads",
				 o->record->name, o->path);
	t->advice = strings__format(p->strings, "types: %s: {fields: {%s: {block: LENGTH}}}",
				    steps[nr - 1].owner->name, steps[nr - 1].field->name);
	return false;
}

/*
 * Called by a function of the kernel half alone: there, too, is what an inline of a header makes,
 * and the user half has no mapping of it.
 */
static bool makes_elsewhere(struct partition *p, const struct func *callee,
			    const struct model_function *entry)
{
	const struct effects *all;

	if (entry || partition__ours(callee))
		return entry && entry->returns.birth != BIRTH_NONE;
	all = effects__of(p, callee);
	for (unsigned int i = 0; i < all->nr; i++)
		if (all->items[i].entry->returns.birth != BIRTH_NONE)
			return true;
	return false;
}

static bool check_result(struct partition *p, const struct func *func, const struct origin *o,
			 struct trouble *t, unsigned int depth)
{
	const struct call *call = &func->calls[o->index];
	const struct model_function *entry = call->callee ?
		map__get(&p->model->functions, call->callee->name) : NULL;
	bool here = !partition__ours(func) || partition__in_user(p, func);
	unsigned int params = 0;

	if (entry && entry->policy == MODEL_LOCAL)
		return true;
	if (entry && here && (entry->returns.pointer || entry->returns.string ||
			      (entry->returns.birth != BIRTH_NONE && entry->returns.at < 0)))
		return true;
	if (!here && natives__mapped(p, func, call) && !entry->returns.table == !*o->path)
		return true;
	if (call->callee && call->callee->walked && depth < 4 &&
	    (here || !makes_elsewhere(p, call->callee, entry)) &&
	    visible(p, call->callee, &call->callee->returned, &params, t, depth + 1) && !params)
		return true;
	t->why = strings__format(p->strings, "follows what %s returns%s",
				 call->callee ? call->callee->name : "a function",
				 entry && entry->returns.birth != BIRTH_NONE ?
				 " in the kernel half" : ", and it is not known where that leads");
	return false;
}

bool visible__initial_only(const struct partition *p, const struct global *global)
{
	if (global->source < 0)
		return false;
	if (global->type->is_const)
		return true;
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		for (unsigned int i = 0; i < p->facts->all[f]->nr_accesses; i++)
			if (p->facts->all[f]->accesses[i].global == global &&
			    p->facts->all[f]->accesses[i].mode != ACCESS_READ)
				return false;
	for (unsigned int g = 0; g < p->facts->nr_variables; g++) {
		const struct func *init = p->facts->variables[g]->init;

		for (unsigned int i = 0; init && i < init->nr_stores; i++)
			for (unsigned int o = 0; o < init->stores[i].from.nr; o++)
				if (init->stores[i].from.items[o].global == global)
					return false;
	}
	return true;
}

/* What its initialiser has there is in both halves. */
static bool initially_visible(struct partition *p, const struct origin *o, unsigned int depth)
{
	const struct func *init = o->global->init;

	for (unsigned int i = 0; init && i < init->nr_stores; i++) {
		unsigned int params = 0;
		struct trouble t = { 0 };

		if (init->stores[i].slot && o->slot && strcmp(init->stores[i].slot, o->slot))
			continue;
		if (to_variable(&init->stores[i].from) ||
		    !visible(p, init, &init->stores[i].from, &params, &t, depth + 1))
			return false;
	}
	return true;
}

bool needs__strings(const struct partition *p, const struct global *global)
{
	for (unsigned int g = 0; g < p->facts->nr_variables; g++) {
		const struct func *init = p->facts->variables[g]->init;
		bool strings = false, named = false;

		for (unsigned int i = 0; init && i < init->nr_stores; i++)
			for (unsigned int o = 0; o < init->stores[i].from.nr; o++) {
				const struct global *other = init->stores[i].from.items[o].global;
				const struct model_data *data = other ?
					map__get(&p->model->data, other->name) : NULL;

				named |= other && other == global;
				strings |= data && data->strings;
			}
		if (named && strings)
			return true;
	}
	return false;
}

static bool check_origin(struct partition *p, const struct func *func, const struct origin *o,
			 unsigned int *params, struct trouble *t, unsigned int depth)
{
	const struct model_data *data;

	if (o->inside && tracked__is(p, o->inside))
		return true;
	if (bytes__at(p, func, o))
		return bytes__followed(p, func, o, t);
	switch (o->kind) {
	case ORIGIN_NULL:
	case ORIGIN_STRING:
	case ORIGIN_LOCAL:
	case ORIGIN_FUNCTION:
		return true;
	case ORIGIN_GLOBAL:
		data = map__get(&p->model->data, o->global->name);
		if (o->global->source >= 0 &&
		    (!depth || partition__in_user(p, func) || named(o->global)))
			return true;
		if (o->global->source < 0 && data && data->policy == MODEL_LOCAL)
			return true;
		t->why = strings__format(p->strings, o->global->source < 0 ?
					 "follows %s, which is the kernel's" :
					 "follows %s, which has no name in both halves",
					 o->global->name);
		return false;
	case ORIGIN_PARAM:
		*params |= 1U << (o->index & 31);
		return true;
	case ORIGIN_FIELD:
		return check_field(p, func, o, t, depth);
	case ORIGIN_CALL:
		return check_result(p, func, o, t, depth);
	case ORIGIN_VARIABLE:
		if (needs__strings(p, o->global) && has_copy(p, func))
			return true;
		if (visible__initial_only(p, o->global) && initially_visible(p, o, depth))
			return true;
		t->why = strings__format(p->strings, "follows the variable %s", o->global->name);
		return false;
	default:
		t->why = "follows a pointer of which it is not known where it comes from";
		return false;
	}
}

bool needs__visible(struct partition *p, const struct func *func, const struct origins *from,
		    unsigned int *params, struct trouble *t)
{
	return visible(p, func, from, params, t, 0);
}

const struct model_function *needs__opaque(const struct partition *p, const struct func *func,
					   const struct origins *from)
{
	const struct model_function *opaque = NULL;
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !opaque; i++) {
		const struct func *callee = all.items[i].kind == ORIGIN_CALL ?
			func->calls[all.items[i].index].callee : NULL;
		const struct model_function *entry = callee ?
			map__get(&p->model->functions, callee->name) : NULL;

		if (entry && (entry->returns.opaque || entry->returns.string))
			opaque = entry;
	}
	free(all.items);
	return opaque;
}
