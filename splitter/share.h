/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass "sharing": from the partition to the rest of the plan. What crosses:
 * fields that both sides touch, places where pointers may lead, symbols, and
 * the calls themselves.
 */
#ifndef SPLITTER_SHARE_H
#define SPLITTER_SHARE_H

/* In functions of the kernel half that make objects: for whom. */
#define SHARE_OWNER	"cleave_owner"

#include "cross.h"
#include "partition.h"
#include "plan.h"

/** struct instance - where a record is within objects of a type */
struct instance {
	const struct record *record;
	const struct record *root;	/* record that ->path starts in */
	const char *path;		/* "mii_if", "resource[]", "" for the root itself */
	const char *base;		/* C expression: where the root begins, NULL: at 0 */
	long offset;			/* bits from the start of the root */
	long count, stride;		/* bytes; 1 and 0 if it is there once */
	bool ours;			/* in none of the kernel's structures: those look after themselves */
	int part;			/* 0 the object's own, 1 the driver's, 2 what is behind that */
};

/** struct share_type - a type of objects while it is being made */
struct share_type {
	const struct record *record;	/* NULL: a variable */
	struct instance *instances;
	unsigned int nr_instances;
	struct share_field {
		struct plan_field plan;
		int part;		/* of the instance that it is in */
		long offset;		/* bits */
	} *fields;
	unsigned int nr_fields;
};

/** struct share_allowed - a structure that a field with a class of its own may lead to */
struct share_allowed {
	const struct record *record;
	int class;
};

/** struct share - the pass under way */
struct share {
	struct partition *p;
	struct plan *plan;
	struct map classes;		/* index in plan->classes, as a pointer */
	struct map groups;		/* names of classes of functions: the one in its stead */
	struct share_allowed *allowed;
	unsigned int nr_allowed;
	bool *user;			/* by func->index: runs in the user half */
	bool *kernel;			/* ... in the kernel half */
	bool **within;			/* by upcall: those of ->user that may run for it */
	struct map touched;		/* "record.field" that the kernel half touches */
	struct map lent;		/* ... that callees get the address and the length of */
	struct map whole;		/* records of which it touches everything */
	struct map bytes;		/* ... of those, by bytes */
	struct map written;		/* "record.field", "record": what may change in variables */
	struct map merged;		/* ACCESS_BITS, ACCESS_SUM by "record.field" or "=NAME" */
	bool untyped;			/* somebody may write bytes of who knows which structure */
	struct share_type *types;	/* by index in plan->types */
	unsigned int nr_types;
	int *functions;			/* by func->index: index in plan->functions, -1 */
};

/**
 * share__fill() - all that is left of the plan
 * @s: starts zeroed, with ->p and ->plan; share__forget() ends it
 */
void share__fill(struct share *s);
void share__forget(struct share *s);

/* share_types.c: numbers for what pointers lead to. 0 for what has none. */
int share__class(struct share *s, const struct type *to);
int share__class_named(struct share *s, const char *name);

/* share_groups.c: of functions, and members that lead to such, when share__groups() has run. */
void share__groups(struct share *s);
int share__class_of_function(struct share *s, const struct func *func);
int share__class_of_slot(struct share *s, const char *slot, const struct type *to);

/* What a callee in the kernel does with what it is given the address of. */
enum share_callee {
	SHARE_NOBODY = 0,	/* there is none, or it is given an object */
	SHARE_LENT = 1,		/* reads or writes it, which may be a copy of it */
	SHARE_ITSELF = 2,	/* follows the address later, or changes what is there at once */
	SHARE_TEXT = 4,		/* ... until a byte of it is 0 */
};

/*
 * share_reach.c: how the user half touches something: what becomes of an address that is
 * given away. @kernel: what the kernel does with it, bits.
 */
int share__mode(struct share *s, const struct func *func, const struct access *access,
		enum share_callee *kernel);

/* Which bodies run where. */
void share__reach(struct share *s);

/* share_touch.c: what the kernel half touches; ->kernel is known. */
void share__touched(struct share *s);
/* All that is in such a structure it touches. */
void share__whole(struct share *s, const struct record *record);
/* Called for each pointer by which a function looks at bytes, or may write them. */
typedef void share_bytes_seen(struct share *s, const struct func *func, const struct origin *from,
			      bool written);
void share__bytes(struct share *s, const struct func *func, share_bytes_seen *seen);
/* What a pointer is declared as; NULL: it is no variable or member. */
const struct type *share__declared(const struct func *func, const struct origin *from);
/* The structure of the driver's that it leads to, or NULL. */
const struct record *share__ours(const struct func *func, const struct origin *from);

