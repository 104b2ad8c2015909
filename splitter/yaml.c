// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads YAML by libyaml's events into jansson trees, and keeps on the side a
 * list of the places where containers, entries and items stand.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>
#include "yaml.h"

/* Deeper than any model; keeps hostile nesting off the stack. */
#define MAX_DEPTH	64

/* One place. @key NULL: item @index of @in, or @in itself if that is OWN. */
struct place {
	const json_t *in;
	char *key;
	size_t index;
	const char *file;
	unsigned int line;
};

#define OWN	((size_t)-1)

struct yaml {
	char **files;
	json_t *roots;		/* array: keeps every container alive, so no address is used twice */
	struct place *places;
	size_t nr_files, nr_places, room;
};

/* A file being read. */
struct reader {
	struct yaml *yaml;
	const char *file;
	yaml_parser_t parser;
	char **err;
	int depth;
	json_t *anchors;	/* object: mappings and sequences that have a name, once they are read */
};

static int read_node(struct reader *r, const yaml_event_t *ev, json_t **out);

struct yaml *yaml__new(void)
{
	struct yaml *yaml = calloc(1, sizeof(*yaml));

	if (!yaml)
		return NULL;
	yaml->roots = json_array();
	if (!yaml->roots) {
		free(yaml);
		return NULL;
	}
	return yaml;
}

void yaml__free(struct yaml *yaml)
{
	size_t i;

	if (!yaml)
		return;
	for (i = 0; i < yaml->nr_places; i++)
		free(yaml->places[i].key);
	for (i = 0; i < yaml->nr_files; i++)
		free(yaml->files[i]);
	free(yaml->places);
	free(yaml->files);
	json_decref(yaml->roots);
	free(yaml);
}

static struct yaml_where find(const struct yaml *yaml, const json_t *in, const char *key,
			      size_t index)
{
	size_t i;

	for (i = 0; i < yaml->nr_places; i++) {
		const struct place *p = &yaml->places[i];

		if (p->in != in || !p->key != !key)
			continue;
		if (key ? !strcmp(p->key, key) : p->index == index)
			return (struct yaml_where){ p->file, p->line };
	}
	return (struct yaml_where){ "?", 0 };
}

struct yaml_where yaml__where(const struct yaml *yaml, const json_t *in, const char *key)
{
	return find(yaml, in, key, OWN);
}

struct yaml_where yaml__where_item(const struct yaml *yaml, const json_t *in, size_t index)
{
	return find(yaml, in, NULL, index);
}

static unsigned int line_of(const yaml_event_t *ev)
{
	return ev->start_mark.line + 1;
}

/* Sets the message and returns @rc; the first message stays. Line 0: the file as a whole. */
static int __attribute__((format(printf, 4, 5)))
fail(struct reader *r, int rc, unsigned int line, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;
	int len;

	if (*r->err)
		return rc;
	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		return rc;
	va_end(ap);
	if (line)
		len = asprintf(r->err, "%s:%u: %s", r->file, line, text);
	else
		len = asprintf(r->err, "%s: %s", r->file, text);
	if (len < 0)
		*r->err = NULL;
	free(text);
	return rc;
}

static int remember(struct reader *r, const json_t *in, const char *key, size_t index,
		    unsigned int line)
{
	struct yaml *y = r->yaml;
	struct place *p;

	if (y->nr_places == y->room) {
		size_t room = y->room ? 2 * y->room : 256;

		p = reallocarray(y->places, room, sizeof(*p));
		if (!p)
			return fail(r, -ENOMEM, line, "out of memory");
		y->places = p;
		y->room = room;
	}
	p = &y->places[y->nr_places];
	*p = (struct place){ .in = in, .index = index, .file = r->file, .line = line };
	if (key) {
		p->key = strdup(key);
		if (!p->key)
			return fail(r, -ENOMEM, line, "out of memory");
	}
	y->nr_places++;
	return 0;
}

