/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files share that look whether a body can run in the user half. */
#ifndef SPLITTER_NEEDS_H
#define SPLITTER_NEEDS_H

#include "cross.h"

/** struct check - one body being checked */
struct check {
	struct partition *p;
	struct func *func;
	struct needs *needs;
};

/* Says what stands against it; the first time counts. */
void needs__trouble(struct check *c, unsigned int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* ... and what would help, if that trouble was the @first. */
void needs__advise(struct check *c, bool first, const char *symbol, const char *advice);

/* What is at @to must be visible where pointers from there lead. */
void needs__pointer(struct check *c, const struct origins *from, const struct type *to,
		    unsigned int line);

/* Bytes are read or written there, of whatever it is. */
void needs__untyped(struct check *c, const struct origins *from, unsigned int line);

/* Something is written there. */
void needs__written(struct check *c, const struct origins *from, unsigned int line);

/* It is the first of an array. */
void needs__indexed(struct check *c, const struct origins *from, const struct type *as,
		    unsigned int line);

/* needs_calls.c */
/* Nobody may give away the address of what is opaque to the user half. */
void needs__opaque_result(struct check *c, const struct origins *from, unsigned int line);
void needs__call(struct check *c, const struct call *call);

#endif /* SPLITTER_NEEDS_H */
