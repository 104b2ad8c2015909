/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass "partition": which functions run in the user half. What it decides is
 * the greatest set that satisfies all rules: it starts with everything that
 * may sleep and takes away until nothing changes.
 */
#ifndef SPLITTER_PARTITION_H
#define SPLITTER_PARTITION_H

#include "context.h"
#include "plan.h"
#include "report.h"

struct path_step;	/* path.h */

/**
 * struct trouble - why something cannot be in the user half
 * @why: NULL: nothing stands against it
 * @advice: the line that would help, or NULL
 * @symbol: the name that the model does not know, or NULL
 */
struct trouble {
	const char *why;
	const char *advice;
	const char *symbol;
	unsigned int line;
};

/**
 * struct needs - whether a function's body can run in the user half
 * @params: by bit: parameters that must lead to something the user half can see
 * @plain: nothing in it leaves the user half: no downcall
 * @into: parameters that lead it to anything, whatever they were declared to lead to
 * @indexed: parameters by which it reaches what is beside what they lead to
 * @given: parameters that it gives to the kernel half as objects, or keeps there
 * @lent: parameters that are addresses in a process
 * @hard: it cannot run in the kernel as a downcall either: something in it is
 *	not known, or must not be done for a user half
 */
struct needs {
	struct trouble trouble;
	unsigned int params, into, indexed, given, lent;
	bool plain;
	bool hard;
	bool done;
	bool doing;
};

struct part_node {
	enum side side;
	bool kernel;		/* decided: may not be in the user half */
	bool alone;		/* ... nor a copy of it; chosen.c */
	bool across;		/* the kernel half has no copy of it */
	bool asked;		/* waits.c has looked, or does, what it waits for */
	const struct func *waits;	/* ... which runs by itself in the kernel half, and sets: */
	const struct access *awaited;
	const char *reason;
	const char *advice;
	const char *symbol;	/* what the model does not know and keeps it in the kernel */
	unsigned int line;	/* where that is used */
	struct needs needs;
};

/**
 * struct effect - something that a function acquires, makes or gives back
 * @callee: by a call of it, by the function itself or an inline that it uses
 * @held: under a lock
 * @told: the call that the function makes tells by which keys that goes on record
 */
struct effect {
	const struct model_function *entry;
	const struct func *callee;
	bool held;
	bool told;
};

struct effects {
	struct effect *items;
	unsigned int nr;
	bool known;
};

/** struct late - what a function acquires, or gives back, where it may not sleep; late.c */
struct late {
	const struct func *func;
	const struct model_function *entry;
};

struct partition {
	struct effects *effects;	/* by func->index */
	const struct context *context;
	const struct flow *flow;
	struct facts *facts;
	const struct model *model;
	struct strings *strings;
	struct part_node *nodes;	/* by func->index */
	struct map tracked;		/* struct record by name: objects or parts of them */
	struct map reads;		/* reads.c: by member */
	struct map asked;		/* slots whose stores are being looked at */
	struct map born;		/* struct model_type by name, of which objects are made */
	struct map visitors;		/* ... of those, by name: made by another module */
	struct map ended;		/* records that end as arguments of upcalls, or would */
	struct map bounds;		/* struct chosen_bound by place; chosen.c */
	struct map guarded;		/* struct number_use by its text's place: divisors, in the kernel half */
	struct map strays;		/* stray.c: by slot */
	struct locks_kind *locks;	/* locks.c */
	unsigned int nr_locks;
	struct late *late;
	unsigned int nr_late;
	struct map unseen;		/* by name: func that makes or ends such objects unseen */
	const struct record *private;	/* the driver's own part of ->private_of */
	const struct model_type *private_of;
	const struct record *inner;	/* ... and behind that part, if another module has that one */
	const struct model_type *several;	/* objects with different parts of the driver's */
};

/**
 * partition__new() - decide
 * @report: gets marks that are not sound
 *
 * Return: NULL if a mark is not sound.
 */
struct partition *partition__new(const struct context *context, struct report *report);
void partition__free(struct partition *p);

/* Its name if it is the driver's and has a body. */
bool partition__ours(const struct func *func);

/* A header's macro makes it, so it has no text to put a stub in; but the shim can redirect calls. */
static inline bool partition__redirected(const struct func *func)
{
	return func->from_macro && func->is_inline && func->is_static && func->early;
}

/* Whether a function, or a copy of it, is in that half. */
bool partition__in_user(const struct partition *p, const struct func *func);
bool partition__in_kernel(const struct partition *p, const struct func *func);

/* The header's inline that calls it back, having been given its address; or NULL. */
const struct func *partition__called_back(const struct partition *p, const struct func *func);

