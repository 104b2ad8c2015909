// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: what of an object no table of fields can tell, so that it would not cross.
 * Elements of an array whose length its type does not say, or of arrays within arrays of which
 * there are too many; and a structure that is copied as a whole although a union in it holds
 * pointers, so that nobody knows what its bytes are.
 */
#include "partition.h"
#include "path.h"

static bool is_raw(const struct partition *p, const struct record *owner, const struct field *field)
{
	const struct model_field *model = model__field(p->model, owner->name, field->name);

	return model && (model->kind == MODEL_FIELD_RAW || model->kind == MODEL_FIELD_OPAQUE);
}

/* A union that holds a pointer, somewhere in the structure. */
static const struct record *mixed_in(const struct partition *p, const struct record *record)
{
	const struct record *found = NULL;

	if (record->is_union)
		return record->nr_fields > 1 && tracked__has_pointers(record) ? record : NULL;
	for (unsigned int i = 0; i < record->nr_fields && !found; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD && !is_raw(p, record, &record->fields[i]) &&
		    !tracked__opaque(p, type))
			found = mixed_in(p, type->record);
	}
	return found;
}

/* As long as whoever allocates it likes: "tail[]", and what stood for it before C had that. */
static bool is_open(const struct path_step *step)
{
	const struct record *owner = step->owner;

	return step->field->type->kind == TYPE_ARRAY &&
	       (step->field->type->count <= 0 ||
		(step->field->type->count == 1 && step->indexed &&
		 step->field == &owner->fields[owner->nr_fields - 1]));
}

bool uncounted__is_part(const struct partition *p, const struct access *a,
			const struct path_step *step)
{
	const struct model_type *model = tracked__model(p, step->owner);

	return is_open(step) && model && model->private_by &&
	       !(a->mode & (ACCESS_READ | ACCESS_WRITE));
}

static bool is_many(const struct type *type)
{
	const struct type *of = path__element(type);

	return type->kind == TYPE_ARRAY && type->count > MAX_ELEMENTS && of->kind != TYPE_SCALAR;
}

/* Whether the driver has arrays of that structure. */
static bool in_array(const struct partition *p, const struct record *record)
{
	for (unsigned int i = 0; i < p->facts->records.room; i++) {
		const struct record *whole = p->facts->records.slots[i].value;

		for (unsigned int f = 0; whole && f < whole->nr_fields; f++) {
			const struct type *type = whole->fields[f].type;

			if (type->kind == TYPE_ARRAY && type->to->record == record)
				return true;
		}
	}
	return false;
}

/* Of an array in an array each element of the inner one is told by itself. */
static bool too_many(const struct partition *p, const struct record *record,
		     const struct path_step *steps, int nr)
{
	bool within = false;

	for (int i = 0; i < nr; i++) {
		const struct type *type = steps[i].field->type;

		for (; type->kind == TYPE_ARRAY; type = type->to, within = true)
			if (is_many(type) && (within || in_array(p, record)))
				return true;
	}
	return false;
}

const char *uncounted__why(const struct partition *p, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record, *mixed;
	bool copied = a->mode & (ACCESS_READ | ACCESS_WRITE) && a->type->kind == TYPE_RECORD &&
		      tracked__is(p, a->type->record);
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(record, a->path, steps);

	for (int i = 0; i < nr; i++)
		if (is_open(&steps[i]) && !is_raw(p, steps[i].owner, steps[i].field) &&
		    !uncounted__is_part(p, a, &steps[i]))
			return strings__format(p->strings, "touches %s.%s, of which it is not known how many there are",
					       record->name, a->path);
	if (too_many(p, record, steps, nr))
		return strings__format(p->strings, "touches %s.%s, of which there are more than %d in each element of an array",
				       record->name, a->path, MAX_ELEMENTS);
	mixed = copied ? mixed_in(p, a->type->record) : NULL;
	return !mixed ? NULL :
	       strings__format(p->strings, "copies a %s, in which a union holds pointers",
			       a->type->record->spelling);
}
