// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the netlink specification and checks all of it: unknown keys, names
 * that are not defined, and lengths without a limit are errors.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "spec.h"
#include "../splitter/yaml.h"

/* A mapping being read. */
struct node {
	struct spec *spec;
	const json_t *map;
	char **err;
};

/* Always false, so that a check can end in "return fail(...)". */
static bool __attribute__((format(printf, 3, 4)))
fail(const struct node *n, const char *key, const char *fmt, ...)
{
	struct yaml_where w = yaml__where(n->spec->yaml, n->map, key);
	char *text;
	va_list ap;

	if (*n->err)
		return false;
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (asprintf(n->err, "%s:%u: %s", n->spec->file, w.line, text) < 0)
		abort();
	free(text);
	return false;
}

/* This tool of the build gives up without memory. */
static void *array(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size);

	if (!p)
		abort();
	return p;
}

/* Each key of the mapping must be in the list "key key ...". */
static bool known_keys(const struct node *n, const char *list)
{
	const char *key;
	json_t *value;

	if (!json_is_object(n->map))
		return fail(n, NULL, "a mapping belongs here");
	json_object_foreach((json_t *)n->map, key, value) {
		size_t len = strlen(key);
		const char *at = list;

		while ((at = strstr(at, key)) != NULL) {
			if ((at == list || at[-1] == ' ') && (at[len] == ' ' || !at[len]))
				break;
			at += len;
		}
		if (!at)
			return fail(n, key, "unknown key \"%s\"; known here: %s", key, list);
	}
	return true;
}

static bool text(const struct node *n, const char *key, const char **out)
{
	const json_t *v = json_object_get(n->map, key);

	*out = json_string_value(v);
	return !v || *out || fail(n, key, "\"%s\" must be a text", key);
}

/* A name is words of small letters and digits, joined by "-". */
static bool name(const struct node *n, const char **out)
{
	const char *c;

	if (!text(n, "name", out))
		return false;
	if (!*out)
		return fail(n, NULL, "\"name\" is missing");
	for (c = *out; *c; c++)
		if (!islower((unsigned char)*c) && !(c != *out && (isdigit((unsigned char)*c) || *c == '-')))
			return fail(n, "name", "\"%s\" is no name", *out);
	return true;
}

static bool named(const struct node *n, const char **out_name, const char **out_doc)
{
	return name(n, out_name) && text(n, "doc", out_doc);
}

static bool boolean(const struct node *n, const char *key, bool *out)
{
	const json_t *v = json_object_get(n->map, key);

	*out = json_is_true(v);
	return !v || json_is_boolean(v) || fail(n, key, "\"%s\" must be true or false", key);
}

static bool integer(const struct node *n, const char *key, long long *out)
{
	const json_t *v = json_object_get(n->map, key);

	*out = json_integer_value(v);
	return !v || json_is_integer(v) || fail(n, key, "\"%s\" must be a number", key);
}

/* The list of that key; one that is missing is empty. */
static bool list(const struct node *n, const char *key, const json_t **out, size_t *count)
{
	*out = json_object_get(n->map, key);
	*count = json_array_size(*out);
	return !*out || json_is_array(*out) || fail(n, key, "\"%s\" must be a list", key);
}

static struct node item(const struct node *n, const json_t *from, size_t index)
{
	return (struct node){ n->spec, json_array_get(from, index), n->err };
}

/* Finds by name in an array of structures whose first member is the name. */
static void *by_name(const void *from, size_t count, size_t size, const char *want)
{
	const char *at = from;

	for (; count; count--, at += size)
		if (!strcmp(*(const char *const *)at, want))
			return (void *)at;
	return NULL;
}

static bool read_enum(const struct node *n, struct spec_enum *e)
{
	const json_t *entries;
	size_t i, count;

	if (!known_keys(n, "name type name-prefix entries doc") ||
	    !text(n, "name-prefix", &e->prefix) || !list(n, "entries", &entries, &count))
		return false;
	if (!count)
		return fail(n, NULL, "an enum without entries");
	if (!e->prefix)
		e->prefix = e->name;
	e->entries = array(count, sizeof(*e->entries));
	for (i = 0; i < count; i++) {
		struct node c = item(n, entries, i);

		if (!known_keys(&c, "name doc") ||
		    !named(&c, &e->entries[i].name, &e->entries[i].doc))
			return false;
		if (by_name(e->entries, i, sizeof(*e->entries), e->entries[i].name))
			return fail(&c, "name", "\"%s\" is there twice", e->entries[i].name);
		e->nr_entries++;
	}
	return true;
}

static bool read_const(const struct node *n, struct spec_const *c)
{
	if (!known_keys(n, "name type value header doc") ||
	    !integer(n, "value", &c->value) || !text(n, "header", &c->header))
		return false;
	return c->header || fail(n, NULL, "\"header\", the C header that defines it, is missing");
}

