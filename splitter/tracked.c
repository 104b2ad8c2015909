// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: structures that the user half can see, because
 * objects of them are born where the runtime takes notice: in an upcall, or by
 * a downcall.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"

const struct model_type *tracked__model(const struct partition *p, const struct record *record)
{
	return record ? map__get(&p->model->types, record->name) : NULL;
}

bool tracked__is(const struct partition *p, const struct record *record)
{
	return record && map__get(&p->tracked, record->name);
}

bool tracked__opaque(const struct partition *p, const struct type *type)
{
	const struct model_type *entry = NULL;

	while (type->kind == TYPE_ARRAY)
		type = type->to;
	if (type->kind == TYPE_RECORD)
		entry = tracked__model(p, type->record);
	if (!entry)
		entry = map__get(&p->model->types, type->spelling);
	return entry && entry->opaque;
}

bool tracked__has_pointers(const struct record *record)
{
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = record->fields[i].type;

		while (type->kind == TYPE_ARRAY)
			type = type->to;
		if (type->kind == TYPE_POINTER ||
		    (type->kind == TYPE_RECORD && tracked__has_pointers(type->record)))
			return true;
	}
	return !record->complete;
}

static void track(struct partition *p, const struct record *record)
{
	if (map__get(&p->tracked, record->name))
		return;
	map__put(&p->tracked, record->name, (void *)record);
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = record->fields[i].type;

		while (type->kind == TYPE_ARRAY)
			type = type->to;
		if (type->kind == TYPE_RECORD)
			track(p, type->record);
	}
}

/* ---- births -------------------------------------------------------------- */

static void born(struct partition *p, const char *name)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	if (entry && entry->root)
		map__put(&p->born, entry->name, (void *)entry);
}

static const char *param_record(const struct func *func, unsigned int at)
{
	const struct type *type = at < func->nr_params ? func->params[at].type : NULL;

	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ?
	       type->to->record->name : NULL;
}

/* Born as arguments of upcalls; or, with @ends, what would end unseen in the kernel half. */
static void by_slot(struct partition *p, const struct func *func, bool ends, struct map *unseen)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		for (unsigned int a = 0; slot && a < slot->nr_args; a++) {
			const char *name = param_record(func, a);

			if (name && ends && slot->args[a].ends)
				map__put(unseen, name, p);
			else if (name && !ends && slot->args[a].birth && !map__get(unseen, name))
				born(p, name);
		}
	}
}

static void by_call(struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;
		const struct model_function *entry = callee ?
			map__get(&p->model->functions, callee->name) : NULL;

		if (entry && entry->returns.birth == BIRTH_OBJECT)
			born(p, entry->returns.object);
		else if (callee && callee->walked && callee->source < 0 && !entry)
			by_call(p, callee);
	}
}

/* ---- the driver's own part ----------------------------------------------- */

static const struct record *pointed(const struct type *type)
{
	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ?
	       type->to->record : NULL;
}

/* Do these come from a call of the function called @name? */
static bool from_call(const struct func *func, const struct origins *from, const char *name)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct call *call;

		if (from->items[i].kind != ORIGIN_CALL)
			continue;
		call = &func->calls[from->items[i].index];
		if (call->callee && !strcmp(call->callee->name, name))
			return true;
	}
	return false;
}

static void find_private(struct partition *p, const struct func *func,
			 const struct model_type *type)
{
	const struct record *record = NULL;

	for (unsigned int i = 0; i < func->nr_vars; i++)
		if (pointed(func->var_types[i]) &&
		    from_call(func, &func->vars[i], type->private_by))
			record = pointed(func->var_types[i]);
	if (from_call(func, &func->returned, type->private_by) && pointed(func->ret))
		record = pointed(func->ret);
	if (!record || !record->in_driver)
		return;
	p->private = record;
	p->private_of = type;
}

void tracked__find(struct partition *p)
{
	struct map unseen = { 0 };

	map__clear(&p->tracked);
	map__clear(&p->born);
	p->private = NULL;
	p->private_of = NULL;
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		if (partition__ours(p->facts->all[i]) && p->nodes[i].side == SIDE_KERNEL)
			by_slot(p, p->facts->all[i], true, &unseen);
	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		const struct func *func = p->facts->all[i];

		if (!partition__ours(func) || !partition__in_user(p, func))
			continue;
		by_slot(p, func, false, &unseen);
		by_call(p, func);
	}
	map__clear(&unseen);
	for (unsigned int i = 0; i < p->born.room; i++) {
		const struct model_type *type = p->born.slots[i].value;
		const struct record *record = type ? facts__record(p->facts, type->name) : NULL;

		if (record)
			track(p, record);
		for (unsigned int f = 0; type && type->private_by && f < p->facts->nr_all; f++)
			if (partition__ours(p->facts->all[f]))
				find_private(p, p->facts->all[f], type);
	}
	if (p->private)
		track(p, p->private);
}
