// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether the user half may have bytes that the driver allocates and keeps.
 * How long they are is the user half's to choose then, and what is in them. So no function of the
 * kernel half may follow a pointer to them; it may look whether there is one, and free them.
 */
#include <string.h>

#include "bytes.h"
#include "partition.h"

static const struct bytes *at(const struct facts *facts, const char *prefix, const char *name)
{
	for (unsigned int i = 0; i < facts->nr_bytes; i++)
		for (unsigned int n = 0; n < facts->bytes[i]->nr_places; n++) {
			const char *place = facts->bytes[i]->places[n];

			if (!strncmp(place, prefix, strlen(prefix)) &&
			    !strcmp(place + strlen(prefix), name))
				return facts->bytes[i];
		}
	return NULL;
}

const struct bytes *bytes__in(const struct facts *facts, const char *slot)
{
	return at(facts, "", slot);
}

const struct bytes *bytes__kept(const struct facts *facts, const struct origin *origin)
{
	if (origin->inside)
		return NULL;
	if (origin->kind == ORIGIN_FIELD && origin->slot)
		return bytes__in(facts, origin->slot);
	return origin->kind == ORIGIN_VARIABLE ? at(facts, "=", origin->global->name) : NULL;
}

const struct bytes *bytes__stored(const struct facts *facts, const struct store_fact *store)
{
	if (store->slot)
		return bytes__in(facts, store->slot);
	return store->global && !*store->path ? at(facts, "=", store->global->name) : NULL;
}

const struct bytes *bytes__made_by(const struct facts *facts, const struct func *func,
				   const struct call *call)
{
	for (unsigned int i = 0; i < facts->nr_bytes; i++)
		for (unsigned int m = 0; m < facts->bytes[i]->nr_made; m++)
			if (facts->bytes[i]->made[m].func == func &&
			    &func->calls[facts->bytes[i]->made[m].call] == call)
				return facts->bytes[i];
	return NULL;
}

static const char *touched(const struct partition *p, const struct bytes_use *use)
{
	if (partition__in_kernel(p, use->func) && (!use->to || !partition__in_kernel(p, use->to)))
		return strings__format(p->strings, "%s uses a pointer to these bytes in the kernel half (line %u)",
				       facts__shown(use->func), use->line);
	if (use->to && partition__in_user(p, use->func) && !partition__in_user(p, use->to))
		return strings__format(p->strings, "%s gives a pointer to these bytes to %s, in the kernel half (line %u)",
				       facts__shown(use->func), facts__shown(use->to), use->line);
	return NULL;
}

/* What the kernel half allocates the runtime must hear of. */
static const char *made_unheard(const struct partition *p, const struct bytes_made *made)
{
	const struct call *call = &made->func->calls[made->call];

	if (!partition__in_kernel(p, made->func) || natives__bytes(p, made->func, call))
		return NULL;
	return strings__format(p->strings, "%s allocates such bytes in the kernel half, and the runtime does not hear of it (line %u)",
			       facts__shown(made->func), call->line);
}

static bool has_devices(const struct partition *p)
{
	for (unsigned int i = 0; i < p->born.room; i++) {
		const struct model_type *type = p->born.slots[i].value;

		if (type && type->device)
			return true;
	}
	return false;
}

const char *bytes__why(const struct partition *p, const struct bytes *bytes)
{
	const char *why = bytes->why;

	if (!why && bytes->common && has_devices(p))
		why = strings__format(p->strings, "%s allocates them for all devices, and what it makes would end with the first",
				      facts__shown(bytes->common));
	for (unsigned int i = 0; i < bytes->nr_uses && !why; i++)
		why = touched(p, &bytes->uses[i]);
	for (unsigned int i = 0; i < bytes->nr_made && !why; i++)
		why = made_unheard(p, &bytes->made[i]);
	return why;
}

bool bytes__shared(const struct partition *p, const struct bytes *bytes)
{
	bool used = false;

	for (unsigned int i = 0; i < bytes->nr_uses; i++)
		used |= partition__in_user(p, bytes->uses[i].func);
	for (unsigned int i = 0; i < bytes->nr_made; i++)
		used |= partition__in_user(p, bytes->made[i].func);
	return used && !bytes__why(p, bytes);
}

bool bytes__variable(const struct partition *p, const struct global *global)
{
	const struct bytes *bytes = at(p->facts, "=", global->name);

	return bytes && bytes__shared(p, bytes);
}

const struct bytes *bytes__at(const struct partition *p, const struct func *func,
			      const struct origin *o)
{
	const struct func *callee = o->kind == ORIGIN_CALL ? func->calls[o->index].callee : NULL;
	const struct model_function *entry = callee ?
		map__get(&p->model->functions, callee->name) : NULL;

	if (o->kind == ORIGIN_CALL)
		return entry ? entry->bytes : NULL;
	if (o->kind == ORIGIN_FIELD && !tracked__is(p, o->record))
		return NULL;
	return bytes__kept(p->facts, o);
}

bool bytes__followed(const struct partition *p, const struct func *func, const struct origin *o,
		     struct trouble *t)
{
	const char *why = bytes__why(p, bytes__at(p, func, o));

	if (why)
		t->why = strings__format(p->strings, "follows %s%s%s, but %s",
					 o->record ? o->record->name :
					 o->global ? o->global->name : "memory",
					 o->record ? "." : "", o->record ? o->path : "", why);
	return !why;
}