static bool read_definitions(const struct node *n)
{
	struct spec *s = n->spec;
	const json_t *from;
	const char *type, *id;
	size_t i, count;

	if (!list(n, "definitions", &from, &count))
		return false;
	s->enums = array(count, sizeof(*s->enums));
	s->consts = array(count, sizeof(*s->consts));
	for (i = 0; i < count; i++) {
		struct node c = item(n, from, i);

		if (!json_is_object(c.map))
			return fail(&c, NULL, "a mapping belongs here");
		if (!name(&c, &id) || !text(&c, "type", &type))
			return false;
		if (by_name(s->enums, s->nr_enums, sizeof(*s->enums), id) ||
		    by_name(s->consts, s->nr_consts, sizeof(*s->consts), id))
			return fail(&c, "name", "\"%s\" is there twice", id);
		if (type && !strcmp(type, "enum")) {
			s->enums[s->nr_enums].name = id;
			if (!read_enum(&c, &s->enums[s->nr_enums++]))
				return false;
		} else if (type && !strcmp(type, "const")) {
			s->consts[s->nr_consts].name = id;
			if (!read_const(&c, &s->consts[s->nr_consts++]))
				return false;
		} else {
			return fail(&c, type ? "type" : NULL, "\"type\" must be enum or const");
		}
	}
	return true;
}

static bool read_type(const struct node *n, struct spec_attr *a)
{
	static const char *const names[] = {
		[SPEC_U32] = "u32", [SPEC_U64] = "u64", [SPEC_FLAG] = "flag",
		[SPEC_STRING] = "string", [SPEC_BINARY] = "binary",
	};
	const char *type;
	size_t i;

	if (!text(n, "type", &type))
		return false;
	for (i = 0; type && i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(type, names[i])) {
			a->type = i;
			return true;
		}
	}
	return fail(n, type ? "type" : NULL, "\"type\" must be u32, u64, flag, string or binary");
}

/* The length of an attribute has 16 bits, its own header of 4 bytes included. */
static bool read_max_len(const struct node *n, struct spec_attr *a)
{
	const json_t *v = json_object_get(n->map, "max-len");
	const struct spec *s = n->spec;

	if (a->type != SPEC_STRING && a->type != SPEC_BINARY)
		return !v || fail(n, "max-len", "\"max-len\" is for strings and binaries");
	if (json_is_string(v)) {
		a->max_name = by_name(s->consts, s->nr_consts, sizeof(*s->consts),
				      json_string_value(v));
		if (!a->max_name)
			return fail(n, "max-len", "\"%s\" is not defined", json_string_value(v));
		a->max_len = a->max_name->value;
	} else if (!integer(n, "max-len", &a->max_len)) {
		return false;
	}
	if (a->max_len < 1 || a->max_len > 65531)
		return fail(n, v ? "max-len" : NULL, "\"max-len\" must be 1 to 65531");
	return true;
}

static bool read_attr(const struct node *n, struct spec_attr *a)
{
	const struct spec *s = n->spec;
	const char *values;

	if (!known_keys(n, "name type max-len enum doc") || !named(n, &a->name, &a->doc) ||
	    !read_type(n, a) || !read_max_len(n, a) || !text(n, "enum", &values))
		return false;
	if (!values)
		return true;
	if (a->type != SPEC_U32)
		return fail(n, "enum", "only a u32 can be an enum");
	a->values = by_name(s->enums, s->nr_enums, sizeof(*s->enums), values);
	return a->values || fail(n, "enum", "enum \"%s\" is not defined", values);
}

static bool read_set(const struct node *n, struct spec_set *set)
{
	const json_t *from;
	size_t i, count;

	if (!known_keys(n, "name doc attributes") || !named(n, &set->name, &set->doc) ||
	    !list(n, "attributes", &from, &count))
		return false;
	if (!count)
		return fail(n, NULL, "a set without attributes");
	set->attrs = array(count, sizeof(*set->attrs));
	for (i = 0; i < count; i++) {
		struct node c = item(n, from, i);

		if (!read_attr(&c, &set->attrs[i]))
			return false;
		if (by_name(set->attrs, i, sizeof(*set->attrs), set->attrs[i].name))
			return fail(&c, "name", "\"%s\" is there twice", set->attrs[i].name);
		set->nr_attrs++;
	}
	return true;
}

/* A list of names of attributes of the operation's set. */
static bool read_names(const struct node *n, const char *key, const struct spec_set *set,
		       const struct spec_attr ***out, size_t *nr)
{
	const json_t *from;
	size_t i, count;

	if (!list(n, key, &from, &count))
		return false;
	*out = array(count, sizeof(**out));
	for (i = 0; i < count; i++) {
		const char *want = json_string_value(json_array_get(from, i));

		(*out)[i] = by_name(set->attrs, set->nr_attrs, sizeof(*set->attrs),
				    want ? want : "");
		if (!(*out)[i])
			return fail(n, key, "set \"%s\" has no attribute \"%s\"", set->name,
				    want ? want : "?");
		++*nr;
	}
	return true;
}

