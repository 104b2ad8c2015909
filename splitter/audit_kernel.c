// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the audit: members that functions of the kernel half touch. Of what one names as a
 * whole, or gives away the address of, it may touch all; of a union's parts, each.
 */
#include "audit.h"
#include "path.h"

static void whole(struct audit *audit, const struct record *record)
{
	if (map__get(&audit->whole, record->name))
		return;
	map__put(&audit->whole, record->name, audit);
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD)
			whole(audit, type->record);
	}
}

static const char *member(const struct audit *audit, const struct record *owner,
			  const struct field *field)
{
	return strings__format(audit->s->p->strings, "%s.%s", owner->name, field->name);
}

static void touch(struct audit *audit, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;
	const struct type *leaf = a->type;

	for (int i = 0; i < nr; i++) {
		map__put(&audit->touched, member(audit, steps[i].owner, steps[i].field), audit);
		if (steps[i].owner->is_union)
			whole(audit, steps[i].owner);
	}
	leaf = path__element(leaf);
	if (a->record && leaf->kind == TYPE_RECORD)
		whole(audit, leaf->record);
}

/* A number is assigned to, or its address taken, in either half. */
static void write(struct audit *audit, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;

	if (nr > 0 && a->mode & (ACCESS_WRITE | ACCESS_ADDRESS))
		map__put(&audit->written, member(audit, steps[nr - 1].owner, steps[nr - 1].field),
			 audit);
}

void audit__kernel(struct audit *audit)
{
	const struct facts *facts = audit->s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_accesses; i++) {
			if (audit->s->kernel[f])
				touch(audit, &facts->all[f]->accesses[i]);
			write(audit, &facts->all[f]->accesses[i]);
		}
}

bool audit__is_written(const struct audit *audit, const struct record *owner,
		       const struct field *field)
{
	return !owner->in_driver || field->type->kind != TYPE_SCALAR ||
	       map__get(&audit->written, member(audit, owner, field));
}

bool audit__kernel_touches(const struct audit *audit, const struct record *owner,
			   const struct field *field)
{
	return !owner->in_driver || map__get(&audit->whole, owner->name) ||
	       map__get(&audit->touched, member(audit, owner, field));
}
