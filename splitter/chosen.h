/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Numbers that the user half chooses: members and variables that both halves share and that
 * functions of the user half write, arguments that they give, results, what they lend, and what
 * they keep in regions. What the kernel half makes of them is followed through its
 * functions, by what number.h notes of each.
 */
#ifndef SPLITTER_CHOSEN_H
#define SPLITTER_CHOSEN_H

#include "partition.h"

/** struct chosen_bound - values that the user half may give a number; a place of number.h */
struct chosen_bound {
	unsigned long long least, most;
	enum number_owner owner;
};

/**
 * chosen__judge() - look at what is decided so far
 *
 * Where a number steers the kernel half, it gets a bound in @p->bounds, or the functions that
 * write it are moved to the kernel half.
 *
 * Return: whether any function was moved.
 */
bool chosen__judge(struct partition *p);

/** chosen__forget() - empty @p->bounds */
void chosen__forget(struct partition *p);

/** enum chosen_kind - how the user half chooses a number */
enum chosen_kind {
	CHOSEN_SHARED,		/* it writes a shared member or variable */
	CHOSEN_ARGUMENT,	/* it gives it to a function of the kernel half */
	CHOSEN_LENT,		/* ... with a buffer */
	CHOSEN_RESULT,		/* a function of its returns it to the kernel half */
	CHOSEN_ANSWERED,	/* ... answers it in what it is lent */
	CHOSEN_REGION,		/* it gives it to a region of one of its functions, which keeps it */
};

/** struct chosen_source - a number that the user half chooses */
struct chosen_source {
	enum chosen_kind kind;
	const char *place;
	const char *name;	/* in messages */
	const struct type *type;
	const struct model_field *model;
	bool whole;		/* nobody can look at it by itself: an array, a union */
	bool unknown;		/* something else than constants is written */
	unsigned long long least, most;	/* constants */
	struct chosen_writer {
		struct func *func;
		unsigned int line;
		bool unknown;
	} *writers;
	unsigned int nr_writers;
};

/** struct chosen_sources - all of them */
struct chosen_sources {
	struct chosen_source **items;
	unsigned int nr;
};

struct share;

/* chosen_source.c. @s: which bodies run where */
void chosen_source__find(struct partition *p, struct share *s, struct chosen_sources *out);
void chosen_source__free(struct chosen_sources *sources);

/* chosen_flow.c: */

/**
 * struct chosen_state - how much of a number arrives at a place, by enum number_how
 * @grown: how often more arrived because something was added on the way, as in a loop
 */
struct chosen_state {
	bool there[NUMBER_STEP];
	unsigned long long most[NUMBER_STEP];
	unsigned int grown;
};

struct chosen_flow;

/* @runs: by func->index: what runs in the kernel half */
struct chosen_flow *chosen_flow__new(const struct partition *p, const bool *runs);
void chosen_flow__free(struct chosen_flow *flow);
/* Follow what is at a place, at most @most. Returned states add up until chosen_flow__reset(). */
void chosen_flow__follow(struct chosen_flow *flow, const char *place, unsigned long long most);
/* ... from members and variables on that it reaches. */
void chosen_flow__follow_kept(struct chosen_flow *flow, const char *place, unsigned long long most);
void chosen_flow__reset(struct chosen_flow *flow);
/* What arrives at a use: true if anything does. */
bool chosen_flow__arrives(const struct chosen_flow *flow, const struct number_from *from,
			  struct chosen_state *state);

/* chosen_pointer.c: the same for pointers. Returns true if a function moved. */
bool chosen_pointer__judge(struct partition *p, struct share *s);

#endif /* SPLITTER_CHOSEN_H */
