/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between steer.c, which follows what the user half chooses through a region, and
 * steer_check.c, which looks at what it is used for.
 */
#ifndef SPLITTER_STEER_H
#define SPLITTER_STEER_H

#include "facts_clang.h"

/** struct steer - what the user half chooses in a region */
struct steer {
	struct walker *w;
	const CXCursor *items;		/* the region's statements */
	unsigned int nr;
	struct chosen {
		CXCursor decl;		/* a variable, a parameter, a member */
		const char *name;	/* of the region's variable that it comes from */
	} *chosen;
	unsigned int nr_chosen;
	struct steer_body {
		CXCursor definition;	/* of a function that is given any of it */
		CXCursor call;		/* in the region: what leads there */
		const char *result;	/* as ->name, if what it returns is chosen; or NULL */
	} *bodies;
	unsigned int nr_bodies;
	const CXCursor *given;		/* what becomes parameters */
	unsigned int nr_given;
	struct outline *guards;		/* of arrays */
	CXCursor *guarded;		/* buffers of which every use has a guard */
	unsigned int nr_guarded;
	int in;				/* the body that is looked at; -1: the region itself */
	bool grew;
	const char *why;
	CXCursor at;
};

/* steer.c: the name of a variable of the region's that chooses an expression's value, or NULL. */
const char *steer__chosen(const struct steer *s, CXCursor cursor);
/* The definition of what is called, if it is to be followed, or the null cursor. */
CXCursor steer__followed(const struct steer *s, CXCursor call);

/* steer_check.c: sets ->why and ->at if anything is steered. */
void steer__check(struct steer *s);

#endif /* SPLITTER_STEER_H */
