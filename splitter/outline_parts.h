/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files outline*.c share. Nobody else includes this. */
#ifndef SPLITTER_OUTLINE_PARTS_H
#define SPLITTER_OUTLINE_PARTS_H

#include "number.h"

/** struct statement - NAME(FIRST...), or VARIABLE = NAME(FIRST...), as it is in the file */
struct statement {
	const char *name;
	const char *first;
	unsigned int start, end;	/* bytes of the text that libclang has; with the semicolon */
};

/** struct region - what may become a function */
struct region {
	struct walker *w;
	const CXCursor *items;
	unsigned int nr;
	const char *until, *first;	/* the function that releases its lock, and the lock */
	struct region_exit *exits;
	unsigned int nr_exits;
	struct func *func;
	struct used {
		CXCursor decl;
		const char *name;	/* NULL: the declaration's */
		int var;		/* of the function that the region is in */
		bool written;
		bool inside;		/* it is the region's own */
	} *used;
	unsigned int nr_used;
	bool at_lock;			/* the walk is in the statement that takes or releases it */
	struct outline guards;		/* of arrays; nothing else of it is used */
	unsigned int loops, switches;	/* open ones at this place of the walk */
	const char *why;
	unsigned int line;
};

/** struct outline_place - where a region stands in the file on disk */
struct outline_place {
	struct spot start, end;
	struct spot unlock;	/* where the statement begins that ends it */
};

/* It cannot become a function, and why; the first reason counts. */
void outline__stuck(struct region *r, CXCursor at, const char *why);

/* What the model says of the function, or the macro, that is all of a statement; or NULL. */
const struct model_function *outline__entry(struct unit_facts *u, CXCursor cursor,
					    struct statement *out);

/* outline_exit.c: jumps in a region, and where it ends early */
CXCursor outline__unlabelled(CXCursor cursor);
bool outline__is_labelled(CXCursor cursor);
/* Whether a statement, but for its labels, releases the region's lock. */
bool outline__ends(const struct region *r, CXCursor cursor, struct statement *out);
void outline__find_exits(struct region *r);
const struct region_exit *outline__exit(const struct region *r, CXCursor cursor);
/* What stands against a goto, or a label, or NULL. */
const char *outline__goto(const struct region *r, CXCursor cursor);
const char *outline__label(const struct region *r, CXCursor cursor);

/* outline_look.c: what stands against it, and which variables it uses */
void outline__look(struct region *r, CXCursor cursor);
void outline__look_kids(struct region *r, CXCursor cursor);
void outline__look_block(struct region *r, const CXCursor *items, unsigned int nr);
/* A statement that takes or releases the lock. */
void outline__look_lock(struct region *r, CXCursor cursor);

/* outline_make.c: makes the function, and the call of it */
void outline__make(struct region *r, const struct outline_place *place);

#endif /* SPLITTER_OUTLINE_PARTS_H */
