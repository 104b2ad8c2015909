/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files outline*.c share. Nobody else includes this. */
#ifndef SPLITTER_OUTLINE_PARTS_H
#define SPLITTER_OUTLINE_PARTS_H

#include "number.h"

/** struct region - what may become a function */
struct region {
	struct walker *w;
	const CXCursor *items;
	unsigned int nr;
	struct func *func;
	struct used {
		CXCursor decl;
		int var;		/* of the function that the region is in */
		bool written;
		bool inside;		/* only locks use it: it is the region's own */
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

/* outline_look.c: what stands against it, and which variables it uses */
void outline__look(struct region *r, CXCursor cursor);
void outline__look_kids(struct region *r, CXCursor cursor);

/* outline_make.c: makes the function, and the call of it */
void outline__make(struct region *r, const struct outline_place *place);

#endif /* SPLITTER_OUTLINE_PARTS_H */
