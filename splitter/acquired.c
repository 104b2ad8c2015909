// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what functions acquire and give back, also by what they call, and
 * whether it goes on record where the kernel half acquires it.
 */
#include <stdlib.h>

#include "bytes.h"
#include "partition.h"
#include "store.h"

static bool gives_back(const struct effects *all, const char *name)
{
	for (unsigned int i = 0; i < all->nr; i++) {
		const char *releases = all->items[i].entry->releases;

		if (releases && store__has_word(releases, name))
			return true;
	}
	return false;
}

/* Who gives it back if something fails keeps it else; of locks locks.c finds that out. */
bool acquired__gives_back(struct partition *p, const struct func *func,
			  const struct model_function *entry)
{
	return gives_back(effects__of(p, func), entry->name) &&
	       (entry->until_answer || balanced__ends(p, func, entry));
}

/* No object is of a structure that is not tracked, wherever its address may lead. */
static bool may_be_object(const struct partition *p, const struct type *type)
{
	return type->kind == TYPE_POINTER && (!type->to || type->to->kind != TYPE_RECORD ||
					      tracked__is(p, type->to->record));
}

bool acquired__recorded(const struct partition *p, const struct effect *effect)
{
	const struct model_function *entry = effect->entry;
	const struct func *func = effect->callee;

	if (!effect->told || !entry->acquires || entry->of || late__by(p, entry) ||
	    late__acquired(p, entry))
		return false;
	for (unsigned int i = 0; entry->keys[i]; i++) {
		char *end;
		unsigned long n = entry->keys[i][0] == '$' ? strtoul(entry->keys[i] + 1, &end, 10) :
							     MODEL_KEYS;

		if (entry->keys[i][0] == '$' && end != entry->keys[i] + 1 && !*end &&
		    n < func->nr_params && may_be_object(p, func->params[n].type))
			return true;
	}
	return false;
}

/*
 * Makes or acquires something and keeps it, which in the kernel half would go unnoticed. What
 * goes on record there is no matter, if it @sleeps.
 */
bool acquired__kept(struct partition *p, const struct func *func, bool sleeps)
{
	const struct effects *all = effects__of(p, func);

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct effect *e = &all->items[i];

		if (e->entry->returns.birth != BIRTH_NONE)
			return true;
		if (e->entry->acquires && !acquired__gives_back(p, func, e->entry) &&
		    !(sleeps && !e->held && acquired__recorded(p, e)))
			return true;
	}
	return false;
}

/* Whether what the kernel half's @func does there goes on record. */
static bool on_record(const struct partition *p, const struct func *func, const struct effect *e)
{
	if (e->entry->returns.birth == BIRTH_BYTES)
		return !bytes__why(p, e->entry->bytes);
	if (e->entry->returns.birth == BIRTH_OBJECT)
		return map__get(&p->born, e->entry->returns.object);
	return e->entry->returns.birth == BIRTH_NONE && !e->held && !e->callee->cleaned &&
	       !p->context->nodes[func->index].atomic &&
	       acquired__recorded(p, e);
}

/* What lasts as long as the module only the kernel half frees. */
static bool is_modules(const struct partition *p, const struct func *func, const struct effect *e)
{
	return e->entry->returns.birth == BIRTH_OBJECT && natives__for_module(p, func, e->entry);
}

/* No mere memory, and nothing that ends with the call. */
static bool lasts(const struct partition *p, const struct model_function *entry)
{
	const struct model_type *type = entry->returns.birth == BIRTH_OBJECT ?
		map__get(&p->model->types, entry->returns.object) : NULL;

	return entry->acquires && !entry->until_answer &&
	       (entry->returns.birth == BIRTH_NONE || (type && type->root && type->device));
}

/* Whether @func acquires what @by gives back, unrecorded, and does not give it back itself. */
static bool acquires_unrecorded(struct partition *p, const struct func *func,
				const struct model_function *by, bool lasting)
{
	const struct effects *all = effects__of(p, func);

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct effect *e = &all->items[i];

		if (store__has_word(by->releases, e->entry->name) &&
		    (!lasting || lasts(p, e->entry)) &&
		    (is_modules(p, func, e) ||
		     (!acquired__gives_back(p, func, e->entry) && !on_record(p, func, e))))
			return true;
	}
	return false;
}

/* Of two regions nobody knows which one it gives back. */
static bool acquires_own(struct partition *p, const struct func *func, const char *names)
{
	const struct effects *all = effects__of(p, func);
	bool own = false;

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct model_function *entry = all->items[i].entry;

		if (!store__has_word(names, entry->name))
			continue;
		if (entry->returns.birth == BIRTH_MMIO || entry->returns.birth == BIRTH_COHERENT)
			return false;
		own = true;
	}
	return own;
}

bool acquired__calls(struct partition *p, const struct func *func, const char *names)
{
	const struct effects *all = effects__of(p, func);

	for (unsigned int i = 0; i < all->nr; i++)
		if (store__has_word(names, all->items[i].entry->name))
			return true;
	return false;
}

static const struct func *unrecorded_by(struct partition *p, const struct model_function *by,
					bool lasting)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *other = p->facts->all[f];

		if (partition__ours(other) && partition__in_kernel(p, other) &&
		    acquires_unrecorded(p, other, by, lasting))
			return other;
	}
	return NULL;
}

static const struct func *elsewhere(struct partition *p, const struct func *func, bool lasting,
				    const struct model_function **by)
{
	const struct effects *all = effects__of(p, func);
	const struct func *other;

	for (unsigned int i = 0; i < all->nr; i++) {
		*by = all->items[i].entry;
		if (!(*by)->releases || acquires_own(p, func, (*by)->releases))
			continue;
		other = unrecorded_by(p, *by, lasting);
		if (other)
			return other;
	}
	return NULL;
}

const struct func *acquired__elsewhere(struct partition *p, const struct func *func,
				       const struct model_function **by)
{
	return elsewhere(p, func, false, by);
}

const struct func *acquired__lasting(struct partition *p, const struct func *func,
				     const struct model_function **by)
{
	return elsewhere(p, func, true, by);
}
