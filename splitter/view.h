/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What emit_view.c and view*.c share. Nobody else includes this. */
#ifndef SPLITTER_VIEW_H
#define SPLITTER_VIEW_H

#include "analysis.h"
#include "emit_parts.h"

/** struct mark - a line of the view that is not the driver's */
struct mark {
	size_t at;
	const char *file;	/* which it includes, or NULL */
	const struct plan_table *table;	/* which it declares */
	const char *macro;		/* whose definition it keeps */
};

/* A file of the driver on its way into a view. */
struct source {
	struct emit *e;
	enum view view;
	const struct plan_source *plan;
	struct text in;
	struct text out;
	struct text moved;	/* bodies of a header that come after the shim */
	size_t at;		/* of @in, copied so far */
	struct mark *marks;	/* by ->at */
	unsigned int nr_marks, next_mark;
	char **macros;		/* that a header takes away again */
	unsigned int nr_macros;
};

/* view_copy.c: the driver's text, and the lines that come on the way */
unsigned int view__line(const struct source *s, size_t offset);
void view__line_directive(struct source *s, struct text *out, unsigned int line);
bool view__has_table(const struct source *s, const struct plan_table *table);
void view__find_marks(struct source *s);
void view__copy_to(struct source *s, size_t end);

/*
 * view_body.c: what takes a body's place, or a region's, or that of a table's declaration; the
 * latter two only if the next one comes before @fn.
 */
void view__put_body(struct source *s, const struct plan_function *fn);
void view__move(struct source *s, const struct plan_function *fn);
bool view__put_declaration(struct source *s, const struct plan_function *fn);
bool view__put_outline(struct source *s, const struct plan_function *fn);

/* view_drop.c: what is left of text from @p to @end, in code, that something else stands for. */
void view__put_dropped(struct text *out, const char *p, const char *end);

#endif
