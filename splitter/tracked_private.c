// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: the driver's own part behind an object, netdev_priv() say. */
#include <string.h>

#include "partition.h"

static const struct record *pointed(const struct type *type)
{
	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ?
	       type->to->record : NULL;
}

/* "snd_card.private_data" */
static bool is_member(const struct model_type *type, const char *slot)
{
	size_t len = strlen(type->name);

	return !strncmp(slot, type->name, len) && slot[len] == '.' &&
	       !strcmp(slot + len + 1, type->private_in);
}

/* Where the driver sets the member, what that leads to is no part of the object. */
static bool sets_member(const struct partition *p, const struct model_type *type)
{
	for (unsigned int f = 0; type->private_in && f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];

		for (unsigned int i = 0; partition__ours(func) && i < func->nr_stores; i++)
			if (func->stores[i].slot && is_member(type, func->stores[i].slot))
				return true;
	}
	return false;
}

bool tracked__at_part(const struct model_type *type, const struct record *inside,
		      const char *member)
{
	return type && type->private_at && inside && !strcmp(type->name, inside->name) &&
	       !strcmp(type->private_at, member);
}

/* Do these lead to the driver's part, by a call or by a member? */
static bool leads_there(const struct func *func, const struct origins *from,
			const struct model_type *type)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct call *call;

		if (type->private_in && from->items[i].slot && from->items[i].kind == ORIGIN_FIELD &&
		    is_member(type, from->items[i].slot))
			return true;
		if (tracked__at_part(type, from->items[i].inside, from->items[i].member))
			return true;
		if (!type->private_by || from->items[i].kind != ORIGIN_CALL)
			continue;
		call = &func->calls[from->items[i].index];
		if (call->callee && !strcmp(call->callee->name, type->private_by))
			return true;
	}
	return false;
}

/* Of another module's structure only the model knows what is done with it. */
static bool may_be_private(const struct partition *p, const struct record *record)
{
	return record && (record->in_driver || tracked__model(p, record));
}

/* One of the driver's own, the same all over: of several nobody knows which an object has. */
struct part {
	const struct record *record;
	bool several;
};

static void found_part(const struct partition *p, const struct record *record, struct part *part)
{
	if (!may_be_private(p, record))
		return;
	part->several |= part->record && part->record != record;
	part->record = record;
}

static void find_in(const struct partition *p, const struct func *func,
		    const struct model_type *type, struct part *part)
{
	for (unsigned int i = 0; i < func->nr_vars; i++)
		if (pointed(func->var_types[i]) && leads_there(func, &func->vars[i], type))
			found_part(p, pointed(func->var_types[i]), part);
	if (leads_there(func, &func->returned, type))
		found_part(p, pointed(func->ret), part);
}

static struct part find_part(const struct partition *p, const struct model_type *type)
{
	struct part part = { 0 };

	if (!type || !type->private || sets_member(p, type))
		return part;
	if (map__get(&p->visitors, type->name))
		found_part(p, visitors__part(p, type), &part);
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		if (partition__ours(p->facts->all[f]))
			find_in(p, p->facts->all[f], type, &part);
	return part;
}

void tracked__find_private(struct partition *p, const struct model_type *type)
{
	struct part part = find_part(p, type);

	if (!part.record)
		return;
	if (part.several)
		p->several = type;
	p->private = part.several ? NULL : part.record;
	p->private_of = part.several ? NULL : type;
}

void tracked__find_inner(struct partition *p)
{
	const struct model_type *type = tracked__model(p, p->private);
	struct part part = find_part(p, type);

	if (part.several)
		p->several = type;
	else
		p->inner = part.record;
}

bool tracked__several(const struct partition *p, const struct func *func)
{
	const struct record *record;

	if (!p->several)
		return false;
	for (unsigned int i = 0; i < func->nr_vars; i++) {
		record = pointed(func->var_types[i]);
		if (may_be_private(p, record) && leads_there(func, &func->vars[i], p->several))
			return true;
	}
	record = pointed(func->ret);
	return may_be_private(p, record) && leads_there(func, &func->returned, p->several);
}
