// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: pointers that the user half's functions set to the address of a
 * variable or a function and to nothing else, tables of operations above all. NULL there is no
 * driver's doing, and the kernel follows them without asking.
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"

/* It may set the member otherwise than by an assignment: as a part of more, or by its address. */
static bool is_overwritten(const struct access *a, const struct record *owner, const char *member)
{
	const struct record *record = a->record ? a->record :
				      a->global ? a->global->type->record : NULL;
	struct path_step steps[PATH_STEPS];
	int nr = record && a->mode & (ACCESS_WRITE | ACCESS_ADDRESS) ?
		 path__steps(record, a->path, steps) : -1;
	const struct type *of = nr > 0 ? path__type(&steps[nr - 1]) : NULL;

	if (nr < 0)
		return false;
	if (!nr)
		return path__holds(record, owner);
	if (of && of->kind == TYPE_RECORD)
		return a->mode & ACCESS_WRITE && path__holds(of->record, owner);
	return a->mode & ACCESS_ADDRESS && steps[nr - 1].owner == owner &&
	       !strcmp(steps[nr - 1].field->name, member);
}

/* Return: whether it is an address; @some: one was found. */
static bool stores_addresses(const struct func *func, const char *slot, bool *some)
{
	bool all = true;

	for (unsigned int i = 0; i < func->nr_stores && all; i++) {
		struct origins from = { 0 };

		if (!func->stores[i].slot || strcmp(func->stores[i].slot, slot))
			continue;
		flow__resolve(func, &func->stores[i].from, &from);
		*some = true;
		all = from.nr;
		for (unsigned int n = 0; n < from.nr; n++)
			all &= from.items[n].kind == ORIGIN_GLOBAL ||
			       from.items[n].kind == ORIGIN_FUNCTION;
		free(from.items);
	}
	return all;
}

bool share__is_set(struct share *s, const struct record *owner, const char *member)
{
	const char *slot = strings__format(s->p->strings, "%s.%s", owner->name, member);
	const struct facts *facts = s->p->facts;
	bool some = false;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (s->user[f] && !stores_addresses(facts->all[f], slot, &some))
			return false;
	for (unsigned int f = 0; f < facts->nr_all && some; f++)
		for (unsigned int i = 0; s->user[f] && i < facts->all[f]->nr_accesses; i++)
			if (is_overwritten(&facts->all[f]->accesses[i], owner, member))
				return false;
	return some;
}
