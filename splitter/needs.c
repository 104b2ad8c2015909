// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether a function's body can run in the user half,
 * and what it needs of its callers for that. Everything must be understood:
 * each pointer that it follows, each function that it calls.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "lent.h"
#include "needs.h"
#include "path.h"
#include "stack.h"
#include "tables.h"

void needs__trouble(struct check *c, unsigned int line, const char *format, ...)
{
	struct trouble *t = &c->needs->trouble;
	va_list ap;

	if (t->why)
		return;
	va_start(ap, format);
	t->why = strings__vformat(c->p->strings, format, ap);
	va_end(ap);
	t->line = line;
}

void needs__advise(struct check *c, bool first, const char *symbol, const char *advice)
{
	struct trouble *t = &c->needs->trouble;

	if (!first)
		return;
	t->symbol = symbol;
	t->advice = advice;
}

/* ---- what is touched ----------------------------------------------------- */

static bool member_opaque(const struct partition *p, const struct path_step *step)
{
	const struct model_field *field = model__field(p->model, step->owner->name,
						       step->field->name);

	return field && field->kind == MODEL_FIELD_OPAQUE;
}

/* A union that holds a pointer: nobody knows what its bytes are. */
static bool mixed_union(const struct type *type)
{
	return type->kind == TYPE_RECORD && type->record->is_union && type->record->nr_fields > 1 &&
	       tracked__has_pointers(type->record);
}

/* Of an anonymous union in a structure the model may name a member that somebody reads. */
static bool is_named(const struct check *c, const struct path_step *step, int nr, int mode)
{
	return nr > 1 && !*step->field->name && !(mode & ACCESS_WRITE) &&
	       model__field(c->p->model, step[0].owner->name, step[1].field->name);
}

static void check_member(struct check *c, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(record, a->path, steps);
	bool only_address = !(a->mode & (ACCESS_READ | ACCESS_WRITE));
	bool shared = a->record ? tracked__is(c->p, a->record) :
		      a->global->source >= 0 && !a->global->type->is_const;
	const char *uncounted = shared ? uncounted__why(c->p, a) : NULL;

	if (uncounted)
		needs__trouble(c, a->line, "%s", uncounted);
	for (int i = 0; i < nr && !only_address; i++) {
		const struct type *type = path__type(&steps[i]);
		const struct model_field *field = model__field(c->p->model, steps[i].owner->name,
							       steps[i].field->name);

		if (field && field->read_only && a->mode & ACCESS_WRITE)
			needs__trouble(c, a->line, "writes %s.%s, which a user half may not",
				       record->name, a->path);
		if (field && field->kind == MODEL_FIELD_RAW)
			return;

		if (member_opaque(c->p, &steps[i]) ||
		    (tracked__opaque(c->p, type) &&
		     (i + 1 == nr || !tracked__open(c->p, steps[i + 1].owner, steps[i + 1].field))))
			needs__trouble(c, a->line, "touches %s.%s, which is opaque to it",
				       record->name, a->path);
		if (mixed_union(type) && tracked__is(c->p, a->record) &&
		    !is_named(c, &steps[i], nr - i, a->mode))
			needs__trouble(c, a->line, "touches %s.%s, a union that holds pointers",
				       record->name, a->path);
	}
}

/* Of what is tracked, members cross one by one, as if each had been copied by itself. */
static void check_whole_copy(struct check *c, const struct access *a)
{
	const struct record *record = a->type->kind == TYPE_RECORD ? a->type->record : NULL;

	if (!record || !(a->mode & (ACCESS_READ | ACCESS_WRITE)))
		return;
	if (!tracked__is(c->p, record) &&
	    (tracked__has_pointers(record) || tracked__opaque(c->p, a->type)))
		needs__trouble(c, a->line, "copies a %s, which holds pointers", record->spelling);
	/* In a variable of a function's there is nothing in such a part. */
	if (a->mode & ACCESS_READ && a->record && tracked__is(c->p, record) &&
	    tracked__holds_opaque(c->p, record) && !stack__given(c->p, c->func, &a->base))
		needs__trouble(c, a->line, "copies a %s, of which a part is opaque to it",
			       record->spelling);
}