/* Takes a function, and a copy of it, away from the user half: false if it was not there. */
bool partition__keep(struct partition *p, const struct func *func, const char *why,
		     const char *advice);

/* Whether a kernel-side function may have a copy in the user half, for callers there. */
bool partition__may_copy(struct partition *p, struct func *func);

/* Whether the kernel half has a copy of a function of the user half. */
bool partition__has_copy(struct partition *p, const struct func *func);

/* acquired.c: whether a function also gives back what it acquires by @entry, on all of its ways. */
bool acquired__gives_back(struct partition *p, const struct func *func,
			  const struct model_function *entry);
/* ... calls, itself or by others, one of @names, a list with blanks between. */
bool acquired__calls(struct partition *p, const struct func *func, const char *names);
/*
 * Whether what a function acquires goes on record also where the kernel half calls it: the record
 * belongs to the root of an object that an argument leads to.
 */
bool acquired__recorded(const struct partition *p, const struct effect *effect);
/*
 * Whether it makes or acquires something and keeps it, which in the kernel half would go unnoticed.
 * What goes on record there is no matter, if it @sleeps.
 */
bool acquired__kept(struct partition *p, const struct func *func, bool sleeps);
/*
 * The function of the kernel half that acquires, on no record, what @func gives back @by that:
 * no user half may. NULL: there is none.
 */
const struct func *acquired__elsewhere(struct partition *p, const struct func *func,
				       const struct model_function **by);
/* ... for which the kernel may call the driver later: no mere memory, nor a lock. */
const struct func *acquired__lasting(struct partition *p, const struct func *func,
				     const struct model_function **by);

/* marks.c: whether each mark of the profile is that of a function. */
bool marks__known(const struct partition *p, struct report *report);

/* effects.c */
const struct effects *effects__of(struct partition *p, const struct func *func);
void effects__free(struct partition *p);

/*
 * balanced.c: whether @func acquires, or gives back, by @f only what it gives back itself, on all
 * of its ways, by calls that its text names.
 */
bool balanced__in(struct partition *p, const struct func *func, const struct model_function *f);
/* ... whether it ends, on each of its ways, with as much as it began with. */
bool balanced__ends(struct partition *p, const struct func *func, const struct model_function *f);

/* late.c: to be called first. */
void late__find(struct partition *p);
/*
 * The function of the kernel half that gives back what @entry acquires where it may not sleep, so
 * that the runtime does not hear of it: NULL if there is none.
 */
const struct func *late__by(const struct partition *p, const struct model_function *entry);
/* Whether one acquires it there. */
bool late__acquired(const struct partition *p, const struct model_function *entry);

/* stored.c */

/** stored__type() - of a place in an object or a variable of the driver's; NULL: it is none */
const struct type *stored__type(const struct partition *p, const struct store_fact *store);

/** stored__where() - that place, for a person */
const char *stored__where(const struct partition *p, const struct store_fact *store);

/* tracked.c: which structures the user half can see. */
void tracked__find(struct partition *p);
bool tracked__is(const struct partition *p, const struct record *record);
/* Whether objects of that type are known for the length of an upcall only. */
bool tracked__guest(const struct partition *p, const struct record *record);
/* Why objects of that name are none that the user half can see. */
const char *tracked__why_not(const struct partition *p, const char *name);
/* A type of objects that @entry makes or frees of which the user half knows none; NULL: there is none. */
const char *tracked__unknown(const struct partition *p, const struct model_function *entry);
const struct model_type *tracked__model(const struct partition *p, const struct record *record);
/*
 * The name of a parameter that is born when @func is called, as probe() is, while only another
 * table of the driver's has a function that ends such objects; NULL if there is none.
 */
const char *tracked__stays(const struct partition *p, const struct func *func);
/* Whether that is the driver's own part, which stands behind each object of the type @of. */
bool tracked__private(const struct partition *p, const struct record *part,
		      const struct record *of);
bool tracked__opaque(const struct partition *p, const struct type *type);
/* Whether the model names that member, which is then open even in an opaque structure. */
bool tracked__open(const struct partition *p, const struct record *owner,
		   const struct field *member);
/* Does it hold what is opaque to the user half, also inside of its parts? */
bool tracked__holds_opaque(const struct partition *p, const struct record *record);
/* Does it hold pointers, also inside of its parts? */
bool tracked__has_pointers(const struct record *record);

/*
 * tracked_private.c: looks what the driver's own part behind such objects is, and whether there are
 * several: sets p->private, ->private_of and ->several.
 */
void tracked__find_private(struct partition *p, const struct model_type *type);

