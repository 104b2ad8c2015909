/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of the facts pass: how its units are parsed. Not for other passes. */
#ifndef SPLITTER_FACTS_PARSE_H
#define SPLITTER_FACTS_PARSE_H

#include <pthread.h>

#include "facts_clang.h"

/* What __cleave_kernel and __cleave_user become. */
#define MARK_KERNEL	"cleave:kernel"
#define MARK_USER	"cleave:user"

/* Put into a unit's text where its shim belongs. */
#define SHIM_LINE	"#include \"/cleave-macros.h\"\n"

/** struct arguments - a command of the compiler's; starts zeroed */
struct arguments {
	char **words;
	unsigned int nr;
};

/**
 * struct common - headers of the kernel's that units have in common, parsed once
 * @units: per plan->units: is one of them
 * @headers: their paths
 * @path: of what libclang made of them; NULL: nothing
 */
struct common {
	bool *units;
	const char **headers;
	unsigned int nr_headers;
	char *path;
	int fd;
};

/* facts_common.c: which units and headers these are; nothing if it does not pay. */
void facts__find_common(struct common *common, const struct plan *plan);
void facts__precompile(struct common *common, const struct plan *plan);
void facts__free_common(struct common *common);

/** struct parse - one unit's parsing */
struct parse {
	const struct plan *plan;
	const struct model *model;
	int unit;
	const char *precompiled;	/* path of what it may begin with, or NULL */
	CXIndex index;
	CXTranslationUnit tu;
	enum CXErrorCode err;
	struct CXUnsavedFile *files;	/* those that have the shim in them */
	unsigned int nr_files;
	unsigned int *shims;		/* per plan->sources */
	pthread_t thread;
};

/** struct parsing - all units, per plan->units */
struct parsing {
	struct parse *units;
	struct common common;
};

/* facts_parse.c */
char *facts__read_text(const char *path);
void facts__first_arguments(struct arguments *a, const struct plan_unit *unit);
void facts__add_argument(struct arguments *a, const char *word);
void facts__free_arguments(struct arguments *a);
/* @p: whose files replace those on disk, or NULL. */
CXTranslationUnit facts__run_clang(CXIndex index, const struct arguments *a, const struct parse *p,
				   enum CXErrorCode *err);
bool facts__has_errors(CXTranslationUnit tu);

/* Begins to parse all units. */
struct parsing *facts__parse(const struct plan *plan, const struct model *model);
/* Waits for one. Return: 0, or -1 with the trouble in @report. */
int facts__parsed(struct parse *p, struct report *report);
/* Each unit's tree goes when it has been walked. */
void facts__parse_done(struct parse *p);
void facts__parse_end(struct parsing *parsing);

#endif /* SPLITTER_FACTS_PARSE_H */