static int next(struct reader *r, yaml_event_t *ev)
{
	if (yaml_parser_parse(&r->parser, ev))
		return 0;
	return fail(r, -EINVAL, r->parser.problem_mark.line + 1, "%s",
		    r->parser.problem ? r->parser.problem : "not readable as YAML");
}

static json_t *plain(const char *text, size_t len)
{
	char *end;
	long long number;

	if (!len || !strcmp(text, "~") || !strcmp(text, "null"))
		return json_null();
	if (!strcmp(text, "true"))
		return json_true();
	if (!strcmp(text, "false"))
		return json_false();
	if (strchr("+-0123456789", text[0])) {
		errno = 0;
		number = strtoll(text, &end, 0);
		if (!errno && end != text && !*end)
			return json_integer(number);
	}
	return json_stringn(text, len);
}

static int read_scalar(struct reader *r, const yaml_event_t *ev, json_t **out)
{
	const char *text = (const char *)ev->data.scalar.value;
	size_t len = ev->data.scalar.length;

	if (ev->data.scalar.anchor)
		return fail(r, -EINVAL, line_of(ev), "anchors are of mappings and sequences alone");
	if (strlen(text) != len)
		return fail(r, -EINVAL, line_of(ev), "a NUL character inside a scalar");
	if (ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		*out = plain(text, len);
	else
		*out = json_stringn(text, len);
	if (!*out)
		return fail(r, -ENOMEM, line_of(ev), "out of memory");
	return 0;
}

/* Reads the value of @key, and puts it into @map. */
static int read_entry(struct reader *r, json_t *map, const yaml_event_t *key)
{
	const char *name = (const char *)key->data.scalar.value;
	yaml_event_t ev;
	json_t *value;
	int rc;

	if (key->type != YAML_SCALAR_EVENT)
		return fail(r, -EINVAL, line_of(key), "a key must be a word");
	if (strlen(name) != key->data.scalar.length)
		return fail(r, -EINVAL, line_of(key), "a NUL character inside a key");
	if (json_object_get(map, name))
		return fail(r, -EEXIST, line_of(key), "\"%s\" is given twice, first on line %u",
			    name, find(r->yaml, map, name, 0).line);
	rc = remember(r, map, name, 0, line_of(key));
	if (rc)
		return rc;
	rc = next(r, &ev);
	if (rc)
		return rc;
	rc = read_node(r, &ev, &value);
	yaml_event_delete(&ev);
	if (rc)
		return rc;
	if (json_object_set_new(map, name, value))
		return fail(r, -ENOMEM, line_of(key), "out of memory");
	return 0;
}

static int read_item(struct reader *r, json_t *list, const yaml_event_t *ev)
{
	json_t *value;
	int rc;

	rc = remember(r, list, NULL, json_array_size(list), line_of(ev));
	if (rc)
		return rc;
	rc = read_node(r, ev, &value);
	if (rc)
		return rc;
	if (json_array_append_new(list, value))
		return fail(r, -ENOMEM, line_of(ev), "out of memory");
	return 0;
}

/* What an alias stands for is the same node, not a copy; it is none before its own end. */
static int name_node(struct reader *r, const yaml_event_t *start, const char *anchor, json_t *node)
{
	if (json_object_get(r->anchors, anchor))
		return fail(r, -EEXIST, line_of(start), "the anchor \"%s\" is given twice", anchor);
	if (json_object_set(r->anchors, anchor, node))
		return fail(r, -ENOMEM, line_of(start), "out of memory");
	return 0;
}

static int read_alias(struct reader *r, const yaml_event_t *ev, json_t **out)
{
	const char *name = (const char *)ev->data.alias.anchor;

	*out = json_incref(json_object_get(r->anchors, name));
	return *out ? 0 : fail(r, -EINVAL, line_of(ev), "no anchor \"%s\" stands before this", name);
}

/* A mapping or a sequence, up to its end. */
static int read_container(struct reader *r, const yaml_event_t *start, json_t **out)
{
	bool map = start->type == YAML_MAPPING_START_EVENT;
	const yaml_char_t *anchor = map ? start->data.mapping_start.anchor :
					  start->data.sequence_start.anchor;
	yaml_event_t ev;
	json_t *c;
	int rc;

	c = map ? json_object() : json_array();
	if (!c)
		return fail(r, -ENOMEM, line_of(start), "out of memory");
	/* The list of places names @c from here on: it must not die before. */
	if (json_array_append_new(r->yaml->roots, c))
		return fail(r, -ENOMEM, line_of(start), "out of memory");
	rc = remember(r, c, NULL, OWN, line_of(start));
	while (!rc) {
		rc = next(r, &ev);
		if (rc)
			return rc;
		if (ev.type == YAML_MAPPING_END_EVENT || ev.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&ev);
			rc = anchor ? name_node(r, start, (const char *)anchor, c) : 0;
			*out = rc ? NULL : json_incref(c);
			return rc;
		}
		rc = map ? read_entry(r, c, &ev) : read_item(r, c, &ev);
		yaml_event_delete(&ev);
	}
	return rc;
}

