// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: pointers to an object that are followed as if they led to something else.
 * Which member of the object is meant nobody knows then, so it could not be shared. And pointers to
 * a part of what is no object, although parts of objects are such structures, too.
 */
#include <stdlib.h>

#include "partition.h"
#include "path.h"
#include "stack.h"

static bool is_object(const struct partition *p, const struct type *to)
{
	return to && to->kind == TYPE_RECORD && tracked__is(p, to->record);
}

/* The same, or what it begins with. */
static bool begins_with(const struct record *record, const struct record *with)
{
	while (record && record != with)
		record = record->nr_fields && record->fields[0].type->kind == TYPE_RECORD ?
			 record->fields[0].type->record : NULL;
	return record;
}

bool offsets__alike(const struct record *a, const struct record *b)
{
	return begins_with(a, b) || begins_with(b, a);
}

/* Is there a variable of the driver's that is such, or has some? */
static bool in_variable(const struct partition *p, const struct record *record)
{
	for (unsigned int i = 0; i < p->facts->nr_variables; i++) {
		const struct type *type = path__element(p->facts->variables[i]->type);

		if (p->facts->variables[i]->source >= 0 && type->kind == TYPE_RECORD &&
		    path__holds(type->record, record))
			return true;
	}
	return false;
}

/* Objects, or variables, of which the user half may know some. */
static bool known(const struct partition *p, const struct record *record)
{
	return tracked__is(p, record) || in_variable(p, record);
}

/*
 * Another structure that is before it is what it is a part of, if of that the user half knows any.
 * What is behind it, but for the part of an object that drivers have, is nothing that a type tells.
 */
static bool finds(const struct partition *p, const struct record *from, const struct record *as)
{
	const struct model_type *type = tracked__model(p, from);

	/* Whose part that is, needs.c asks. */
	return (type && type->private_by) || (known(p, as) && path__holds(as, from)) ||
	       tracked__private(p, from, as);
}

static const char *of_object(const struct partition *p, const struct origin *o,
			     const struct type *object, const struct type *as)
{
	if (as->kind != TYPE_RECORD)
		return strings__format(p->strings, "reaches into a %s by an offset",
				       object->record->spelling);
	if ((o->moved && finds(p, object->record, as->record)) ||
	    offsets__alike(object->record, as->record))
		return NULL;
	if (o->moved)
		return strings__format(p->strings, "takes what is behind a %s for a %s",
				       object->record->spelling, as->record->spelling);
	return strings__format(p->strings, "takes a %s for a %s", object->record->spelling,
			       as->record->spelling);
}

static const char *of_member(const struct partition *p, const struct origin *o,
			     const struct type *as)
{
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(o->record, o->path, steps);
	const struct model_field *field;
	const struct path_step *last;
	const struct type *to;

	if (nr <= 0)
		return NULL;
	last = &steps[nr - 1];
	to = path__pointee(path__type(last));
	if (is_object(p, to))
		return of_object(p, o, to, as);
	if (!to || to->kind != TYPE_VOID || as->kind == TYPE_RECORD || !tracked__is(p, o->record))
		return NULL;
	field = model__field(p->model, last->owner->name, last->field->name);
	if ((field && field->kind == MODEL_FIELD_BLOCK) || (o->slot && regions__slot(p, o->slot)))
		return NULL;
	return strings__format(p->strings, "reaches into what %s.%s leads to by an offset",
			       o->record->name, o->path);
}

/* What the core gives is taken for a part of what no object is, and no variable. */
static bool of_nothing(const struct partition *p, const struct func *func, const struct origin *o,
		       const struct type *part, const struct type *as)
{
	return o->moved && p->flow->nodes[func->index].nr_slots && part->kind == TYPE_RECORD &&
	       as->kind == TYPE_RECORD && part->record != as->record &&
	       path__holds(as->record, part->record) && !known(p, as->record);
}

static const char *of_param(const struct partition *p, const struct func *func,
			    const struct origin *o, const struct type *as, unsigned int *params)
{
	const struct type *to = (unsigned int)o->index < func->nr_params ?
		path__pointee(func->params[o->index].type) : NULL;

	if (!to)
		return NULL;
	if (is_object(p, to))
		return stack__only(p, func, o->index) ? NULL : of_object(p, o, to, as);
	if (of_nothing(p, func, o, to, as))
		return strings__format(p->strings, "takes what is behind a %s for a %s, of which the user half knows none",
				       to->record->spelling, as->record->spelling);
	if (to->kind != TYPE_RECORD && as->kind != TYPE_RECORD)
		*params |= 1U << (o->index & 31);
	return NULL;
}