/* share_punned.c: what it takes for another structure, or is given by @func as one. */
void share__punned(struct share *s, const struct func *func);

/* share_types.c */
/* Where records are within a variable of that type: all of them, if one is of tracked ones. */
void share__instances(struct share *s, struct share_type *type, const struct record *record,
		      long count);
void share__find_types(struct share *s);
/* A C identifier for a type, of which no other has the like; the caller's to free. */
char *share__ident(const struct share *s, const char *name);
int share__type_of(const struct share *s, const char *name);
int share__type_with(const struct share *s, const struct type *to);
void share__finish_types(struct share *s);
/* C expression: where it begins in an object; the first of several. */
const char *share__offset_of(struct share *s, const struct instance *at);

/* share_fields.c */
void share__fields(struct share *s);
void share__field(struct share *s, struct share_type *type, const struct instance *at,
		  const char *path, int mode, bool kernel);
void share__global_field(struct share *s, struct share_type *type, const struct global *global,
			 const char *path, int mode);

/* share_globals.c */
void share__globals(struct share *s);
void share__symbols(struct share *s);

void share__name_string(struct share *s, const char *name);

/* share_settled.c: does nobody change the variable once the module is loaded? */
bool share__settled(const struct flow *flow, const struct global *global);

/* share_unwritten.c: numbers in variables that are for ever what the driver's text says. */
void share__find_written(struct share *s);
bool share__unwritten(const struct share *s, const struct record *owner, const struct field *field);

/* share_merge.c: what becomes of a number, of @field or of @global, that both halves change. */
void share__find_merged(struct share *s);
enum number_merge share__merge(const struct share *s, const struct record *owner,
			       const struct field *field, const struct global *global);

/* share_strings.c: literals that are stored in objects. */
void share__strings(struct share *s);

/* share_natives.c: what the kernel half gives back by itself. */
void share__natives(struct share *s);
/** share__native() - that of the plan with this name, or NULL */
struct plan_downcall *share__native(const struct share *s, const char *name);

/* share_locks.c: calls of locks that only the user half takes. */
void share__locks(struct share *s);

/* share_renames.c: words of the driver's text that stand for functions of births.c. */
void share__renames(struct share *s);

/* share_struck.c: adds to plan->renames what keeps functions from what was left half-way. */
void share__struck(struct share *s);

/* share_tell.c: adds to plan->renames what has the kernel half told of stores. */
void share__tell(struct share *s);

/* share_narrow.c: what pointers lead to of which the type does not say it. */
int share__class_of_field(struct share *s, const char *slot, const struct type *to);
const struct type *share__narrow(struct share *s, const struct func *callee, unsigned int arg);

/* share_edges.c, share_assumed.c: what the report shows of the way to the plan. */
void share__edges(struct share *s);
void share__reachable(struct share *s);
void share__assumptions(struct share *s);

/* share_calls.c */
void share__functions(struct share *s);
void share__calls(struct share *s);
void share__fill_args(struct share *s, const struct crossing *crossing, struct plan_arg **args,
		      unsigned int *nr, struct plan_arg *ret);

/* share_downs.c: downcalls for what @func calls; an inline's belong to a unit that calls it. */
void share__downs(struct share *s, const struct func *func);

/* share_policies.c: what happens to each symbol that the user half leaves undefined. */
void share__policies(struct share *s);

/* share_sites.c: where macros are called that hold a static lockdep key. */
void share__site_arg(const struct model_function *macro, struct plan_downcall *down);
void share__sites(struct share *s);

/* share_set.c: a pointer that the user half's functions set to addresses alone, never to NULL. */
bool share__is_set(struct share *s, const struct record *owner, const char *member);

/* share_called.c: functions that downcalls have the kernel call, with what they will be called with. */
void share__called(struct share *s);

/* share_fixed.c: arguments of downcalls that are constants of the driver's text. */
void share__fixed(struct share *s);

/* share_within.c: what runs, and the downcalls that are made, within each upcall; after share__calls(). */
void share__within(struct share *s);

/* share_constant.c: what a call gives as constants passes the checks of its callee. */
void share__constant(struct share *s, const struct call *call, const struct model_function *entry);

/* share_macros.c: macros that the user view has in another form. */
void share__macros(struct share *s);

/* share_idle.c: lines of the profile that say nothing of this driver. */
void share__idle(struct share *s);

#endif /* SPLITTER_SHARE_H */
