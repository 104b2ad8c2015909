/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of `cleave split` share. In this order: split_find.c looks
 * for the kernel, the driver and Cleave's own parts, split_source.c gets the
 * source, split_build.c compiles it as it is and later both halves;
 * cmd_split.c goes through all of it.
 *
 * Every function that can fail returns 0, or -errno with a line in ->report.
 */
#ifndef SPLITTER_SPLIT_H
#define SPLITTER_SPLIT_H

#include <stdbool.h>

#include "plan.h"
#include "report.h"

/** struct split_parts - where Cleave's own parts are */
struct split_parts {
	char *include;		/* has cleave/half.h */
	char *library;		/* libcleave.a */
	char *script;		/* cleave.lds */
	char *symvers;		/* Module.symvers of cleave.ko for ->release */
	char *model;		/* directory */
	char *profiles;		/* directory */
};

/**
 * struct split - one run
 * @target: a module's name, or a directory with a driver outside of the kernel
 * @module: its name as kbuild spells it
 * @subdir: below the kernel's tree: "drivers/net/ethernet/realtek"; NULL if outside
 * @headers: kernel's build directory, resolved
 * @compiler: that the kernel was compiled with
 * @cache: for what can be had again
 * @source: directory with the driver's source, where kbuild compiles it as it is
 * @includes: make's argument by which it finds headers elsewhere
 * @log: what other programs say
 * @out: where the result goes
 * @work: beside it, until all is done
 * @cache_lock: descriptor; who has it writes to the cache
 * @tell: say for what is waited
 * @jobs: make's option: as many jobs at a time as there are processors
 */
struct split {
	const char *target;
	const char *release;
	bool sanitize;
	struct split_parts parts;
	char *module;
	char *subdir;
	char *headers;
	char *compiler;
	char *cache;
	char *source;
	char *includes;
	char *log;
	char *out;
	char *work;
	char jobs[16];
	int cache_lock;
	bool tell;
	struct report *report;
};

/** struct split_times - seconds that it took */
struct split_times {
	double all, analysis;
};

/* split_cache.c */
/** split__open_cache() - sets ->cache and ->log, waits for who is in it */
int split__open_cache(struct split *s);
/** split__lock_source() - waits for who works with ->source; it is ours until we end */
int split__lock_source(struct split *s);
/** split__leave_cache() - others may go on: but for ->source nothing is needed of it */
void split__leave_cache(struct split *s);

/* split_find.c */
int split__find_kernel(struct split *s);
int split__find_module(struct split *s);
int split__find_parts(struct split *s, const char *model);

/* split_source.c */
int split__get_source(struct split *s);

/* split_include.c */
/** split__resolve() - makes "a/b/../c" of its parts; NULL if it leads out of the tree */
char *split__resolve(const char *dir, const char *file);
/**
 * split__makefile_includes() - directories of the kernel's source that the makefile names with -I
 *
 * Return: the list; it and its strings are the caller's.
 */
char **split__makefile_includes(const struct split *s, unsigned int *nr);
/** split__name_includes() - sets ->includes to what was unpacked of them below @tree */
int split__name_includes(struct split *s, const char *tree);

/* split_build.c */
int split__build_driver(struct split *s);
int split__build_kernel_half(struct split *s, const struct plan *plan);
int split__build_user_half(struct split *s, const struct plan *plan);

/* split_output.c */
int split__begin_output(struct split *s);
int split__finish_output(struct split *s);
void split__drop_output(struct split *s);

/** split__is_directory() - whether @path is one, or leads to one */
bool split__is_directory(const char *path);

/** split__make_dirs() - a directory and those above it. Return: 0 or -errno */
int split__make_dirs(const char *path);

/* split_summary.c: on standard output; notes on the other one. */
void split__print(const struct split *s, const struct plan *plan);
void split__print_json(const struct split *s, const struct plan *plan,
		       const struct split_times *times);

#endif /* SPLITTER_SPLIT_H */
