/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass "context": which functions may run where sleeping is forbidden, which
 * hold spin locks, and which sleeping locks of the kernel's their callers hold.
 */
#ifndef SPLITTER_CONTEXT_H
#define SPLITTER_CONTEXT_H

#include "evidence.h"
#include "flow.h"
#include "model.h"

/**
 * struct context_node - one function
 * @atomic: may run in atomic context
 * @locked: ... as its callers hold a spin lock, as far as that is seen
 * @why: how it is reached there: "cp_interrupt (request_threaded_irq#1)"
 * @advice: the line that would say that it may sleep, or NULL
 * @symbol: the slot that the model does not know, if it is this function's own
 * @frozen: how it is reached while processes are frozen or gone; NULL: it is not
 * @frozen_root: ... by the kernel itself
 * @elsewhere: how it may be called with what the runtime does not know; NULL: it is not
 * @guest: what it is called with is a guest, where the slot says that it may be (`guest_to`)
 * @lock_line: where it, or an inline it uses, enters an atomic section; 0 never
 * @lock_name: by which function
 * @delta: how much deeper in atomic sections its caller is after it
 * @may: sleeping locks of the kernel's that a caller of it may hold, a bit each
 * @must: those that every caller holds
 * @leaves: those that calls in it return with
 * @takes: those that it, or what it calls, takes
 * @needs: those that it, or what it calls, relies on
 * @in_caller: it, or what it calls, asks in which thread it runs
 */
struct context_node {
	bool atomic;
	bool locked;
	const char *why;
	const char *advice;
	const char *symbol;
	const char *frozen;
	bool frozen_root;
	const char *elsewhere;
	bool guest;
	unsigned int lock_line;
	const char *lock_name;
	int delta;
	uint64_t may, must, leaves, takes, needs;
	bool in_caller;
	bool counted;
	bool counting;
};

struct context {
	const struct flow *flow;
	const struct model *model;
	struct context_node *nodes;	/* by func->index */
	struct map calling_back;	/* by name: functions of the kernel's that call slots, by the model */
	const struct evidence *evidence;	/* what was seen of the stock driver, or NULL */
};

/* Marks calls made in atomic sections (call->held) as it goes. */
struct context *context__new(const struct flow *flow, const struct model *model);
void context__free(struct context *context);

/*
 * A slot in a structure of the driver's own, or a variable of it: only the driver calls through it,
 * and that is seen.
 */
bool context__own_slot(const struct facts *facts, const char *slot);

/* context_given.c: sets ->elsewhere and ->guest of the function's node. */
void context__given(struct context *context, const struct func *func);
/* What it is called with through @slot is a guest, where an argument there may be one. */
bool context__hosted(const struct context *context, const struct func *func,
		     const struct model_slot *slot);

/* decline.c: to be called first. Marks functions that are never called, and forgets what they call. */
void context__decline(struct flow *flow, const struct model *model);

/* context.c: what a call may call: what it says, and what that function of the kernel's calls back. */
void context__targets(const struct context *context, const struct func *caller,
		      const struct call *call, struct targets *out);

/* context_locks.c */
void context__locks(struct context *context, struct func *func);

/* context_held.c */
void context__held(struct context *context);
/* What a call takes and relies on. */
void context__call_locks(const struct context *context, const struct func *caller,
			 const struct call *call, uint64_t *takes, uint64_t *needs);

#endif /* SPLITTER_CONTEXT_H */
