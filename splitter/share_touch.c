// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: which members of the driver's structures the kernel half touches.
 * What it copies as a whole, reaches by an offset, from a member's address too, or gives away as
 * bytes is touched with all that is in it, and a part of a union with the others. Where the user
 * half keeps the address of one, the kernel's core may look there.
 */
#include <stdlib.h>
#include <string.h>

#include "path.h"
#include "share.h"

#define MAX_DEPTH	4	/* calls that bytes are followed through */

/* Marks are needed but in the driver's structures: of others everything is shared. */
static void whole_in(struct share *s, struct map *map, const struct record *record)
{
	if (map__get(map, record->name))
		return;
	map__put(map, record->name, s);
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD)
			whole_in(s, map, type->record);
	}
}

void share__whole(struct share *s, const struct record *record)
{
	whole_in(s, &s->whole, record);
}

static void note_in(struct share *s, struct map *touched, const struct access *a)
{
	struct path_step steps[PATH_STEPS];
	int nr = a->record ? path__steps(a->record, a->path, steps) : 0;
	const struct type *leaf = a->type;

	for (int i = 0; i < nr; i++) {
		map__put(touched,
			 strings__format(s->p->strings, "%s.%s", steps[i].owner->name,
					 steps[i].field->name), s);
		if (steps[i].owner->is_union)
			share__whole(s, steps[i].owner);
	}
	leaf = path__element(leaf);
	if (leaf->kind == TYPE_RECORD)
		share__whole(s, leaf->record);
}

static void note_access(struct share *s, const struct access *a)
{
	note_in(s, &s->touched, a);
}

/* ---- by bytes ------------------------------------------------------------ */

const struct type *share__declared(const struct func *func, const struct origin *from)
{
	struct path_step steps[PATH_STEPS];
	int nr;

	if (from->kind != ORIGIN_FIELD)
		return flow__declared(func, from);
	nr = path__steps(from->record, from->path, steps);
	return nr > 0 ? path__type(&steps[nr - 1]) : NULL;
}

const struct record *share__ours(const struct func *func, const struct origin *from)
{
	const struct type *declared = share__declared(func, from);
	const struct type *to = from->kind == ORIGIN_GLOBAL ? from->global->type :
				declared ? path__pointee(declared) : NULL;

	to = path__element(to);
	return to && to->kind == TYPE_RECORD && to->record->in_driver ? to->record : NULL;
}

/** struct bytes - what a function does with bytes, looked at */
struct bytes {
	struct share *s;
	const struct func *func;
	share_bytes_seen *seen;
	bool written;		/* they may be */
	bool *vars;		/* local variables that were followed */
};

/* What a pointer leads to the start of, or to a place at an offset from that. */
static void note_bytes(const struct bytes *b, const struct origins *from)
{
	for (unsigned int i = 0; i < from->nr; i++) {
		const struct origin *o = &from->items[i];

		if (o->inside)
			continue;
		b->seen(b->s, b->func, o, b->written);
		if (o->kind != ORIGIN_VAR || b->vars[o->index] || share__ours(b->func, o))
			continue;
		b->vars[o->index] = true;
		note_bytes(b, &b->func->vars[o->index]);
	}
}

static bool only_bytes(const struct type *to)
{
	return to && to->kind != TYPE_RECORD && to->kind != TYPE_FUNCTION;
}

static bool leads_to_param(const struct func *func, const struct origins *from, unsigned int param)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		found |= all.items[i].kind == ORIGIN_PARAM && !all.items[i].inside &&
			 (unsigned int)all.items[i].index == param;
	free(all.items);
	return found;
}

static bool takes_bytes(struct share *s, const struct func *callee, unsigned int arg,
			unsigned int depth);

static bool passes_bytes(struct share *s, const struct func *func, const struct call *call,
			 unsigned int param, unsigned int depth)
{
	for (unsigned int a = 0; call->callee && a < call->nr_args; a++)
		if (leads_to_param(func, &call->args[a], param) &&
		    takes_bytes(s, call->callee, a, depth + 1))
			return true;
	return false;
}

/* Does the callee look at bytes of what it is given as that argument? */
static bool takes_bytes(struct share *s, const struct func *callee, unsigned int arg,
			unsigned int depth)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);

	if (arg < callee->nr_params && !only_bytes(path__pointee(callee->params[arg].type)))
		return false;
	if (entry && arg < entry->nr_args)
		return entry->args[arg].kind == ARG_BUFFER;
	if (!callee->walked)
		return !entry || entry->policy == MODEL_LOCAL;
	for (unsigned int i = 0; i < callee->nr_derefs; i++)
		if (only_bytes(callee->derefs[i].to) &&
		    leads_to_param(callee, &callee->derefs[i].from, arg))
			return true;
	for (unsigned int i = 0; i < callee->nr_calls && depth < MAX_DEPTH; i++)
		if (passes_bytes(s, callee, &callee->calls[i], arg, depth))
			return true;
	return false;
}

/* @to: what the pointer leads to, as it is used; NULL: who knows */
static void look_at(struct bytes *b, const struct type *to, const struct origins *from)
{
	b->written = !to || !to->is_const;
	memset(b->vars, 0, b->func->nr_vars);
	note_bytes(b, from);
}

void share__bytes(struct share *s, const struct func *func, share_bytes_seen *seen)
{
	struct bytes b = { s, func, seen, false, store__alloc(func->nr_vars + 1) };

	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (only_bytes(func->derefs[i].to))
			look_at(&b, func->derefs[i].to, &func->derefs[i].from);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;

		for (unsigned int a = 0; callee && a < func->calls[i].nr_args; a++)
			if (takes_bytes(s, callee, a, 0))
				look_at(&b, a < callee->nr_params ?
					path__pointee(callee->params[a].type) : NULL,
					&func->calls[i].args[a]);
	}
	free(b.vars);
}

