/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From a compiled module's directory to a filled plan: the entry points of the
 * passes read, facts, disown, births, context, partition and sharing, in this order.
 */
#ifndef SPLITTER_ANALYSIS_H
#define SPLITTER_ANALYSIS_H

#include "evidence.h"
#include "model.h"
#include "plan.h"
#include "report.h"

/**
 * read__driver() - what kbuild knows of a module: units, flags, source files
 * @plan: ->headers is set; ->units and ->sources are filled in
 * @moddir: absolute path of the directory in which kbuild has compiled it
 * @module: its name as kbuild spells it
 *
 * Return: 0, or -EINVAL or -errno with the trouble in @report.
 */
int read__driver(struct plan *plan, const char *moddir, const char *module,
		 struct report *report);

/**
 * read__unit() - one file with given flags, without kbuild
 * @dir: where the compiler runs
 * @flags: NULL-terminated
 */
int read__unit(struct plan *plan, const char *path, const char *dir, const char *const *flags,
	       struct report *report);

/**
 * read__scan() - what the text of a source file has in it
 * @source: ->lines, ->includes and ->macro_line are filled in, and ->shim_line: after the last
 *	#include before any function, but outside of every condition, comment and pair of braces
 */
void read__scan(struct plan_source *source, const char *text);

/** read__names_code() - is it a .c file that is included? */
bool read__names_code(const struct plan_include *include);

/** read__beside() - path of what @include of @source names in quotes, if it is beside it; or NULL */
char *read__beside(const struct plan_source *source, const struct plan_include *include);

/** read__names() - does @include of @source name the file at @path? */
bool read__names(const struct plan_source *source, const struct plan_include *include,
		 const char *path);

/** read__places() - find the files that are included behind a shim: fills in ->in_place */
void read__places(struct plan *plan);

/**
 * read__headers() - of each unit's ->headers, all that it includes in the order in which the
 * compiler met them first, keep those that the driver's text names and that come before all
 * macros of it
 */
void read__headers(struct plan *plan);

/**
 * read__shared() - mark the headers that sources of other modules include, too
 * @plan: ->sources[].shared is filled in; where a directory or file cannot be read, nothing is known to be
 */
void read__shared(struct plan *plan);

/**
 * analyse() - facts, context, partition and sharing
 * @plan: as read__driver() left it; everything else is filled in
 * @model: gets what births__find() makes of it
 * @evidence: what was seen of the stock driver, or NULL
 *
 * Return: 0, or -EINVAL with the trouble in @report: source that does not
 * parse, a mark that is not sound, evidence that speaks against it, a user half that would touch
 * what does not cross (audit.h).
 */
int analyse(struct plan *plan, struct model *model, const struct evidence *evidence,
	    struct report *report);

#endif /* SPLITTER_ANALYSIS_H */
