// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the keys of one mapping of the model, as a table says where each goes. Strict: a key that
 * is not known, or a value of another form, is an error that names file and line.
 */
#include <string.h>

#include "model_parse.h"
#include "report.h"
#include "yaml.h"

bool model__wrong(const struct model_source *s, const char *name, const char *format, ...)
{
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	const char *why;
	va_list ap;

	va_start(ap, format);
	why = strings__vformat(s->model->strings, format, ap);
	va_end(ap);
	report__at(s->report, where.file, where.line, "%s: %s", name, why);
	return false;
}

int model__word(const struct model_source *s, const char *name, const json_t *entry,
		const char *key, const char *const *words, int missing)
{
	const json_t *value = json_object_get(entry, key);
	const char *text = json_string_value(value);

	if (!value)
		return missing;
	for (int i = 0; text && words[i]; i++)
		if (!strcmp(words[i], text))
			return i;
	model__wrong(s, name, "%s is none of the words that it may be", key);
	return -1;
}

const char *model__text(const struct model_source *s, const json_t *value)
{
	if (json_is_integer(value))
		return strings__format(s->model->strings, "%lld",
				       (long long)json_integer_value(value));
	return strings__intern(s->model->strings, json_string_value(value));
}

/* "$2": 2; -1 if it is none. */
static int argument(const json_t *value)
{
	const char *text = json_string_value(value);

	if (!text || text[0] != '$' || text[1] < '0' || text[1] > '9' || text[2])
		return -1;
	return text[1] - '0';
}

static bool no_argument(const struct model_source *s, const char *name, const char *key)
{
	return model__wrong(s, name, "%s is not an argument ($0, $1 ...)", key);
}

/* A list of arguments, as bits; 0 if it is none. */
static uint32_t arguments(const json_t *list)
{
	uint32_t mask = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		int one = argument(json_array_get(list, i));

		if (one < 0)
			return 0;
		mask |= UINT32_C(1) << one;
	}
	return mask;
}

/* One word or a list of words, kept with blanks between them; NULL if it is neither. */
static const char *words(const struct model_source *s, const json_t *list)
{
	const char *all = strings__intern(s->model->strings, json_string_value(list));

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));

		if (!one)
			return NULL;
		all = all ? strings__format(s->model->strings, "%s %s", all, one) :
			    strings__intern(s->model->strings, one);
	}
	return all;
}

/* The bit of a lock's name; a name that is new gets one. MODEL_LOCKS: there is none left. */
static unsigned int lock_bit(struct model *model, const char *name)
{
	unsigned int bit = 0;

	while (bit < model->nr_locks && strcmp(model->locks[bit], name))
		bit++;
	if (bit == model->nr_locks && bit < MODEL_LOCKS)
		model->locks[model->nr_locks++] = strings__intern(model->strings, name);
	return bit;
}

/* A list of names of locks, as bits. */
static bool locks(const struct model_source *s, const char *name, const char *key,
		  const json_t *list, uint64_t *mask)
{
	if (!json_array_size(list))
		return model__wrong(s, name, "%s is not a list of locks", key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));
		unsigned int bit;

		if (!one || strchr(one, ' '))
			return model__wrong(s, name, "%s is not a list of locks", key);
		bit = lock_bit(s->model, one);
		if (bit == MODEL_LOCKS)
			return model__wrong(s, name, "%s is one lock too many", one);
		*mask |= UINT64_C(1) << bit;
	}
	return true;
}

static bool read_key(const struct model_source *s, const char *name, const struct model_key *key,
		     const json_t *value, void *out)
{
	switch (key->kind) {
	case KEY_OTHER:
		return true;
	case KEY_TEXT:
		*(const char **)out = model__text(s, value);
		return *(const char **)out || model__wrong(s, name, "%s is not text", key->name);
	case KEY_WORDS:
		*(const char **)out = words(s, value);
		return *(const char **)out ||
		       model__wrong(s, name, "%s is not a list of words", key->name);
	case KEY_FLAG:
		*(bool *)out = json_is_true(value);
		return json_is_boolean(value) ||
		       model__wrong(s, name, "%s is neither true nor false", key->name);
	case KEY_NUMBER:
		*(unsigned int *)out = json_integer_value(value);
		return json_is_integer(value) || model__wrong(s, name, "%s is no number", key->name);
	case KEY_ARGUMENT:
		*(int *)out = argument(value);
		return *(int *)out >= 0 || no_argument(s, name, key->name);
	case KEY_GIVEN:
		*(bool *)out = argument(value) >= 0;
		return *(bool *)out || no_argument(s, name, key->name);
	case KEY_ARGUMENTS:
		*(uint32_t *)out = arguments(value);
		return *(uint32_t *)out ||
		       model__wrong(s, name, "%s is not a list of arguments", key->name);
	case KEY_LOCKS:
		return locks(s, name, key->name, value, out);
	}
	return false;
}

static bool is_known(const struct model_key *keys, const char *name)
{
	while (keys->name && strcmp(keys->name, name))
		keys++;
	return keys->name;
}

bool model__read(const struct model_source *s, const char *name, const json_t *entry,
		 const struct model_key *keys, void *out)
{
	const char *key;
	json_t *value;

	if (json_is_null(entry))
		return true;
	if (!json_is_object(entry))
		return model__wrong(s, name, "not a mapping");
	json_object_foreach((json_t *)entry, key, value)
		if (!is_known(keys, key))
			return model__wrong(s, name, "key %s is not known; docs/model.md lists them",
					    key);
	for (; keys->name; keys++) {
		value = json_object_get(entry, keys->name);
		if (value && !read_key(s, name, keys, value, (char *)out + keys->at))
			return false;
	}
	return true;
}
