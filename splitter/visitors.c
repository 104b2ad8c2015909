// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: objects that another module makes for the driver, with a structure of its
 * own behind each, as usbnet makes network devices. Nobody tells when they come and go, so they are
 * guests of the device that they are for. That one must be a root whenever the driver is called:
 * each table of the driver's that the other module has must have a function that is told of it.
 */
#include <string.h>

#include "path.h"
#include "partition.h"

static const struct model_slot *slot_of(const struct partition *p, const char *slot)
{
	return slot && !strchr(slot, '#') ? map__get(&p->model->slots, slot) : NULL;
}

static const char *record_at(const struct func *func, unsigned int at)
{
	const struct type *to = at < func->nr_params ? path__pointee(func->params[at].type) : NULL;

	return to && to->kind == TYPE_RECORD ? to->record->name : NULL;
}

/* The argument of a slot by which a root with a device begins there, or -1. */
static int begins(const struct partition *p, const struct func *func, const char *slot)
{
	const struct model_slot *entry = slot_of(p, slot);

	for (unsigned int a = 0; entry && a < entry->nr_args; a++) {
		const char *name = entry->args[a].birth ? record_at(func, a) : NULL;
		const struct model_type *type = name ? map__get(&p->model->types, name) : NULL;

		if (type && type->root && type->device)
			return a;
	}
	return -1;
}

/* All that is ever put there are functions of the driver's by which the runtime hears of a root. */
static bool tells(const struct partition *p, const struct store_fact *store)
{
	for (unsigned int i = 0; i < store->from.nr; i++) {
		const struct func *func = store->from.items[i].func;

		if (store->from.items[i].kind != ORIGIN_FUNCTION || !partition__ours(func) ||
		    begins(p, func, store->slot) < 0 ||
		    natives__root(p, func) != begins(p, func, store->slot))
			return false;
	}
	return store->from.nr;
}

/* Of the driver's function @init, or the initialiser of a table; @some: one tells. */
static bool all_tell(const struct partition *p, const struct func *init, const char *member,
		     bool *some)
{
	for (unsigned int i = 0; init && i < init->nr_stores; i++) {
		if (!init->stores[i].slot || strcmp(init->stores[i].slot, member))
			continue;
		if (!tells(p, &init->stores[i]))
			return false;
		*some = true;
	}
	return true;
}

static const struct record *table(const struct global *global)
{
	const struct type *type = global->type;

	return global->source >= 0 && type->kind == TYPE_RECORD ? type->record : NULL;
}

/* Each of the driver's tables of that structure has such a function in that member. */
static bool each_tells(const struct partition *p, const struct record *of, const char *member)
{
	bool some = false;

	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		if (!all_tell(p, p->facts->all[f], member, &some))
			return false;
	some = false;
	for (unsigned int g = 0; g < p->facts->nr_variables; g++) {
		bool told = false;

		if (!all_tell(p, p->facts->variables[g]->init, member, &told))
			return false;
		if (table(p->facts->variables[g]) == of && !told)
			return false;
		some |= told;
	}
	return some;
}

static bool makes(const struct partition *p, const char *name)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++)
		for (unsigned int i = 0; i < p->facts->all[f]->nr_calls; i++) {
			const struct func *callee = p->facts->all[f]->calls[i].callee;
			const struct model_function *entry = callee ?
				map__get(&p->model->functions, callee->name) : NULL;

			if (entry && entry->returns.object && !strcmp(entry->returns.object, name))
				return true;
		}
	return false;
}

const struct record *visitors__part(const struct partition *p, const struct model_type *of)
{
	for (unsigned int i = 0; i < p->model->types.room; i++) {
		const struct model_type *part = p->model->types.slots[i].value;
		const struct record *record = part && part->behind && !strcmp(part->behind, of->name) ?
			facts__record(p->facts, part->name) : NULL;

		if (record && record->complete)
			return record;
	}
	return NULL;
}

/* The structure's name before the dot of "driver_info.bind". */
static const struct record *owner(const struct partition *p, const char *member)
{
	return facts__record(p->facts, strings__format(p->strings, "%.*s",
						       (int)strcspn(member, "."), member));
}

static bool come(const struct partition *p, const struct model_type *type)
{
	const struct record *part = type->visits ? visitors__part(p, type) : NULL;
	const struct model_type *entry = tracked__model(p, part);

	return part && entry->told_by && owner(p, entry->told_by) && !makes(p, type->name) &&
	       each_tells(p, owner(p, entry->told_by), entry->told_by);
}

void visitors__find(struct partition *p)
{
	for (unsigned int i = 0; i < p->model->types.room; i++) {
		const struct model_type *type = p->model->types.slots[i].value;

		if (!type || map__get(&p->unseen, type->name) || !come(p, type))
			continue;
		map__put(&p->visitors, type->name, (void *)type);
		map__put(&p->born, type->name, (void *)type);
	}
}

const char *visitors__host(const struct partition *p, const struct model_type *type)
{
	if (map__get(&p->visitors, type->name))
		return type->visits;
	return type->root ? NULL : type->guest;
}
