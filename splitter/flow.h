/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where pointers come from and functions go, between functions: what the
 * facts say of each function by itself, put together.
 */
#ifndef SPLITTER_FLOW_H
#define SPLITTER_FLOW_H

#include "facts.h"

/** struct targets - functions, in the order in which they were found */
struct targets {
	struct func **items;
	unsigned int nr;
};

/** struct slot_use - a slot that a function's address goes to */
struct slot_use {
	const char *slot;	/* "record.field", "callee#N"; NULL: nobody knows where */
	struct func *in;	/* function, or initialiser, in which it is put there */
	unsigned int line;
};

/** struct edge - a call, as seen from the callee */
struct edge {
	struct func *caller;
	const struct call *call;
};

/** struct flow_node - what is known of a function from all others */
struct flow_node {
	struct slot_use *slots;
	unsigned int nr_slots;
	struct edge *callers;
	unsigned int nr_callers;
};

struct flow {
	struct facts *facts;
	struct flow_node *nodes;	/* by func->index */
	struct map pointed;		/* struct targets by slot */
	struct map open;		/* slots of ->pointed that may hold others; flow_open.c */
	struct targets *params;		/* by parameter; flow->first[func->index] + N */
	unsigned int *first;
	struct targets inits;		/* module_init and module_exit functions */
	bool news;			/* a function goes somewhere new */
};

struct flow *flow__new(struct facts *facts);
void flow__free(struct flow *flow);

/**
 * flow__resolve() - follow variables and the results of functions with bodies
 * @out: gets origins that are none of ORIGIN_VAR; the caller frees ->items
 */
void flow__resolve(const struct func *func, const struct origins *from, struct origins *out);

/** flow__is_init() - whether @func is what module_init() or module_exit() was given */
bool flow__is_init(const struct flow *flow, const struct func *func);

/** flow__is_variable() - whether @global, its address or what it holds may come from there */
bool flow__is_variable(const struct func *func, const struct origins *from,
		       const struct global *global);

/**
 * flow__all() - whether all that may come from there is what @is says
 *
 * A parameter is that if all callers give such, and no slot has the function: nobody knows what
 * comes from there. A pointer within what a parameter leads to is none of it.
 */
bool flow__all(const struct flow *flow, const struct func *func, const struct origins *from,
	       bool (*is)(const struct origin *origin));

/** flow__all_given() - the same of parameter @param of the function */
bool flow__all_given(const struct flow *flow, const struct func *func, unsigned int param,
		     bool (*is)(const struct origin *origin));

/** flow__leads_to() - whether its address may come from there */
bool flow__leads_to(const struct func *func, const struct origins *from,
		    const struct global *global);

/** flow__exported() - whether other modules find the function or variable by its name */
bool flow__exported(const struct facts *facts, const char *name);

/**
 * flow__tables() - which variables of the driver's are slots of their own
 *
 * Those that hold functions, if nobody but the driver's text gets at them: each address of one
 * stays in local variables, and each function in it was put there by an assignment or initialiser.
 */
void flow__tables(struct facts *facts);

/** flow__slot() - the member or variable that it was loaded from, as a slot; NULL: it is none */
const char *flow__slot(const struct origin *origin);

/** flow__stored() - the same of what is stored to */
const char *flow__stored(const struct store_fact *store);

/** flow__declared() - type of the variable or parameter that it comes from; NULL: of neither */
const struct type *flow__declared(const struct func *func, const struct origin *from);

/** flow__find_open() - which slots may hold other functions than those that are known */
void flow__find_open(struct flow *flow);

/** flow__is_open() - whether that is so of what a call of @func goes through, or of a parameter */
bool flow__is_open(const struct flow *flow, const struct func *func, const struct origin *origin);

/** flow__is_kernels() - loaded from where the kernel puts what it likes */
bool flow__is_kernels(const struct origin *origin);

/** flow__holds() - whether parameter or call @index of the function is among what comes from there */
bool flow__holds(const struct func *func, const struct origins *from, enum origin_kind kind,
		 int index);

/**
 * flow__targets() - which functions a call may reach
 * @out: the caller frees ->items
 *
 * Return: false if it may also reach others, nobody knows which. Those of the driver's that are
 * of its type and whose address is taken are among @out then.
 */
bool flow__targets(const struct flow *flow, const struct func *caller, const struct call *call,
		   struct targets *out);

/* Between flow.c and flow_calls.c. Whether it was not there yet; what a parameter may be. */
bool flow__add_target(struct targets *targets, struct func *func);
struct targets *flow__param_targets(const struct flow *flow, const struct func *func,
				    unsigned int param);

#endif /* SPLITTER_FLOW_H */
