/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Between locks.c, which finds out who gives back what somebody took, and locks_walk.c, which
 * goes the ways through a function.
 */
#ifndef SPLITTER_LOCKS_H
#define SPLITTER_LOCKS_H

#include "partition.h"

/** enum locks_left - what a function leaves to its caller */
enum locks_left {
	LOCKS_NONE,
	LOCKS_TAKEN,		/* a lock that it took, on some way at least */
	LOCKS_GIVEN,		/* it gives back one that it did not take */
	LOCKS_LENT,		/* ... and takes it again */
	LOCKS_MIXED,		/* nothing, if some conditions of its are always the same */
};

/**
 * struct locks_func - a function, and locks of a kind
 * @by: the model's function by which it is so
 * @open: somebody calls it, or one to which it is left, who is not the driver's
 */
struct locks_func {
	enum locks_left left;
	const char *by;
	bool walked, open;
};

/**
 * struct locks_kind - locks that the same functions take, and give back; in balanced.c, whatever
 * is acquired
 * @takers: names of the former, with blanks between
 * @funcs: by func->index
 */
struct locks_kind {
	struct partition *p;
	const char *takers;
	struct locks_func *funcs;
};

/** locks__entry() - what the model says of the function that is called by its name; or NULL */
const struct model_function *locks__entry(const struct model *model, const struct call *call);

/** locks__takers() - names of what takes the same as @f, or what @f gives back, blanks between */
const char *locks__takers(const struct model *model, const struct model_function *f);

/**
 * locks__effect() - what a call does, whoever it reaches
 * @by: set to the model's function by which it does that, if it does anything
 */
enum locks_left locks__effect(struct locks_kind *kind, const struct func *func,
			      const struct call *call, const char **by);

/**
 * locks__walk() - what a function does on all of its ways together
 * @by: as of locks__effect()
 */
enum locks_left locks__walk(struct locks_kind *kind, const struct func *func, const char **by);

#endif /* SPLITTER_LOCKS_H */
