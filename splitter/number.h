/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where numbers come from and what they are used for, in one function's text: between
 * number_place.c, which names places, number_value.c, which looks at what an expression's value is,
 * number_flow.c, at where it goes, number_use.c, at what a number must not be anyone's to choose
 * for, number_path.c, at the order of statements, and number_lives.c, at what a local variable
 * holds in that order.
 *
 * Places are words, the same one for the same place in all functions:
 *
 *	record.member	a member, of whatever object
 *	=name		a variable with a life of its own
 *	F:V		local variable or parameter V of function F, by index
 *	F:V~		all that parameter V ever holds, with what it is given
 *	F:V~L		one of the lives of V: number_lives.c
 *	*F:V		what that one leads to
 *	()F		what function F returns
 *	!F:V		what a function of the user half answers in what parameter V leads to
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

/**
 * struct number_now - which lives local variables have where the text is looked at
 * @place: by index in numbers->lives
 * @dead: nothing gets here
 */
struct number_now {
	const char **place;
	bool dead;
};

struct number_life;

/** struct numbers - the function that is looked at */
struct numbers {
	struct walker *w;
	unsigned int nr_groups;
	const struct number_counter *counters;	/* of the loops around what is looked at */
	struct number_life *lives;
	unsigned int nr_lives;
	struct number_write {
		unsigned int life, at;	/* byte of @file */
		bool compared;		/* it is not written, but that may be all that bounds it */
	} *writes;
	unsigned int nr_writes;
	unsigned int nr_born;
	CXFile file;
	struct number_now now;
	struct number_now *broken, *continued;	/* who leaves the loop, or goes on with it, joins */
	const struct number_now *entered;	/* who gets to a case of the switch */
};

/** struct number_values - what chooses an expression's value */
struct number_values {
	struct number_from *items;
	unsigned int nr;
};

/* number_place.c: the place of what an expression names, or NULL. */
const char *number__place(struct numbers *n, CXCursor cursor);
/* ... of a variable, of a member. */
const char *number__variable(struct numbers *n, CXCursor decl);
/* ... of what a variable leads to, a pointer. */
const char *number__behind(struct numbers *n, CXCursor decl);
const char *number__member(struct numbers *n, CXCursor field);
const char *number__param(struct strings *strings, const struct func *func, unsigned int at,
			  bool leads);
const char *number__result(struct strings *strings, const struct func *func);
const char *number__answer(struct strings *strings, const struct func *func, unsigned int at);
const char *number__called(struct strings *strings, const struct func *func, unsigned int call);
const char *number__argument(struct strings *strings, const struct func *func, unsigned int call,
			     unsigned int at, bool leads);

/* number_value.c */

/* Appends to @out. */
void number__values(struct numbers *n, CXCursor cursor, struct number_values *out);
/* A constant's value. */
bool number__constant(CXCursor cursor, unsigned long long *value);
unsigned long long number__most(CXCursor cursor);
/* @most * @times + @added. What is above INT_MAX, where an int wraps around, has no bound. */
unsigned long long number__more(unsigned long long most, unsigned long long times,
				unsigned long long added);
/* The index in func->calls, or -1. */
int number__call(const struct numbers *n, CXCursor call);
/* Is what it calls a function whose text tells, here or in another file of the driver's? */
bool number__followed(const struct numbers *n, CXCursor call);
/* number_use.c: is that argument of the call what a format wants, which is printed? */
bool number__is_printed(const struct numbers *n, int call, unsigned int at);
/* What the model makes sure of an argument by itself. */
enum number_use_kind number__argument_kind(const struct model_function *entry, unsigned int at);

/*
 * number_counter.c: a loop "for (i = constant; i < constant; i++)" whose body leaves i alone, and
 * runs.
 * @parts: what stands in the parentheses, and the body
 */
bool number__counts(struct numbers *n, const CXCursor *parts, CXCursor variable, CXCursor limit,
		    struct number_counter *counter);
/* The most that a variable is where it is looked at. */
unsigned long long number__counted(const struct numbers *n, const char *place);

/* number_lives.c: a place may be a variable's or any other, which has no lives. */

void number__begin_lives(struct numbers *n, CXCursor body);
void number__end_lives(struct numbers *n);
/* What is read where that is read, and what all that is ever written there goes to. */
const char *number__read(const struct numbers *n, const char *place);
const char *number__base(const struct numbers *n, const char *place);
/* It is assigned @value, and has another life from here on. */
void number__begin(struct numbers *n, const char *place, CXCursor value);
/* It is compared with a number, which flows into the life that it has from here on; NULL: none. */
const char *number__bound(struct numbers *n, const char *place);
/* From here on the variable is not above @most. */
void number__narrow(struct numbers *n, CXCursor variable, unsigned long long most);
/* How often is it written in that text? */
unsigned int number__writes(const struct numbers *n, CXCursor cursor, const char *place);
/* What is written there in whatever order may hold any of it; @again: or in an earlier round. */
void number__forget_written(struct numbers *n, CXCursor cursor, bool again);
void number__forget_lives(struct numbers *n);

struct number_now number__copy_now(const struct numbers *n, const struct number_now *now);
void number__free_now(struct number_now *now);
/* Two paths meet; frees @other, which is nothing if nobody came there. */
void number__meet(struct numbers *n, struct number_now *other);
/* What was done since may have been left out; frees @before. */
void number__settle(struct numbers *n, struct number_now *before);
/* This path goes on where @to leads. */
void number__leave(struct numbers *n, struct number_now *to);

/* number_flow.c: notes where numbers go in an expression. */

void number__flow(struct numbers *n, const char *to, struct number_from from);
void number__assign(struct numbers *n, const char *to, CXCursor value);
/* What a variable, a pointer, leads to is what has the address that it is given. */
void number__lead(struct numbers *n, CXCursor pointer, CXCursor value);
bool number__compares(enum CXBinaryOperatorKind kind);
/* @one is compared with @other. */
void number__compare(struct numbers *n, CXCursor one, CXCursor other, enum number_how how);
/* @how: what a variable that is counted here becomes */
void number__visit(struct numbers *n, CXCursor cursor, enum number_how how);

/* number_path.c: a statement, and those that come after it. */
void number__statement(struct numbers *n, CXCursor cursor);
/* ... notes all in a function's, or a region's, statements. */
void number__collect(struct walker *w, const CXCursor *items, unsigned int nr);

/* number_use.c: notes what an expression or a loop uses numbers for. */
void number__use(struct numbers *n, CXCursor cursor);

#endif /* SPLITTER_NUMBER_H */
