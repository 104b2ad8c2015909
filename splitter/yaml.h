/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * YAML files as jansson trees that know which line each node came from.
 *
 * Mappings are json objects, sequences json arrays, quoted scalars strings.
 * A plain scalar is an integer, true, false, or null (also ~ and nothing at
 * all) if it reads so, else a string. Keys are strings whatever they look
 * like. Anchors, aliases, and a key given twice are errors.
 */
#ifndef SPLITTER_YAML_H
#define SPLITTER_YAML_H

#include <jansson.h>

/** struct yaml - the files read so far, and where each of their nodes stands */
struct yaml;

/**
 * struct yaml_where - a place in a file
 * @file: path as given to yaml__load(), lives as long as the struct yaml;
 *	"?" if the place is not known
 * @line: counted from 1; 0 if the place is not known
 */
struct yaml_where {
	const char *file;
	unsigned int line;
};

/** yaml__new() - NULL without memory */
struct yaml *yaml__new(void);

/** yaml__free() - also drops its references to the trees; NULL is allowed */
void yaml__free(struct yaml *yaml);

/**
 * yaml__load() - read one file; any number of files go into one struct yaml
 * @yaml: remembers the lines
 * @path: file
 * @out: the tree, a new reference; null for an empty file
 * @err: on failure a message "path:line: what is wrong", the caller's to free;
 *	NULL if there was no memory even for that
 *
 * Return: 0, or -errno: that of opening and reading, -EINVAL (not YAML, or
 * something that we do not take), -EEXIST (a key given twice), -ENOMEM.
 */
int yaml__load(struct yaml *yaml, const char *path, json_t **out, char **err);

/**
 * yaml__where() - where an entry of a mapping, or a mapping or sequence itself
 * @in: a mapping or sequence that yaml__load() made; trees may have been
 *	merged into others since, but not copied
 * @key: NULL: @in itself
 */
struct yaml_where yaml__where(const struct yaml *yaml, const json_t *in, const char *key);

/** yaml__where_item() - where the item at @index of a sequence */
struct yaml_where yaml__where_item(const struct yaml *yaml, const json_t *in, size_t index);

#endif /* SPLITTER_YAML_H */