/* The same for what is behind that part: sets p->inner and ->several. */
void tracked__find_inner(struct partition *p);
/* Whether it is by that member, an array at the end of such objects, that the part is found, too. */
bool tracked__at_part(const struct model_type *type, const struct record *inside,
		      const char *member);
/* Whether it takes a part of the driver's that objects have for one of several kinds. */
bool tracked__several(const struct partition *p, const struct func *func);

/*
 * unheard.c: the type of objects that @func may be given by a slot, @slot, and that the runtime
 * may not know; or NULL.
 */
const struct model_type *unheard__given(const struct partition *p, const struct func *func,
					const char **slot);

/*
 * stray.c: why what is taken out of a member may be no object of the type @to, although declared to
 * be; or, @to being NULL, may be a number in an object, which the halves do not share by that
 * pointer. NULL: it is what it should be.
 */
const char *stray__why(struct partition *p, const struct func *func, const struct origins *from,
		       const struct record *to);

/*
 * natives.c: what @call makes, if the runtime may hear of it where the kernel half makes it; then
 * the parameter of @func that leads to an object whose root it is to have, or -1.
 */
const struct model_function *natives__made(const struct partition *p, const struct func *func,
					   const struct call *call);
int natives__owner(const struct partition *p, const struct func *func);
/* ... or whether it lasts as long as the module, whose init makes it. */
bool natives__for_module(const struct partition *p, const struct func *func,
			 const struct model_function *made);
/* The same of bytes that the driver keeps; somebody must own them. */
const struct model_function *natives__bytes(const struct partition *p, const struct func *func,
					    const struct call *call);
/* The same of device memory; there must be such a parameter. */
const struct model_function *natives__mapped(const struct partition *p, const struct func *func,
					     const struct call *call);
/* What stands for that call in the kernel view; NULL: the call itself. */
const char *natives__name(const struct partition *p, const struct func *func,
			  const struct call *call);
/* Whether that is no word of the function's: a macro calls it. */
bool natives__by_macro(const struct partition *p, const struct func *func, const struct call *call);
/* The parameter of a probe in the kernel half that is a root from when it is called, or -1. */
int natives__root(const struct partition *p, const struct func *func);

/* unrecorded.c: what a function of the kernel half calls that sets up something, or may; or NULL. */
const char *unrecorded__by(struct partition *p, const struct func *func);

/* pairs.c: the function of the kernel half that does what @func is called to undo, or NULL. */
const struct func *pairs__done_by(const struct partition *p, const struct func *func);

/* undone.c: what a function that is called to undo does by one of the kernel half, */
struct undone_by {
	const struct func *callee;		/* this one, */
	const struct model_function *release;	/* which gives back by this */
	const struct func *acquirer;		/* what this one may have acquired there */
};

/* ... if that is on no record. */
bool undone__by(struct partition *p, const struct func *func, struct undone_by *by);

/* visitors.c: objects that another module makes for the driver, as guests of its devices; */
void visitors__find(struct partition *p);
/* ... the structure behind each; */
const struct record *visitors__part(const struct partition *p, const struct model_type *of);
/* ... and of any guest a C expression: what it belongs to. NULL: it is none. */
const char *visitors__host(const struct partition *p, const struct model_type *type);

/*
 * offsets.c: why a pointer may not be followed as if it led to an @as: an object is there. @params
 * gets the parameters of which the callers must say so.
 */
const char *offsets__into(const struct partition *p, const struct func *func,
			  const struct origins *from, const struct type *as, unsigned int *params);

/*
 * Why a pointer may not be followed, as @as, @indexed: as an array: it is the address of a member
 * that is none, and nobody knows which of those behind that is meant. @params as above.
 */
const char *offsets__beyond(const struct partition *p, const struct func *func,
			    const struct origins *from, const struct type *as, bool indexed,
			    unsigned int *params);

/* Whether one structure begins with the other, or is it. */
bool offsets__alike(const struct record *a, const struct record *b);

/* Whether that is the address of a member of an object: @last is the last step to it. */
bool offsets__member(const struct partition *p, const struct func *func, const struct origin *o,
		     struct path_step *last);

/*
 * spans.c: what is reached beyond @member, whose address a call gives, or which is followed as what
 * is larger: the structure that it is a member of. NULL: nothing.
 */
const struct record *spans__call(const struct partition *p, const struct func *func,
				 const struct call *call, const struct func *callee,
				 const char **member);
const struct record *spans__deref(const struct partition *p, const struct func *func,
				  const struct deref *deref, const char **member);

/*
 * offsets.c: what a pointer is to a part of that no object is, of which there are objects
 * elsewhere; or NULL.
 */
const struct record *offsets__foreign(const struct partition *p, const struct func *func,
				      const struct origins *from, unsigned int *params);

