/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The netlink specification (include/cleave.yaml) read and checked. The
 * generators walk this and need to check nothing.
 */
#ifndef USER_SPEC_H
#define USER_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct yaml;

/** struct spec_const - a number; @header defines it in C */
struct spec_const {
	const char *name;
	long long value;
	const char *header;
};

/** struct spec_entry - a value of an enum */
struct spec_entry {
	const char *name;
	const char *doc;
};

/** struct spec_enum - values count from 0 */
struct spec_enum {
	const char *name;
	const char *prefix;
	struct spec_entry *entries;
	size_t nr_entries;
};

enum spec_type {
	SPEC_U32,
	SPEC_U64,
	SPEC_FLAG,
	SPEC_STRING,
	SPEC_BINARY,
};

/** struct spec_attr - an attribute; numbers count from 1 */
struct spec_attr {
	const char *name;
	const char *doc;
	enum spec_type type;
	long long max_len;			/* strings (without NUL) and binaries */
	const struct spec_const *max_name;	/* the constant @max_len was given as, or NULL */
	const struct spec_enum *values;		/* SPEC_U32: or NULL */
};

/** struct spec_set - attributes of one numbering */
struct spec_set {
	const char *name;
	const char *doc;
	struct spec_attr *attrs;
	size_t nr_attrs;
};

/** struct spec_op - a command; numbers count from 1 */
struct spec_op {
	const char *name;
	const char *doc;
	const struct spec_set *set;
	bool is_do, is_dump, is_notify, admin;
	const char *group;			/* notifications */
	const struct spec_attr **request, **reply;
	size_t nr_request, nr_reply;
};

/** struct spec_group - multicast group */
struct spec_group {
	const char *name;
	const char *doc;
};

/** struct spec - the whole; strings belong to the trees in @yaml */
struct spec {
	struct yaml *yaml;
	const char *file;
	const char *name;
	const char *doc;
	long long version;
	struct spec_const *consts;
	size_t nr_consts;
	struct spec_enum *enums;
	size_t nr_enums;
	struct spec_set *sets;
	size_t nr_sets;
	struct spec_op *ops;
	size_t nr_ops;
	struct spec_group *groups;
	size_t nr_groups;
};

/**
 * spec__load() - read and check a specification
 * @err: on failure "path:line: what is wrong", the caller's to free
 *
 * Return: NULL on failure; else for spec__free().
 */
struct spec *spec__load(const char *path, char **err);
void spec__free(struct spec *spec);

/** spec__put_name() - write "a-b" as "a_b" */
void spec__put_name(FILE *out, const char *name);
/** spec__put_upper() - write "a-b" as "A_B" */
void spec__put_upper(FILE *out, const char *name);

/* The generators. They report failure to write by ferror(@out). */
void specgen__uapi(const struct spec *spec, FILE *out);
void specgen__header(const struct spec *spec, FILE *out);
void specgen__source(const struct spec *spec, FILE *out);
void specgen__page(const struct spec *spec, FILE *out);
void specgen__tables(const struct spec *spec, FILE *out);

#endif /* USER_SPEC_H */
