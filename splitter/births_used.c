// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the pass "births": what the memory that a call makes is used as. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"
#include "path.h"

/** struct told - the one type that all places agree on */
struct told {
	const struct type *to;
	bool differs;
	bool structures;	/* some are taken for something else than characters or numbers */
};

static void tell(struct told *told, const struct type *type)
{
	const struct type *to = type && type->kind == TYPE_POINTER ? type->to : NULL;

	if (!to || to->kind == TYPE_VOID)
		return;
	if (told->to && (told->to->kind != to->kind || told->to->record != to->record))
		told->differs = true;
	told->to = to;
	told->structures |= to->kind != TYPE_SCALAR;
}

static const struct type *stored_in(const struct store_fact *store)
{
	struct path_step steps[PATH_STEPS];
	const struct record *record = store->record;
	int nr;

	if (!record && store->global && (!*store->path || !strcmp(store->path, "[]")))
		return store->global->type->kind == TYPE_ARRAY ? store->global->type->to :
								 store->global->type;
	if (!record && store->global)
		record = store->global->type->record;
	nr = record ? path__steps(record, store->path, steps) : 0;
	return nr > 0 ? path__type(&steps[nr - 1]) : NULL;
}

bool births__is_made(const struct func *func, const struct origins *from, int index)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++)
		found = all.items[i].kind == ORIGIN_CALL && all.items[i].index == index &&
			!all.items[i].inside;
	free(all.items);
	return found;
}

static struct told used(const struct func *func, unsigned int index)
{
	struct told told = { 0 };

	for (unsigned int v = 0; v < func->nr_vars; v++)
		if (births__is_made(func, &func->vars[v], index))
			tell(&told, func->var_types[v]);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (births__is_made(func, &func->stores[i].from, index))
			tell(&told, stored_in(&func->stores[i]));
	if (births__is_made(func, &func->returned, index))
		tell(&told, func->ret);
	return told;
}

const struct type *births__used_as(const struct func *func, unsigned int index)
{
	struct told told = used(func, index);

	return told.differs ? NULL : told.to;
}

bool births__used_as_bytes(const struct func *func, unsigned int index)
{
	return !used(func, index).structures;
}

bool births__has_part(const struct record *record, const char *slot)
{
	size_t len = strcspn(slot, ".");

	if (strlen(record->name) == len && !strncmp(record->name, slot, len))
		return true;
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD && births__has_part(type->record, slot))
			return true;
	}
	return false;
}
