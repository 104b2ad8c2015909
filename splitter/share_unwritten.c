// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: numbers in the driver's variables that are for ever what its text says
 * where it defines the variable. Each half has them from there, so they need not cross.
 *
 * So it is if no function of the driver, in either half, assigns to that member of whatever object,
 * takes its address, or writes the structure as a whole or as bytes, and nobody else gets to know
 * where such a variable is.
 */
#include <stdlib.h>

#include "path.h"
#include "share.h"

static const struct record *record_of(const struct type *type)
{
	type = path__element(type);
	return type->kind == TYPE_RECORD ? type->record : NULL;
}

static void write_whole(struct share *s, const struct record *record)
{
	if (map__get(&s->written, record->name))
		return;
	map__put(&s->written, record->name, s);
	for (unsigned int i = 0; i < record->nr_fields; i++)
		if (record_of(record->fields[i].type))
			write_whole(s, record_of(record->fields[i].type));
}

/* ---- by name ----------------------------------------------------------------- */

static void note_access(struct share *s, const struct access *a)
{
	const struct record *record = a->record ? a->record : record_of(a->global->type);
	const struct record *leaf = record_of(a->type);
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;

	/* Where the address of a structure goes, its members are told apart. */
	if (!(a->mode & ACCESS_WRITE) && (!(a->mode & ACCESS_ADDRESS) || leaf))
		return;
	/* A part of a union is written with the others. */
	for (int i = 0; i < nr; i++)
		if (steps[i].owner->is_union)
			write_whole(s, steps[i].owner);
	if (leaf)
		write_whole(s, leaf);
	else if (nr > 0)
		map__put(&s->written,
			 strings__format(s->p->strings, "%s.%s", steps[nr - 1].owner->name,
					 steps[nr - 1].field->name), s);
	else if (nr < 0)
		write_whole(s, record);
}

/* ---- by who was told of it ---------------------------------------------------- */

/* What is in the kernel's structures, or in no structure, others may follow. */
static bool in_ours(const struct store_fact *store)
{
	const struct record *record = store->record ? store->record :
				      store->global ? record_of(store->global->type) : NULL;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, store->path, steps) : 0;

	return nr > 0 && steps[nr - 1].owner->in_driver;
}

static void note_stores(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		for (unsigned int o = 0; o < func->stores[i].from.nr; o++) {
			const struct origin *from = &func->stores[i].from.items[o];

			if (from->kind == ORIGIN_GLOBAL && record_of(from->global->type) &&
			    !in_ours(&func->stores[i]))
				write_whole(s, record_of(from->global->type));
		}
}

/* ---- by bytes, or as something else ------------------------------------------- */

static bool is_untyped(const struct type *type)
{
	const struct type *to = type ? path__pointee(type) : NULL;

	return to && to->kind == TYPE_VOID;
}

static void write_bytes(struct share *s, const struct func *func, const struct origin *from,
			bool written)
{
	const struct type *type = share__declared(func, from);

	if (!written)
		return;
	if (share__ours(func, from))
		write_whole(s, share__ours(func, from));
	else if (is_untyped(type) && (from->kind != ORIGIN_FIELD || from->record->in_driver))
		s->untyped = true;
}

static void note_casts(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_derefs; i++) {
		const struct type *as = func->derefs[i].to;
		struct origins all = { 0 };

		if (!as || as->kind != TYPE_RECORD)
			continue;
		flow__resolve(func, &func->derefs[i].from, &all);
		for (unsigned int o = 0; o < all.nr; o++) {
			const struct record *is = share__ours(func, &all.items[o]);

			if (is && !all.items[o].inside && as->record != is)
				write_whole(s, is);
		}
		free(all.items);
	}
}

static void note_function(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		note_access(s, &func->accesses[i]);
	note_stores(s, func);
	note_casts(s, func);
	share__bytes(s, func, write_bytes);
}

void share__find_written(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (partition__ours(facts->all[f]))
			note_function(s, facts->all[f]);
	for (unsigned int g = 0; g < facts->nr_variables; g++)
		if (facts->variables[g]->source >= 0 && facts->variables[g]->init)
			note_function(s, facts->variables[g]->init);
}

bool share__unwritten(const struct share *s, const struct record *owner, const struct field *field)
{
	return owner->in_driver && field->type->kind == TYPE_SCALAR && !s->untyped &&
	       !map__get(&s->written, owner->name) &&
	       !map__get(&s->written, strings__format(s->p->strings, "%s.%s", owner->name,
						      field->name));
}
