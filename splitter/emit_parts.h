/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files emit*.c share. Nobody else includes this. */
#ifndef SPLITTER_EMIT_PARTS_H
#define SPLITTER_EMIT_PARTS_H

#include "emit.h"
#include "store.h"
#include "text.h"

/**
 * struct emit - an emission under way
 * @functions: by function, an identifier that is the driver's only one
 * @downs: by downcall, likewise
 * @classes: by class, likewise
 * @symbols: by symbol, likewise
 * @err: 0 or the first error; the report has the line
 */
struct emit {
	const struct plan *plan;
	const char *outdir;
	struct report *report;
	char **functions;
	char **downs;
	char **classes;
	char **symbols;
	int err;
};

/** enum view - of which half */
enum view {
	VIEW_KERNEL,
	VIEW_USER,
};

/** struct binding - what $0 ... and $ret stand for in a place */
struct binding {
	const struct plan_arg *args;
	unsigned int nr_args;
	const char *ret;
};

/* emit.c */
void emit__file(struct emit *e, const struct text *text, enum view view, const char *rel,
		const char *suffix);
void emit__fail(struct emit *e, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* emit_names.c: identifiers, declarations, expressions */
int emit__name_all(struct emit *e);
void emit__forget_names(struct emit *e);
bool emit__is_pointer(const struct plan_arg *arg);
const char *emit__arg(const struct plan_arg *arg);
void emit__declare(struct text *out, const char *type, const char *name);
void emit__prototype(struct text *out, const struct plan_arg *ret, const char *prefix,
		     const char *name, const struct plan_arg *args, unsigned int nr_args);
void emit__names(struct text *out, const struct plan_arg *args, unsigned int nr_args);
void emit__expr(struct emit *e, struct text *out, const char *expr, const struct binding *bind);
const char *emit__dir(int dir);
/* Of what is born: an argument of the functions that tell of it. */
void emit__born_type(const struct emit *e, struct text *out, const struct plan_downcall *down);
void emit__class(const struct emit *e, struct text *out, int class);
void emit__banner(const struct emit *e, struct text *out, bool header, const char *what);

/* emit_view.c: the driver's files with bodies replaced */
void emit__views(struct emit *e);
/*
 * view_copy.c: puts bytes @start to @end of source @source, whose text @in is, with words as the
 * view has them.
 */
void emit__copy(struct emit *e, struct text *out, enum view view, unsigned int source,
		const struct text *in, size_t start, size_t end);

/* emit_outline.c: regions under a lock */
const struct plan_outline *emit__next_outline(const struct emit *e, unsigned int source,
					      size_t from);
void emit__outline_call(struct emit *e, struct text *out, const struct plan_outline *outline);
bool emit__has_outlines(const struct emit *e, unsigned int source);
void emit__outlines(struct emit *e, unsigned int source, const struct text *in);

/* emit_strings.c: strings that are stored in objects */
void emit__declare_strings(const struct emit *e, struct text *out);
void emit__define_strings(const struct emit *e, struct text *out);
const struct plan_literal *emit__next_literal(const struct emit *e, unsigned int source,
					      size_t from, size_t to);
void emit__put_literal(const struct emit *e, struct text *out, const struct plan_literal *literal);

/* emit_tail.c: what is included at the end of each unit of a view */
void emit__tails(struct emit *e);

/* emit_up.c: both ends of an upcall */
void emit__up_kernel(struct emit *e, struct text *out, unsigned int up);
void emit__up_user(struct emit *e, struct text *out, unsigned int up);

/* emit_down.c, emit_down_user.c: both ends of a downcall */
void emit__down_kernel(struct emit *e, struct text *out, unsigned int down);
void emit__down_user(struct emit *e, struct text *out, unsigned int down);
/* A comment: what it is that is called. */
void emit__origin(struct emit *e, struct text *out, const struct plan_downcall *down);

const char *emit__success(const struct plan_downcall *plan);
const char *emit__nothing(const struct plan_downcall *plan);
/* Zeroes what was allocated, if the model wants that: of what was there nobody shall hear. */
void emit__clear(struct emit *e, struct text *out, const struct plan_downcall *plan,
		 const struct binding *bind);

/* emit_sites.c: a macro that holds a static lockdep key. */
void emit__call_by_site(struct text *out, const struct plan_downcall *plan);

/* emit_native.c: what the kernel half itself acquires and gives back */
void emit__native(struct emit *e, struct text *out, const struct plan_downcall *native);
/* Of one that makes an object: another argument comes first, a place in what it is made for. */
void emit__maker_prototype(struct text *out, const struct plan_downcall *native);

/* emit_undo.c: giving back what downcalls acquired */
const struct plan_downcall *emit__acquirer(const struct emit *e, const struct plan_downcall *down);
void emit__undo(struct emit *e, struct text *out, const struct plan_downcall *down);
void emit__acquired(struct emit *e, struct text *out, const struct plan_downcall *down,
		    const char *function, const struct binding *bind);
bool emit__released(struct emit *e, struct text *out, const struct plan_downcall *down,
		    const char *function, const struct binding *bind);

/* emit_tables.c: types and symbols of a unit */
void emit__type(struct emit *e, struct text *out, const struct plan_type *type);
void emit__symbol_kernel(struct emit *e, struct text *out, unsigned int symbol);
void emit__symbol_user(struct emit *e, struct text *out, unsigned int symbol);
bool emit__needs_dummy(const struct emit *e, const char *name);

/*
 * emit_macros.c: macros that a header defines and takes away again. The next one that it takes
 * away, from byte *@at, which becomes the line's; the name is the caller's, NULL for none.
 */
char *emit__next_dropped(const struct emit *e, unsigned int source, const struct text *text,
			 size_t *at);
void emit__bring_back(struct text *out, char *const *names, unsigned int nr);
void emit__take_away(struct text *out, char *const *names, unsigned int nr);

/* emit_half.c: NAME-cleave.c and NAME-cleave.h */
void emit__halves(struct emit *e);

/* emit_shim.c: what is included before any code */
void emit__shims(struct emit *e);

/* emit_build.c: Kbuild, Makefile and flags */
void emit__build_files(struct emit *e);
bool emit__unit_is_module(const struct plan *plan, const struct plan_unit *unit);

#endif /* SPLITTER_EMIT_PARTS_H */
