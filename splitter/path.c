// SPDX-License-Identifier: GPL-2.0-or-later
/* Member paths, taken apart; see splitter/path.h. */
#include <string.h>

#include "path.h"

/* The member called @name, perhaps within anonymous ones; appends the steps to it. */
static int find(const struct record *record, const char *name, size_t len,
		struct path_step *steps, int nr)
{
	for (unsigned int i = 0; i < record->nr_fields && nr < PATH_STEPS; i++) {
		const struct field *field = &record->fields[i];
		int found;

		steps[nr] = (struct path_step){ record, field, 0 };
		if (strlen(field->name) == len && !strncmp(field->name, name, len) && len)
			return nr + 1;
		if (*field->name || field->type->kind != TYPE_RECORD)
			continue;
		found = find(field->type->record, name, len, steps, nr + 1);
		if (found >= 0)
			return found;
	}
	return -1;
}

const struct type *path__type(const struct path_step *step)
{
	const struct type *type = step->field->type;

	for (unsigned int i = 0; i < step->indexed && type->kind == TYPE_ARRAY; i++)
		type = type->to;
	return type;
}

int path__steps(const struct record *record, const char *path, struct path_step *steps)
{
	int nr = 0;

	while (*path) {
		size_t len = strcspn(path, ".[");
		const struct type *type;

		nr = record ? find(record, path, len, steps, nr) : -1;
		if (nr < 0)
			return -1;
		for (path += len; !strncmp(path, "[]", 2); path += 2)
			steps[nr - 1].indexed++;
		path += *path == '.';
		type = path__type(&steps[nr - 1]);
		record = type->kind == TYPE_RECORD ? type->record : NULL;
	}
	return nr;
}

const struct type *path__pointee(const struct type *type)
{
	return type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY ? type->to : NULL;
}

const struct type *path__element(const struct type *type)
{
	while (type && type->kind == TYPE_ARRAY)
		type = type->to;
	return type;
}

bool path__holds(const struct record *record, const struct record *part)
{
	bool found = record == part;

	for (unsigned int i = 0; i < record->nr_fields && !found; i++) {
		const struct type *type = path__element(record->fields[i].type);

		found = type->kind == TYPE_RECORD && path__holds(type->record, part);
	}
	return found;
}