static bool read_flags(const struct node *n, struct spec_op *op)
{
	const json_t *from;
	size_t i, count;

	if (!list(n, "flags", &from, &count))
		return false;
	for (i = 0; i < count; i++) {
		const char *flag = json_string_value(json_array_get(from, i));

		if (!flag || strcmp(flag, "admin-perm"))
			return fail(n, "flags", "the only flag is admin-perm");
		op->admin = true;
	}
	return true;
}

static bool read_op(const struct node *n, struct spec_op *op)
{
	const struct spec *s = n->spec;
	const char *set;

	if (!known_keys(n, "name doc set do dump notify group flags request reply") ||
	    !named(n, &op->name, &op->doc) || !text(n, "set", &set) ||
	    !boolean(n, "do", &op->is_do) || !boolean(n, "dump", &op->is_dump) ||
	    !boolean(n, "notify", &op->is_notify) || !text(n, "group", &op->group) ||
	    !read_flags(n, op))
		return false;
	op->set = set ? by_name(s->sets, s->nr_sets, sizeof(*s->sets), set) : NULL;
	if (!op->set)
		return fail(n, set ? "set" : NULL, "attribute set \"%s\" is not defined",
			    set ? set : "");
	if (op->is_notify == (op->is_do || op->is_dump))
		return fail(n, NULL, "an operation is either \"notify\" or \"do\" and \"dump\"");
	if (op->is_notify != !!op->group ||
	    (op->group && !by_name(s->groups, s->nr_groups, sizeof(*s->groups), op->group)))
		return fail(n, op->group ? "group" : NULL,
			    "a notification, and nothing else, has a \"group\" from \"groups\"");
	return read_names(n, "request", op->set, &op->request, &op->nr_request) &&
	       read_names(n, "reply", op->set, &op->reply, &op->nr_reply);
}

static bool read_lists(const struct node *n)
{
	struct spec *s = n->spec;
	const json_t *sets, *ops, *groups;
	size_t i, nr_sets, nr_ops, nr_groups;

	if (!list(n, "attribute-sets", &sets, &nr_sets) || !list(n, "operations", &ops, &nr_ops) ||
	    !list(n, "groups", &groups, &nr_groups))
		return false;
	s->sets = array(nr_sets, sizeof(*s->sets));
	s->ops = array(nr_ops, sizeof(*s->ops));
	s->groups = array(nr_groups, sizeof(*s->groups));
	for (i = 0; i < nr_groups; i++) {
		struct node c = item(n, groups, i);

		if (!known_keys(&c, "name doc") ||
		    !named(&c, &s->groups[i].name, &s->groups[i].doc))
			return false;
		s->nr_groups++;
	}
	for (i = 0; i < nr_sets; i++) {
		struct node c = item(n, sets, i);

		s->nr_sets++;
		if (!read_set(&c, &s->sets[i]))
			return false;
		if (by_name(s->sets, i, sizeof(*s->sets), s->sets[i].name))
			return fail(&c, "name", "\"%s\" is there twice", s->sets[i].name);
	}
	for (i = 0; i < nr_ops; i++) {
		struct node c = item(n, ops, i);

		s->nr_ops++;
		if (!read_op(&c, &s->ops[i]))
			return false;
		if (by_name(s->ops, i, sizeof(*s->ops), s->ops[i].name))
			return fail(&c, "name", "\"%s\" is there twice", s->ops[i].name);
	}
	return true;
}

static bool read_spec(const struct node *n)
{
	struct spec *s = n->spec;

	if (!known_keys(n, "name protocol doc version definitions attribute-sets operations groups") ||
	    !named(n, &s->name, &s->doc) || !integer(n, "version", &s->version))
		return false;
	if (s->version < 1 || s->version > 255)
		return fail(n, NULL, "\"version\" must be 1 to 255");
	return read_definitions(n) && read_lists(n);
}

struct spec *spec__load(const char *path, char **err)
{
	struct spec *s = array(1, sizeof(*s));
	json_t *root = NULL;
	bool ok = false;

	*err = NULL;
	s->file = path;
	s->yaml = yaml__new();
	if (!s->yaml)
		abort();
	if (!yaml__load(s->yaml, path, &root, err)) {
		struct node n = { s, root, err };

		ok = read_spec(&n);
	}
	json_decref(root);	/* the struct yaml keeps the mappings */
	if (ok)
		return s;
	spec__free(s);
	return NULL;
}

void spec__free(struct spec *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < s->nr_enums; i++)
		free(s->enums[i].entries);
	for (i = 0; i < s->nr_sets; i++)
		free(s->sets[i].attrs);
	for (i = 0; i < s->nr_ops; i++) {
		free(s->ops[i].request);
		free(s->ops[i].reply);
	}
	free(s->enums);
	free(s->consts);
	free(s->sets);
	free(s->ops);
	free(s->groups);
	yaml__free(s->yaml);
	free(s);
}

void spec__put_name(FILE *out, const char *word)
{
	for (; *word; word++)
		fputc(*word == '-' ? '_' : *word, out);
}

void spec__put_upper(FILE *out, const char *word)
{
	for (; *word; word++)
		fputc(*word == '-' ? '_' : toupper((unsigned char)*word), out);
}
