/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tracked lamp and its mirror, for the tests of shared fields. */
#ifndef UNIT_PAIR_H
#define UNIT_PAIR_H

#include "lamp.h"

#define PAIR_TURNS	8	/* more than there are objects */

/* A tracked lamp, and how the user half sees it. */
struct pair {
	struct world *w;
	struct lamp *kernel;
	struct lamp *user;
	struct cleave_object *o;
};

/** pair_new() - a lamp like @start, tracked, in a world of its own; pair_free() ends both */
struct pair pair_new(const struct lamp *start);
void pair_free(struct pair *p);

/** pair_push() - what the kernel half changed goes to the mirror */
void pair_push(struct pair *p);

/**
 * pair_pull() - what the user half changed goes to the lamp
 *
 * Return: 0, or that it was refused; the reason is in p->w->blame then.
 */
int pair_pull(struct pair *p);

/** pair_pull_soon() - pair_pull() until all was looked at: what may not be written is, in turn */
int pair_pull_soon(struct pair *p);

/** pair_counted() - a statistic of the channel */
u64 pair_counted(struct pair *p, int attr);

#endif /* UNIT_PAIR_H */