/* Reads what begins with @ev; the event stays the caller's. */
static int read_node(struct reader *r, const yaml_event_t *ev, json_t **out)
{
	int rc;

	switch (ev->type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r, ev, out);
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		if (r->depth == MAX_DEPTH)
			return fail(r, -EINVAL, line_of(ev), "nested too deeply");
		r->depth++;
		rc = read_container(r, ev, out);
		r->depth--;
		return rc;
	case YAML_ALIAS_EVENT:
		return read_alias(r, ev, out);
	default:
		return fail(r, -EINVAL, line_of(ev), "not readable as YAML");
	}
}

/* The one document of a file, from the start of the stream to its end. */
static int read_stream(struct reader *r, json_t **out)
{
	yaml_event_type_t type;
	yaml_event_t ev;
	int rc;

	do {
		rc = next(r, &ev);
		if (rc)
			return rc;
		type = ev.type;
		if (type == YAML_DOCUMENT_START_EVENT && *out)
			rc = fail(r, -EINVAL, line_of(&ev), "a second document in one file");
		else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
			 type != YAML_DOCUMENT_START_EVENT && type != YAML_DOCUMENT_END_EVENT)
			rc = read_node(r, &ev, out);
		yaml_event_delete(&ev);
	} while (!rc && type != YAML_STREAM_END_EVENT);
	return rc;
}

static int add_file(struct yaml *yaml, const char *path)
{
	char **files = reallocarray(yaml->files, yaml->nr_files + 1, sizeof(*files));

	if (!files)
		return -ENOMEM;
	yaml->files = files;
	files[yaml->nr_files] = strdup(path);
	if (!files[yaml->nr_files])
		return -ENOMEM;
	yaml->nr_files++;
	return 0;
}

int yaml__load(struct yaml *yaml, const char *path, json_t **out, char **err)
{
	struct reader r = { .yaml = yaml, .file = path, .err = err, .anchors = json_object() };
	json_t *root = NULL;
	FILE *f;
	int rc;

	*out = NULL;
	*err = NULL;
	f = fopen(path, "re");
	if (!f) {
		json_decref(r.anchors);
		return fail(&r, -errno, 0, "%s", strerror(errno));
	}
	rc = add_file(yaml, path);
	if (rc || !r.anchors || !yaml_parser_initialize(&r.parser)) {
		json_decref(r.anchors);
		fclose(f);
		return fail(&r, -ENOMEM, 0, "out of memory");
	}
	r.file = yaml->files[yaml->nr_files - 1];
	yaml_parser_set_input_file(&r.parser, f);
	rc = read_stream(&r, &root);
	yaml_parser_delete(&r.parser);
	json_decref(r.anchors);
	fclose(f);
	if (rc) {
		json_decref(root);
		return rc;
	}
	*out = root ? root : json_null();
	return 0;
}