static void check_variable(struct check *c, const struct access *a)
{
	const struct model_data *data = map__get(&c->p->model->data, a->global->name);
	bool first = !c->needs->trouble.why;

	if (a->global->local && a->global->type->is_const && tables__is(a->global) &&
	    tables__leaves(c->p, c->func, a) && !tables__nameable(a->global))
		needs__trouble(c, a->line, "names %s, a table local to it that cannot have a name in both halves",
			       a->global->name);
	if (a->global->section)
		needs__trouble(c, a->line, "uses %s, which is in the section %s", a->global->name,
			       a->global->section);
	if (a->global->source >= 0) {
		if (a->global->type->kind == TYPE_RECORD &&
		    tracked__opaque(c->p, a->global->type) && a->mode != ACCESS_ADDRESS)
			needs__trouble(c, a->line, "touches %s, which is opaque to it", a->global->name);
		return;
	}
	if (data && (data->policy == MODEL_LOCAL ||
		     (data->policy == MODEL_ADDRESS && a->mode == ACCESS_ADDRESS)))
		return;
	c->needs->hard = true;
	needs__trouble(c, a->line, "uses %s, a variable of the kernel", a->global->name);
	/* No line gives libcleave a variable that it lacks. */
	if (!data && a->mode == ACCESS_ADDRESS)
		needs__advise(c, first, a->global->name,
			      strings__format(c->p->strings, "data: %s: {policy: address}",
					      a->global->name));
}

/* What the model says of the first member on the way of which it says anything; or NULL. */
static const struct model_field *told_member(const struct partition *p,
					     const struct record *record, const char *path)
{
	struct path_step steps[PATH_STEPS];
	int nr = record && path ? path__steps(record, path, steps) : 0;
	const struct model_field *field = NULL;

	for (int i = 0; i < nr && !field; i++)
		field = model__field(p->model, steps[i].owner->name, steps[i].field->name);
	return field;
}

/* The same where the way began at a variable, by another expression of that line. */
static const struct model_field *told_before(const struct check *c, const struct access *a,
					     const struct origin *from)
{
	const struct model_field *field = told_member(c->p, from->inside, from->member);

	for (unsigned int i = 0; from->kind == ORIGIN_GLOBAL && i < c->func->nr_accesses; i++) {
		const struct access *other = &c->func->accesses[i];

		if (!field && other->global == from->global && other->line == a->line)
			field = told_member(c->p, other->global->type->record, other->path);
	}
	return field;
}

/* Opaque to the user half, and within nothing that is open to it. */
static bool is_opaque_member(const struct check *c, const struct access *a)
{
	const struct model_field *field =
		told_member(c->p, a->record ? a->record : a->global->type->record, a->path);

	for (unsigned int i = 0; i < a->base.nr && !field; i++)
		field = told_before(c, a, &a->base.items[i]);
	return field ? field->kind == MODEL_FIELD_OPAQUE : tracked__opaque(c->p, a->type);
}

/* What libcleave has in place of a callee would look at the process's copy of it. */
static void check_given_local(struct check *c, const struct access *a)
{
	const struct func *callee = a->mode & ACCESS_ADDRESS && a->call >= 0 ?
		c->func->calls[a->call].callee : NULL;
	const struct model_function *entry = callee ?
		map__get(&c->p->model->functions, callee->name) : NULL;

	if (entry && entry->policy == MODEL_LOCAL && is_opaque_member(c, a))
		needs__trouble(c, a->line, "gives %s the address of what is opaque to it", callee->name);
}

static void check_accesses(struct check *c)
{
	for (unsigned int i = 0; i < c->func->nr_accesses; i++) {
		const struct access *a = &c->func->accesses[i];

		check_given_local(c, a);
		if (a->global)
			check_variable(c, a);
		if (a->record || a->global->type->record) {
			check_member(c, a);
			check_whole_copy(c, a);
		}
		if (a->record && tracked__opaque(c->p, &(struct type){
				.kind = TYPE_RECORD, .spelling = a->record->spelling,
				.record = (struct record *)a->record }) && a->mode != ACCESS_ADDRESS)
			needs__trouble(c, a->line, "touches a %s, which is opaque to it",
				       a->record->spelling);
	}
}

/* ---- what is followed ---------------------------------------------------- */

static bool seen(const struct partition *p, const struct type *to)
{
	return to && to->kind == TYPE_RECORD && tracked__is(p, to->record);
}

/* Loaded from where the driver keeps it: perhaps since an earlier upcall. */
static bool kept_guest(struct check *c, const struct origins *from)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(c->func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		found |= all.items[i].kind == ORIGIN_VARIABLE ||
			 (all.items[i].kind == ORIGIN_FIELD && !all.items[i].inside &&
			  all.items[i].record->in_driver);
	free(all.items);
	return found;
}

