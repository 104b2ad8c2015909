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

/**
 * model__keys() - @entry is a mapping of no other keys than @allowed
 *
 * Return: whether that is so; reported if not. Null is an empty mapping.
 */
bool model__keys(const struct model_source *s, const char *name, const json_t *entry,
		 const char *const *allowed);

/** model__policy() - its `policy`, MODEL_FORWARD if there is none */
bool model__policy(const struct model_source *s, const char *name, const json_t *entry,
		   enum model_policy *policy);

/* One entry each; NULL, and reported, if something is wrong with it. */
void *model__parse_function(const struct model_source *s, const char *name, const json_t *entry,
			    bool macro);
void *model__parse_slot(const struct model_source *s, const char *name, const json_t *entry);
void *model__parse_type(const struct model_source *s, const char *name, const json_t *entry);

#endif /* SPLITTER_MODEL_PARSE_H */