/*
 * Bytes of a member that is a structure: its address names none of those that it has. A number,
 * or an array of numbers, is told by its own name.
 */
static const char *of_part(const struct partition *p, const struct func *func,
			   const struct origin *o, const struct type *as)
{
	struct path_step steps[PATH_STEPS];
	const struct type *part;
	int nr;

	if (as->kind == TYPE_RECORD || !tracked__is(p, o->inside) || o->kind == ORIGIN_LOCAL ||
	    (o->kind == ORIGIN_PARAM && stack__only(p, func, o->index)))
		return NULL;
	nr = path__steps(o->inside, o->member, steps);
	part = nr > 0 ? path__type(&steps[nr - 1]) : NULL;
	part = path__element(part);
	return part && part->kind == TYPE_RECORD ?
		strings__format(p->strings, "reaches into %s.%s by an offset", o->inside->name,
				o->member) : NULL;
}

const char *offsets__into(const struct partition *p, const struct func *func,
			  const struct origins *from, const struct type *as, unsigned int *params)
{
	const char *why = NULL;
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !why; i++) {
		const struct origin *o = &all.items[i];

		if (o->inside)
			why = of_part(p, func, o, as);
		else if (o->kind == ORIGIN_FIELD)
			why = of_member(p, o, as);
		else if (o->kind == ORIGIN_PARAM)
			why = of_param(p, func, o, as, params);
	}
	free(all.items);
	return why;
}

bool offsets__member(const struct partition *p, const struct func *func, const struct origin *o,
		     struct path_step *last)
{
	struct path_step steps[PATH_STEPS];
	int nr;

	if (!o->inside || !tracked__is(p, o->inside) || o->kind == ORIGIN_LOCAL ||
	    (o->kind == ORIGIN_PARAM && stack__only(p, func, o->index)))
		return false;
	nr = path__steps(o->inside, o->member, steps);
	if (nr > 0)
		*last = steps[nr - 1];
	return nr > 0;
}

/* The member whose address that is, if it is no array, and no larger than what it is taken for. */
static const char *alone(const struct partition *p, const struct func *func,
			 const struct origin *o, const struct type *as)
{
	struct path_step last;

	return offsets__member(p, func, o, &last) && !last.indexed &&
	       path__type(&last)->kind != TYPE_ARRAY && path__type(&last)->kind != TYPE_RECORD &&
	       (as->kind == TYPE_VOID ? o->beyond : as->size >= path__type(&last)->size) ?
	       o->member : NULL;
}

const char *offsets__beyond(const struct partition *p, const struct func *func,
			    const struct origins *from, const struct type *as, bool indexed,
			    unsigned int *params)
{
	bool ours = partition__ours(func);	/* test_bit() looks at the word that it means */
	const char *why = NULL;
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !why && as->kind != TYPE_RECORD; i++) {
		const struct origin *o = &all.items[i];
		const char *member = indexed || o->beyond ? alone(p, func, o, as) : NULL;

		if (member)
			why = strings__format(p->strings, "reaches beyond %s.%s by an offset",
					      o->inside->name, member);
		else if (o->kind == ORIGIN_PARAM && !o->inside && (indexed || o->moved) && ours)
			*params |= 1U << (o->index & 31);
	}
	free(all.items);
	return why;
}

/* A variable is known by itself, and of those of functions stack.c speaks. */
static bool is_foreign(const struct partition *p, const struct origin *o)
{
	return o->inside && o->kind != ORIGIN_LOCAL && o->kind != ORIGIN_GLOBAL &&
	       !tracked__is(p, o->inside);
}

const struct record *offsets__foreign(const struct partition *p, const struct func *func,
				      const struct origins *from, unsigned int *params)
{
	const struct record *record = NULL;
	struct origins all = { 0 };

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr && !record; i++) {
		if (is_foreign(p, &all.items[i]))
			record = all.items[i].inside;
		else if (all.items[i].kind == ORIGIN_PARAM && !all.items[i].inside)
			*params |= 1U << (all.items[i].index & 31);
	}
	free(all.items);
	return record;
}
