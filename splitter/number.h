/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where numbers come from and what they are used for, in one function's text: between
 * number_value.c, which looks at expressions, number_flow.c, at statements, and number_use.c,
 * at what a number must not be anyone's to choose for.
 *
 * Places are words, the same one for the same place in all functions:
 *
 *	record.member	a member, of whatever object
 *	=name		a variable with a life of its own
 *	F:V		local variable or parameter V of function F, by index
 *	*F:V		what that one leads to
 *	()F		what function F returns
 *	F#C		what call C of function F returns
 *	F#C:A		argument A of it; *F#C:A what that leads to
 */
#ifndef SPLITTER_NUMBER_H
#define SPLITTER_NUMBER_H

#include "facts_clang.h"

/** struct number_counter - a loop's variable in its body, where the loop's condition bounds it */
struct number_counter {
	const char *place;
	unsigned long long most;
	const struct number_counter *outer;
};

/** struct numbers - the function that is looked at */
struct numbers {
	struct walker *w;
	unsigned int nr_groups;
	const struct number_counter *counters;	/* of the loops around what is looked at */
};

/** struct number_values - what chooses an expression's value */
struct number_values {
	struct number_from *items;
	unsigned int nr;
};

/* number_value.c */

/* Appends to @out. */
void number__values(struct numbers *n, CXCursor cursor, struct number_values *out);
/* The place of what an expression names, or NULL. */
const char *number__place(struct numbers *n, CXCursor cursor);
/* A constant's value. */
bool number__constant(CXCursor cursor, unsigned long long *value);
unsigned long long number__most(CXCursor cursor);
/* The index in func->calls, or -1. */
int number__call(const struct numbers *n, CXCursor call);
/* Is what it calls a function whose text tells, here or in another file of the driver's? */
bool number__followed(const struct numbers *n, CXCursor call);
/* What the model makes sure of an argument by itself. */
enum number_use_kind number__argument_kind(const struct model_function *entry, unsigned int at);

const char *number__param(struct strings *strings, const struct func *func, unsigned int at,
			  bool leads);
const char *number__result(struct strings *strings, const struct func *func);
const char *number__called(struct strings *strings, const struct func *func, unsigned int call);
const char *number__argument(struct strings *strings, const struct func *func, unsigned int call,
			     unsigned int at, bool leads);

/*
 * number_counter.c: a loop "for (i = constant; i < constant; i++)" whose body leaves i alone.
 * @parts: what stands in the parentheses, and the body
 */
bool number__counts(struct numbers *n, const CXCursor *parts, CXCursor variable, CXCursor limit,
		    struct number_counter *counter);
/* The most that a variable is where it is looked at. */
unsigned long long number__counted(const struct numbers *n, const char *place);

/* number_flow.c: notes all in a function's, or a region's, statements. */
void number__collect(struct walker *w, const CXCursor *items, unsigned int nr);

/* number_use.c: notes what an expression or a loop uses numbers for. */
void number__use(struct numbers *n, CXCursor cursor);

#endif /* SPLITTER_NUMBER_H */