/* Loaded from a member that leads to any tracked thing. */
static bool leads_anywhere(struct check *c, const struct origins *from)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(c->func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++) {
		const struct origin *o = &all.items[i];
		struct path_step steps[PATH_STEPS];
		int nr = o->kind == ORIGIN_FIELD && !o->inside ?
			 path__steps(o->record, o->path, steps) : 0;
		const struct model_field *field = nr <= 0 ? NULL :
			model__field(c->p->model, steps[nr - 1].owner->name,
				     steps[nr - 1].field->name);

		found = field && field->kind == MODEL_FIELD_POINTER && !strcmp(field->arg, "any");
	}
	free(all.items);
	return found;
}

void needs__pointer(struct check *c, const struct origins *from, const struct type *to,
		    unsigned int line)
{
	struct trouble t = { 0 };
	unsigned int params = 0;
	bool first = !c->needs->trouble.why;
	const char *part;

	if (seen(c->p, to)) {
		if (tracked__guest(c->p, to->record) && kept_guest(c, from))
			needs__trouble(c, line, "follows a pointer to a %s that the driver keeps, but of those the user half knows only the ones of the upcall under way",
				       to->record->spelling);
		part = stray__why(c->p, c->func, from, to->record);
		if (part)
			needs__trouble(c, line, "%s", part);
		return;
	}
	if (needs__visible(c->p, c->func, from, &params, &t)) {
		c->needs->params |= params;
		part = needs__foreign_part(c->p, c->func, from, to);
		if (part)
			needs__trouble(c, line, "follows what is behind a %s as a %s, which is not what the halves share",
				       part, to->spelling);
		else if (to && to->kind == TYPE_RECORD && leads_anywhere(c, from))
			needs__trouble(c, line, "follows a pointer to a %s, of which the user half knows none",
				       to->record->spelling);
		return;
	}
	needs__trouble(c, line, "%s", t.why);
	needs__advise(c, first, NULL, t.advice);
}

/* Which member of an object a number at an offset in it is, nobody knows, so nobody shares it. */
static void check_into(struct check *c, const struct origins *from, const struct type *as,
		       bool indexed, unsigned int line)
{
	const char *why = offsets__into(c->p, c->func, from, as, &c->needs->into) ?:
		offsets__beyond(c->p, c->func, from, as, indexed, &c->needs->indexed);

	if (why)
		needs__trouble(c, line, "%s", why);
}

void needs__untyped(struct check *c, const struct origins *from, unsigned int line)
{
	static const struct type untyped = { .kind = TYPE_VOID };

	check_into(c, from, &untyped, false, line);
}

void needs__indexed(struct check *c, const struct origins *from, const struct type *as,
		    unsigned int line)
{
	check_into(c, from, as, true, line);
}

/* A device is told by it, and only by a call is the kernel half told before: share_tell.c. */
static void check_told(struct check *c, const struct deref *deref)
{
	if (deref->mode & ACCESS_WRITE && regions__registers(c->p, c->func, &deref->from))
		needs__trouble(c, deref->line, "writes to a register, and by no call that would tell the kernel half before of what was stored");
}

/* What the user half writes to its copy of what a member leads to crosses nowhere. */
void needs__written(struct check *c, const struct origins *from, unsigned int line)
{
	struct origins all = { 0 };

	flow__resolve(c->func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (needs__copied(c->p, &all.items[i]))
			needs__trouble(c, line, "writes to what %s.%s leads to, of which the user half has a copy",
				       all.items[i].record->name, all.items[i].path);
	free(all.items);
}

static void check_deref(struct check *c, const struct deref *deref)
{
	const char *member;
	const struct record *of = spans__deref(c->p, c->func, deref, &member);
	const char *why = deref->to && deref->to->kind == TYPE_SCALAR ?
		stray__why(c->p, c->func, &deref->from, NULL) : NULL;

	if (why)
		needs__trouble(c, deref->line, "%s", why);
	if (of)
		needs__trouble(c, deref->line, "takes %s.%s for %s, which is larger",
			       of->name, member, deref->to->spelling);
	check_told(c, deref);
	if (deref->mode & ACCESS_WRITE)
		needs__written(c, &deref->from, deref->line);
	if (deref->to && deref->to->kind != TYPE_FUNCTION)
		check_into(c, &deref->from, deref->to, deref->indexed, deref->line);
	needs__pointer(c, &deref->from, deref->to, deref->line);
}

/* ---- what is stored ------------------------------------------------------ */

static void ignore(void *data, const struct literal *literal)
{
	(void)data;
	(void)literal;
}

/* Of what such a pointer leads to the user half has a copy: there is no other to lead to. */
static bool leads_to_copy(struct check *c, const struct store_fact *store)
{
	const struct record *record = store->record ?: store->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, store->path, steps) : 0;
	const struct model_field *field = nr > 0 ?
		model__field(c->p->model, steps[nr - 1].owner->name, steps[nr - 1].field->name) :
		NULL;

	return field && (field->kind == MODEL_FIELD_STRING || field->kind == MODEL_FIELD_BLOCK ||
			 field->read_only);
}

