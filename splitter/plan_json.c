// SPDX-License-Identifier: GPL-2.0-or-later
/* The plan's form as JSON. */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan.h"
#include "plan_shape.h"
#include "store.h"

/* ---- saving -------------------------------------------------------------- */

static json_t *save(const void *base, const struct shape *shape);

static json_t *save_strings(char *const *s, unsigned int nr)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < nr; i++)
		json_array_append_new(list, json_string(s[i]));
	return list;
}

static json_t *save_array(const char *base, unsigned int nr, const struct shape *shape)
{
	json_t *list = json_array();

	for (unsigned int i = 0; i < nr; i++)
		json_array_append_new(list, save(base + i * shape->size, shape));
	return list;
}

static unsigned int count(char *const *strings)
{
	unsigned int nr = 0;

	while (strings && strings[nr])
		nr++;
	return nr;
}

static json_t *save_member(const void *base, const struct member *m)
{
	const void *at = plan__in(base, m->at);
	unsigned int nr = m->nr_at ? *(unsigned int *)plan__in(base, m->nr_at) : 0;

	switch (m->kind) {
	case MEMBER_STRING:
		return *(char **)at ? json_string(*(char **)at) : NULL;
	case MEMBER_STRINGS:
		return *(char ***)at ? save_strings(*(char ***)at, count(*(char ***)at)) : NULL;
	case MEMBER_HEX:
		return *(char *)at ? json_string(at) : NULL;
	case MEMBER_BOOL:
		return *(bool *)at ? json_true() : NULL;
	case MEMBER_INT:
		return json_integer(*(int *)at);
	case MEMBER_SIZE:
		return json_integer(*(size_t *)at);
	case MEMBER_U64:
		return *(uint64_t *)at ? json_integer(*(uint64_t *)at) : NULL;
	case MEMBER_WORD:
		return json_string(m->words[*(int *)at]);
	case MEMBER_STRUCT:
		return save(at, m->shape);
	case MEMBER_ARRAY:
		return save_array(*(char **)at, nr, m->shape);
	case MEMBER_STRING_ARRAY:
		return save_strings(*(char ***)at, nr);
	}
	return NULL;
}

/* What is NULL, false or empty is left out. */
static json_t *save(const void *base, const struct shape *shape)
{
	json_t *object = json_object();

	for (const struct member *m = shape->members; m->name; m++) {
		json_t *value = save_member(base, m);

		if (value)
			json_object_set_new(object, m->name, value);
	}
	return object;
}

int plan__save(const struct plan *plan, const char *path)
{
	json_t *json = save(plan, plan__shape);
	char *temp = store__format("%s.tmp", path);
	FILE *file = fopen(temp, "w");
	int err = 0;

	if (!file)
		err = -errno;
	else if (json_dumpf(json, file, JSON_INDENT(1)) || fputc('\n', file) == EOF)
		err = -EIO;
	if (file && fclose(file) && !err)
		err = -errno;
	if (!err && rename(temp, path))
		err = -errno;
	if (err && file)
		unlink(temp);
	free(temp);
	json_decref(json);
	return err;
}

/* ---- loading ------------------------------------------------------------- */

static int load(void *base, const struct shape *shape, const json_t *object);

static int load_strings(char ***out, const json_t *list)
{
	size_t nr = json_array_size(list);

	if (!json_is_array(list))
		return -EINVAL;
	*out = store__alloc((nr + 1) * sizeof(**out));
	for (size_t i = 0; i < nr; i++) {
		const char *s = json_string_value(json_array_get(list, i));

		if (!s)
			return -EINVAL;
		(*out)[i] = store__copy(s);
	}
	return 0;
}

static int load_array(char **out, unsigned int *nr, const struct shape *shape, const json_t *list)
{
	size_t size = json_array_size(list);
	int err = json_is_array(list) ? 0 : -EINVAL;

	*out = store__alloc(size * shape->size);
	while (!err && *nr < size) {
		err = load(*out + *nr * shape->size, shape, json_array_get(list, *nr));
		++*nr;
	}
	return err;
}

static int load_word(int *out, const char *const *words, const char *word)
{
	for (*out = 0; word && words[*out]; ++*out)
		if (!strcmp(words[*out], word))
			return 0;
	*out = 0;
	return -EINVAL;
}

static int load_text(void *at, const struct member *m, const char *s)
{
	if (!s)
		return -EINVAL;
	if (m->kind == MEMBER_STRING)
		*(char **)at = store__copy(s);
	else if (strlen(s) != 64)
		return -EINVAL;
	else
		strcpy(at, s);
	return 0;
}

static int load_number(void *at, const struct member *m, const json_t *value)
{
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value))
		return -EINVAL;
	if (m->kind == MEMBER_INT)
		*(int *)at = n;
	else if (m->kind == MEMBER_SIZE)
		*(size_t *)at = n;
	else
		*(uint64_t *)at = n;
	return 0;
}

static int load_member(void *base, const struct member *m, const json_t *value)
{
	unsigned int *nr = plan__in(base, m->nr_at);
	void *at = plan__in(base, m->at);
	int err;

	switch (m->kind) {
	case MEMBER_STRING:
	case MEMBER_HEX:
		return load_text(at, m, json_string_value(value));
	case MEMBER_STRINGS:
		return load_strings(at, value);
	case MEMBER_STRING_ARRAY:
		err = load_strings(at, value);
		*nr = json_array_size(value);
		return err;
	case MEMBER_BOOL:
		*(bool *)at = json_is_true(value);
		return 0;
	case MEMBER_WORD:
		return load_word(at, m->words, json_string_value(value));
	case MEMBER_STRUCT:
		return load(at, m->shape, value);
	case MEMBER_ARRAY:
		return load_array(at, nr, m->shape, value);
	default:
		return load_number(at, m, value);
	}
}

static int load(void *base, const struct shape *shape, const json_t *object)
{
	if (!json_is_object(object))
		return -EINVAL;
	for (const struct member *m = shape->members; m->name; m++) {
		const json_t *value = json_object_get(object, m->name);
		int err = value ? load_member(base, m, value) : 0;

		if (err)
			return err;
	}
	return 0;
}

int plan__load(struct plan **out, const char *path)
{
	struct plan *plan;
	json_error_t where;
	json_t *json;
	int err;

	if (access(path, R_OK))
		return -errno;
	json = json_load_file(path, JSON_REJECT_DUPLICATES, &where);
	if (!json)
		return -EINVAL;
	plan = plan__new();
	err = load(plan, plan__shape, json);
	json_decref(json);
	if (err) {
		plan__free(plan);
		return err;
	}
	*out = plan;
	return 0;
}