static void touch_bytes(struct share *s, const struct func *func, const struct origin *from,
			bool written)
{
	const struct record *record = share__ours(func, from);

	(void)written;
	if (!record)
		return;
	share__whole(s, record);
	whole_in(s, &s->bytes, record);
}

/* ---- beside a member ----------------------------------------------------------- */

static void touch_beside(struct share *s, const struct func *func, const struct origins *from,
			 const struct type *as, bool indexed)
{
	struct origins all = { 0 };
	unsigned int params = 0;

	if (!as || !offsets__beyond(s->p, func, from, as, indexed, &params))
		return;
	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].inside && all.items[i].inside->in_driver)
			share__whole(s, all.items[i].inside);
	free(all.items);
}

/* ... because the callee, or what it is followed as, is larger. */
static void note_spans(struct share *s, const struct func *func)
{
	const struct record *record;
	const char *member;

	for (unsigned int i = 0; i < func->nr_derefs; i++) {
		record = spans__deref(s->p, func, &func->derefs[i], &member);
		if (record && record->in_driver)
			share__whole(s, record);
	}
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		record = func->calls[i].callee ?
			spans__call(s->p, func, &func->calls[i], func->calls[i].callee, &member) :
			NULL;
		if (record && record->in_driver)
			share__whole(s, record);
	}
}

/* What is reached by the address of another member, perhaps by a callee. */
static void note_beside(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		touch_beside(s, func, &func->derefs[i].from, func->derefs[i].to,
			     func->derefs[i].indexed);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		struct func *callee = func->calls[i].callee;
		unsigned int indexed = callee && partition__ours(callee) ?
			needs__of(s->p, callee)->indexed : 0;

		for (unsigned int a = 0; a < func->calls[i].nr_args && a < 32; a++)
			if (indexed & 1U << a && a < callee->nr_params)
				touch_beside(s, func, &func->calls[i].args[a],
					     path__pointee(callee->params[a].type), true);
	}
}

static void note_function(struct share *s, const struct func *func)
{
	for (unsigned int a = 0; a < func->nr_accesses; a++)
		note_access(s, &func->accesses[a]);
	if (partition__ours(func)) {
		share__bytes(s, func, touch_bytes);
		note_beside(s, func);
		note_spans(s, func);
	}
}

/* ---- by an address that is kept ---------------------------------------------- */

/* Numbers, or text, of a structure of the driver's, to which the address leads. */
static void note_place(struct share *s, const struct func *func, const struct origins *from)
{
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];
		struct path_step steps[PATH_STEPS];
		int nr = o->inside && o->inside->in_driver ?
			path__steps(o->inside, o->member, steps) : 0;
		struct access a = { .record = o->inside, .path = o->member };

		a.type = nr > 0 ? path__type(&steps[nr - 1]) : NULL;
		a.type = path__element(a.type);
		if (a.type && a.type->kind == TYPE_SCALAR)
			note_access(s, &a);
	}
	free(all.items);
}

/* The callee gets the address itself, not what is there. */
static bool gets_address(const struct share *s, const struct func *callee, unsigned int arg)
{
	const struct model_function *entry = callee ?
		map__get(&s->p->model->functions, callee->name) : NULL;

	if (!entry || entry->policy != MODEL_FORWARD || arg >= entry->nr_args)
		return false;
	return entry->args[arg].kind == ARG_OBJECT || entry->args[arg].kind == ARG_POINTER ||
	       entry->args[arg].kind == ARG_STRING_KEPT;
}

/*
 * What the user half keeps the address of in a member, or gives to who keeps it, as input->phys,
 * somebody in the kernel looks at, in no function of the driver's.
 */
static void note_kept(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_stores; i++)
		note_place(s, func, &func->stores[i].from);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		for (unsigned int a = 0; a < func->calls[i].nr_args; a++)
			if (gets_address(s, func->calls[i].callee, a))
				note_place(s, func, &func->calls[i].args[a]);
}

/*
 * In an object it is the kernel's own that a callee reads, or writes: what the user half puts there,
 * in whatever function, must be there, too.
 */
static void note_lent(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		enum share_callee kernel;

		share__mode(s, func, &func->accesses[i], &kernel);
		if (kernel)
			note_in(s, kernel & SHARE_TEXT ? &s->touched : &s->lent,
				&func->accesses[i]);
	}
}

/* ---- as it is made ----------------------------------------------------------- */

static bool fills(const struct model_function *entry)
{
	for (unsigned int a = 0; a < entry->nr_args; a++)
		if (entry->args[a].kind == ARG_BUFFER)
			return true;
	return model__copies_for_caller(entry);
}

/* Who makes an object of bytes that it is given (kmemdup()) fills all of it. */
static void note_filled(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;
		const struct model_function *entry = callee ?
			map__get(&s->p->model->functions, callee->name) : NULL;
		const struct record *made = entry && entry->object && fills(entry) ?
			facts__record(s->p->facts, entry->object) : NULL;

		if (made)
			share__whole(s, made);
	}
}

void share__touched(struct share *s)
{
	for (unsigned int i = 0; i < s->p->facts->nr_all; i++) {
		const struct func *func = s->p->facts->all[i];

		if (s->kernel[i])
			note_function(s, func);
		if (partition__ours(func))
			share__punned(s, func);
		note_filled(s, func);
		if (s->user[i])
			note_lent(s, func);
		if (partition__ours(func) && partition__in_user(s->p, func))
			note_kept(s, func);
	}
}