/* Where it comes from means nothing in the kernel half. */
static void check_stored(struct check *c, const struct store_fact *store, const char *where)
{
	struct origins all = { 0 };

	flow__resolve(c->func, &store->from, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind == ORIGIN_STRING)
			needs__trouble(c, store->line, "stores a string in %s", where);
		else if (o->kind == ORIGIN_LOCAL)
			needs__trouble(c, store->line, "stores the address of a local variable in %s",
				       where);
		else if (needs__copied(c->p, o))
			needs__trouble(c, store->line, "stores in %s where its copy of what %s.%s leads to is",
				       where, o->record->name, o->path);
		else if (o->kind == ORIGIN_UNKNOWN)
			needs__trouble(c, store->line, "stores in %s what comes from nobody knows where",
				       where);
	}
	free(all.items);
}

/* A pointer that is stored in an object, or a variable, must mean something to the kernel half. */
static void check_store(struct check *c, const struct store_fact *store)
{
	const struct type *type = stored__type(c->p, store);
	const struct bytes *bytes;
	const struct record *of;
	const char *where;

	needs__opaque_result(c, &store->from, store->line);
	if (!type || type->kind != TYPE_POINTER)
		return;
	where = stored__where(c->p, store);
	if (leads_to_copy(c, store)) {
		needs__trouble(c, store->line, "stores a pointer in %s, which is read-only to it",
			       where);
		return;
	}
	bytes = bytes__stored(c->p->facts, store);
	if (bytes && !bytes__why(c->p, bytes))
		return;
	if (literals__is_string(type)) {
		if (!literals__find(c->p, c->func, &store->from, ignore, NULL))
			needs__trouble(c, store->line, "stores a string in %s that is nowhere in the kernel half",
				       where);
		return;
	}
	of = offsets__foreign(c->p, c->func, &store->from, &c->needs->given);
	if (of)
		needs__trouble(c, store->line, "stores in %s a part of a %s, of which the user half knows none",
			       where, of->spelling);
	check_stored(c, store, where);
}

/* ---- the whole ----------------------------------------------------------- */

void needs__reset(struct partition *p)
{
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		memset(&p->nodes[i].needs, 0, sizeof(p->nodes[i].needs));
	map__clear(&p->strays);
}

static void check_body(struct check *c)
{
	const struct context_node *context = &c->p->context->nodes[c->func->index];
	const struct func *func = c->func;
	const struct record *lent;
	unsigned int line;
	const char *why;

	if (context->lock_line) {
		c->needs->hard = true;
		needs__trouble(c, context->lock_line, "takes a spin lock (%s)", context->lock_name);
	}
	if (func->odd_line)
		needs__trouble(c, func->odd_line, "has %s", func->odd);
	for (unsigned int i = 0; i < func->nr_calls; i++)
		needs__call(c, &func->calls[i]);
	if (func->asm_line)
		needs__trouble(c, func->asm_line, "has inline assembly");
	if (func->static_line && func->source < 0)
		needs__trouble(c, func->static_line, "has a variable of its own");
	check_accesses(c);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		check_store(c, &func->stores[i]);
	needs__opaque_result(c, &func->returned, func->line);
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		check_deref(c, &func->derefs[i]);
	lent = lent__written(c->p, func, &line);
	if (lent)
		needs__trouble(c, line, "writes a %s that it is lent to read", lent->spelling);
	why = numeral__taken(c->p, func, &line) ?: numeral__made(c->p, func, &line);
	if (why)
		needs__trouble(c, line, "%s", why);
}

const struct needs *needs__of(struct partition *p, struct func *func)
{
	struct needs *needs = &p->nodes[func->index].needs;
	struct check c = { .p = p, .func = func, .needs = needs };

	if (needs->done || needs->doing)
		return needs;
	needs->doing = true;
	needs->plain = !func->static_line;
	check_body(&c);
	needs->doing = false;
	needs->done = true;
	return needs;
}
