/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How one entry of a section of the model is read. Used by splitter/model.c.
 */
#ifndef SPLITTER_MODEL_PARSE_H
#define SPLITTER_MODEL_PARSE_H

#include <jansson.h>

#include "model.h"

struct yaml;

#define MODEL_MAPS	6	/* maps in struct model */

/** struct model_source - what is being read */
struct model_source {
	struct model *model;
	struct report *report;
	struct yaml *yaml;
	json_t *trees;		/* kept until the end: lines are known by node */
	const json_t *section;
	bool profile;
	struct map seen[MODEL_MAPS];	/* for each map the section that an entry is in */
};

/* What a key's value is, and goes to. Where it is not there, nothing is written. */
enum model_key_kind {
	KEY_OTHER,		/* read by who knows it */
	KEY_TEXT,		/* const char *: text, or a number as text */
	KEY_WORDS,		/* const char *: a word or a list of them, with blanks between */
	KEY_FLAG,		/* bool */
	KEY_NUMBER,		/* unsigned int */
	KEY_ARGUMENT,		/* int: $2 is 2 */
	KEY_GIVEN,		/* bool: there is one, which is an argument */
	KEY_ARGUMENTS,		/* uint32_t: a list of these, as bits */
	KEY_LOCKS,		/* uint64_t: a list of names, as bits of struct model's locks */
};

/** struct model_key - a key that a mapping may have; a table ends with an empty one */
struct model_key {
	const char *name;
	enum model_key_kind kind;
	size_t at;		/* offset in what is read */
};

/**
 * model__read() - reads a mapping that has no other keys than @keys
 * @name: entry of the model that it belongs to
 * @out: the structure that the offsets of @keys are in
 *
 * Return: whether all is well; reported if not. Null is an empty mapping.
 */
bool model__read(const struct model_source *s, const char *name, const json_t *entry,
		 const struct model_key *keys, void *out);

/**
 * model__word() - a key whose value is one of the list @words, which NULL ends
 *
 * Return: its index; @missing if there is no such key; -1 if it is none of them, reported.
 */
int model__word(const struct model_source *s, const char *name, const json_t *entry,
		const char *key, const char *const *words, int missing);

/** model__text() - text, or a number as text; NULL if it is neither */
const char *model__text(const struct model_source *s, const json_t *value);

/** model__wrong() - reports what is wrong with the entry @name. Return: false */
__attribute__((format(printf, 3, 4)))
bool model__wrong(const struct model_source *s, const char *name, const char *format, ...);

/** model__args() - its `args`, if there are any. Return: whether all is well; reported if not */
bool model__args(const struct model_source *s, const char *name, const json_t *entry, bool macro,
		 struct model_arg **args, unsigned int *nr);

/** model__policy() - its `policy`, MODEL_FORWARD if there is none */
bool model__policy(const struct model_source *s, const char *name, const json_t *entry,
		   enum model_policy *policy);

/* One entry each; NULL, and reported, if something is wrong with it. */
void *model__parse_function(const struct model_source *s, const char *name, const json_t *entry,
			    bool macro);
void *model__parse_slot(const struct model_source *s, const char *name, const json_t *entry);
void *model__parse_type(const struct model_source *s, const char *name, const json_t *entry);

#endif /* SPLITTER_MODEL_PARSE_H */
