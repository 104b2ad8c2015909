/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a call crosses: what becomes of each argument, and whether that can be
 * done at all.
 */
#ifndef SPLITTER_CROSS_H
#define SPLITTER_CROSS_H

#include "partition.h"

/** struct cross_arg - one argument, or the returned value */
struct cross_arg {
	const char *name;
	const char *type;	/* C spelling */
	enum arg_kind kind;
	int dir;
	const char *len;
	const char *check;
	const char *answer;
	const char *limit;
	const char *host;	/* upcalls: C expression: what a guest belongs to, or NULL */
	const char *user;	/* so many bytes there are memory of the process that called */
	const struct type *to;	/* what a pointer leads to; NULL: not known */
	const char *class;	/* ... or its name, if only that is known */
	bool null, birth, ends;
	bool lent;		/* ARG_BUFFER: as long as the upcall's; the region looks at each use */
	bool managed;		/* with ->birth: it ends with its device's binding */
	bool table;		/* ARG_OBJECT: a constant table of the driver's */
	bool region;		/* ARG_OBJECT: into device or DMA memory */
};

/** struct crossing - all of a call */
struct crossing {
	struct trouble trouble;
	bool stack;		/* upcalls: the trouble is an address of a variable of a caller's */
	struct cross_arg args[12];
	unsigned int nr_args;
	struct cross_arg ret;
};

/** cross__down() - a downcall of a function of the kernel or of a header */
void cross__down(struct partition *p, const struct func *func,
		 const struct model_function *entry, struct crossing *out);

/** cross__macro() - a downcall of a listed macro */
void cross__macro(struct partition *p, const struct model_function *entry,
		  struct crossing *out);

/** cross__told() - what is said of an argument of a downcall of one of the driver's, or NULL */
const struct model_arg *cross__told(const struct partition *p, const struct func *func,
				    unsigned int at);

/** cross__driver() - a downcall of one of the driver's own functions */
void cross__driver(struct partition *p, struct func *func, struct crossing *out);

/**
 * cross__up() - an upcall
 * @slot: NULL: called directly, or known to the model by nothing
 */
void cross__up(struct partition *p, struct func *func, const struct model_slot *slot,
	       struct crossing *out);

/** cross__is_table() - whether what comes from there are constant tables of the driver's */
bool cross__is_table(const struct partition *p, const struct func *func,
		     const struct origins *from);

/** cross__slot() - the slot by which the kernel calls a function; NULL if none is known */
const struct model_slot *cross__slot(const struct partition *p, const struct func *func);

#endif /* SPLITTER_CROSS_H */