/* numeral.c: why it takes a number for a pointer to an object, and where; NULL: it does not. */
const char *numeral__taken(const struct partition *p, const struct func *func, unsigned int *line);
/* ... why it gives away, or keeps, the address of one as a number. */
const char *numeral__made(const struct partition *p, const struct func *func, unsigned int *line);

/*
 * uncounted.c: why something in an object cannot be shared, whoever touches it; NULL: it can. Of an
 * array within an array at most so many elements can.
 */
#define MAX_ELEMENTS	64
const char *uncounted__why(const struct partition *p, const struct access *a);
/* ... but it is where the driver's part of an object begins: netdev_priv() looks no further. */
bool uncounted__is_part(const struct partition *p, const struct access *a,
			const struct path_step *step);

/* regions.c: pointers into device or DMA memory: any; a member, "record.field"; a parameter. */
bool regions__reached(const struct partition *p, const struct func *func,
		      const struct origins *from);
bool regions__registers(const struct partition *p, const struct func *func,
			const struct origins *from);	/* not into DMA memory */
bool regions__slot(const struct partition *p, const char *slot);
bool regions__device(const struct partition *p, const char *slot);	/* not into DMA memory */
bool regions__param(const struct partition *p, const struct func *func, unsigned int param);

/*
 * waits.c: what, running by itself in the kernel half, sets something that a function with a
 * delay looks at (@what); NULL: nothing does.
 */
const struct func *waits__for(struct partition *p, const struct func *func,
			      const struct access **what);
/* ... what a function of the kernel half sets that a loop with a delay asks for; as it is so far. */
const struct func *waits__asks(const struct partition *p, const struct func *func,
			       const struct access **what);
/* The same member, or one is a part of the other. */
bool waits__same(const struct access *read, const struct access *written);
/* How a member is touched, also by a callee that gets its address. */
int waits__mode(const struct func *func, const struct access *a);

/* needs.c: whether a body can run in the user half. */
void needs__reset(struct partition *p);
const struct needs *needs__of(struct partition *p, struct func *func);

/* visible.c: a parameter of the module, say: what it holds are strings or NULL. */
bool needs__strings(const struct partition *p, const struct global *global);
/* locks.c: by ->locks, all that the driver takes. */
void locks__find(struct partition *p);
void locks__free(struct partition *p);
/* What a function leaves to its caller, a lock that it took or one to take before; NULL: nothing. */
const char *locks__left(const struct partition *p, const struct func *func);
/* ... by that call, if some caller of it does not pair the two; NULL: all is well. */
const char *locks__unpaired(const struct partition *p, const struct func *func,
			    const struct call *call);
/* Does it give such a lock back? */
bool locks__releases(const struct model *model, const struct model_function *f);

/* reads.c: the member that must be read where @entry is called, and is not; or NULL. */
const char *reads__missing(struct partition *p, const struct func *func,
			   const struct call *call, const struct model_function *entry);

/*
 * visible.c: the function whose result may be there, which leads nowhere or is text that only the
 * user half has; NULL: there is none.
 */
const struct model_function *needs__opaque(const struct partition *p, const struct func *func,
					   const struct origins *from);

/*
 * visible.c: whether pointers from there lead to something the user half can see. Sets
 * bits in @params for those that depend on the caller.
 */
bool needs__visible(struct partition *p, const struct func *func, const struct origins *from,
		    unsigned int *params, struct trouble *trouble);

/* visible.c: loaded from a member of which the user half has a copy of what it leads to. */
bool needs__copied(const struct partition *p, const struct origin *o);

/*
 * May @callee, which libcleave has, write where its argument @arg leads to? As far as its type and
 * the model tell; what comes behind a format is read, unless the callee fills that.
 */
bool needs__writes(const struct partition *p, const struct func *callee, unsigned int arg);

/**
 * needs__foreign_part() - is what lies behind an object taken for something that is not shared?
 * @from: where the pointer comes from
 * @to: what it is taken to lead to
 *
 * Return: the object's type, or NULL.
 */
const char *needs__foreign_part(const struct partition *p, const struct func *func,
				const struct origins *from, const struct type *to);

/* Nobody ever writes that variable of the driver's, nor could the core. */
bool visible__initial_only(const struct partition *p, const struct global *global);

/* literals.c: strings, and what they are made of. */
bool literals__is_char(const struct type *type);
bool literals__is_string(const struct type *type);

/*
 * Calls @found for each literal that is among what comes from there, and tells whether
 * everything else has a name in both halves, too.
 */
bool literals__find(struct partition *p, const struct func *func, const struct origins *from,
		    void (*found)(void *data, const struct literal *literal), void *data);

#endif /* SPLITTER_PARTITION_H */
