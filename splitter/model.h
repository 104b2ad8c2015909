/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Cleave knows of kernel interfaces, as read from YAML; docs/model.md is
 * the format. Every entry remembers its file and line.
 */
#ifndef SPLITTER_MODEL_H
#define SPLITTER_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "plan.h"
#include "store.h"

struct bytes;
struct report;

enum model_policy {
	MODEL_FORWARD,
	MODEL_LOCAL,
	MODEL_ADDRESS,
	MODEL_KERNEL,
	MODEL_FORBIDDEN,
};

enum model_context {
	MODEL_ANY,
	MODEL_SLEEP,
	MODEL_ATOMIC,
	MODEL_FROZEN,		/* slots: may sleep, but no user half answers then */
};

/** struct model_arg - how one argument crosses */
struct model_arg {
	enum arg_kind kind;
	int dir;		/* ARG_BUFFER: enum cleave_dir, as a downcall sees it */
	const char *len;	/* ARG_BUFFER: C expression, NULL: sizeof(*$N) */
	const char *check;
	enum number_owner owner;	/* @check asks whether it is this of the device's own */
	const char *port;	/* ... the first of so many ports: OWNER_PORT */
	bool irq;		/* ... OWNER_IRQ */
	const char *user;	/* so many bytes there are memory of the process that called: @check */
	const char *type;	/* macros: C type */
	bool birth;		/* slots */
	const char *host;	/* slots: C expression: an object of which nobody knows is a guest of that */
	bool ends;		/* slots */
	bool null;
	bool table;		/* slots: leads into a table or variable of the driver's */
	const char *as;		/* objects: name of the type that a void pointer leads to */
	const char *within;	/* slots: name of the type that an object is always a part of */
	bool fixed;		/* a constant of the driver's text, the same for all calls */
	const char *answer;	/* slots: C condition that what the driver answers there must meet */
	const char *limit;	/* slots: members, blank between them, that may not grow */
};

/** struct model_returns - what a returned pointer is */
struct model_returns {
	enum birth_kind birth;
	bool pointer;		/* something that is tracked already */
	bool opaque;		/* may be compared with NULL, never followed */
	bool string;		/* text, or NULL; the user half gets a copy of its own */
	const char *object;	/* BIRTH_OBJECT: its type */
	int at;			/* argument that is set to it; -1: it is returned */
	bool lasts;		/* it is no guest, although of a type of guests */
	const char *managed;	/* device with whose binding it ends */
	const char *bytes;	/* called instead where the driver keeps bytes in it */
	const char *size, *trailing;
	const char *phys, *dev, *dma;
	bool errors;		/* where nothing is made it returns an error pointer */
	const char *table;	/* BIRTH_MMIO: a table of so many, NULL where there is none */
	const char *type;	/* macros: C type of the value */
	bool clear;		/* BIRTH_OBJECT: what is in it is anything at all, until it is cleared */
};

#define MODEL_KEYS	4

/** struct model_slot - a place where a driver's function pointer is kept */
struct model_slot {
	const char *name;
	const char *file;
	unsigned int line;
	bool profile;		/* a profile has it */
	enum model_context context;
	struct model_arg *args;	/* NULL: defaults */
	unsigned int nr_args;
	const char *on_failure;
	const char *at_most;	/* C expression: its caller takes no larger answer, or NULL */
	const char *atomic_with;	/* function that makes it atomic, if the driver calls it */
	const char *only_with;	/* functions, blank between them: it sleeps if such a structure goes nowhere else */
	const char *called_by;	/* functions, blank between them: nobody else calls through the slot */
	const char *given_to;	/* functions and members: it sleeps if what it stands in goes nowhere else */
	const char *guest_to;	/* functions: ... or nowhere but there; what it is called with is a guest then */
	const char *ended_by;	/* functions that call through the slot for what has ended by then */
	const char *undoes;	/* slots whose functions do what one in this slot undoes; setter; NULL */
	const char *decline;	/* what a caller gets that comes while processes are frozen, or NULL */
	unsigned int wait_ms;
	bool remember;
	bool more;		/* a kernel's prototype may have more parameters than @args: defaults */
	uint64_t holds;		/* sleeping locks of the kernel's that its caller holds */
};

/** struct model_function - an entry of `functions`, `inlines` or `macros` */
struct model_function {
	const char *name;
	const char *file;
	unsigned int line;
	bool profile;		/* a profile has it */
	enum model_policy policy;
	enum model_context context;
	const char *until;	/* names, blank between them */
	bool lock;		/* enters an atomic section */
	bool unlock;		/* leaves one */
	struct model_arg *args;	/* NULL: defaults */
	unsigned int nr_args;
	struct model_returns returns;
	bool acquires;
	const char *undo, *quiesce;
	const char *already;	/* condition: it was given back before, and must not be again */
	const char *unless;	/* ... condition under which the callee's doing is not on record */
	bool always;		/* ... is on record whatever it returns */
	bool until_answer;	/* a lock: no longer than the upcall that it is taken in */
	bool first;		/* before what is managed for the device */
	const char *keys[MODEL_KEYS + 1];	/* of acquires or releases */
	const char *releases;	/* names, blank between them */
	int ends;		/* argument whose object ends, -1 */
	int fails;		/* ... if the call fails, -1 */
	bool deferred;		/* ... but is not freed while the kernel half may lead there */
	uint32_t constant;	/* bits: where all these arguments are constants, @reads need not be */
	const char *reads;	/* member that a function reads which calls it: where its device is */
	const char *driver_reads;	/* ... or that any function of the driver does */
	bool anywhere;
	bool by_worker;		/* neither sleeps nor cares which thread it is in */
	bool in_caller;		/* it does care: it asks who calls */
	bool alone;		/* where only the user half uses what argument 0 leads to, libcleave's is called */
	bool fits;		/* what it prints is cut, and it returns how much is there */
	bool overruns;		/* it prints as much as that takes */
	bool delays;		/* it waits for time to pass */
	bool clock;		/* it tells the time */
	bool bits;		/* it changes some of the bits there, and leaves the others as they are */
	bool fills;		/* it writes what its arguments behind the last named one lead to */
	bool to_device;		/* it writes to a register, with no call across */
	bool from_device;	/* it reads one */
	bool registers;		/* what it sets up stays until the driver takes it back, on no record */
	bool links;		/* ... unless what argument 0 leads to is new: linked twice, it leads astray */
	bool static_key;	/* a macro with a lockdep key: each call in the text has its own */
	bool in_place;		/* a statement of it becomes a function of the kernel half */
	const char *instead;	/* C expression that a downcall evaluates instead of calling it */
	uint64_t takes;		/* sleeping locks of the kernel's that it takes */
	uint64_t holds;		/* ... that it returns with */
	uint64_t needs;		/* ... that its caller must hold */
	const char *params, *means;	/* macros: what the analysis and the user view read instead */
	const char *of, *object;	/* births.c: it is @of for objects of type @object */
	const struct bytes *bytes;	/* ... it makes, or frees, these */
	const char *frees;	/* ... that frees objects of these types, blanks between them */
};

enum model_field_kind {
	MODEL_FIELD_PLAIN,	/* by its C type */
	MODEL_FIELD_RAW,
	MODEL_FIELD_BLOCK,
	MODEL_FIELD_STRING,
	MODEL_FIELD_POINTER,
	MODEL_FIELD_OPAQUE,
};

struct model_field {
	const char *name;	/* "member" or "member.member" */
	enum model_field_kind kind;
	const char *arg;	/* length of a block, or type that a pointer leads to */
	const char *below;	/* C expression: what a user half writes there must be less, or NULL */
	bool once;		/* ... and may only write there while it is 0 */
	bool read_only;
	bool along;		/* of a guest: what it leads to is one, too */
};

/** struct model_bring - what comes with a root */
struct model_bring {
	const char *type;
	const char *at;		/* C expression over $0, the root */
};

struct model_type {
	const char *name;
	const char *file;
	unsigned int line;
	bool profile;		/* a profile has it */
	bool root;
	bool opaque;
	bool handle;		/* a pointer to one is all that anybody needs */
	bool allocated;		/* births.c: the driver allocates objects of it */
	bool array;		/* ... several at once, perhaps */
	bool variable;		/* births_variable.c: variables of the driver's are objects of it */
	const char *unheard;	/* births.c: function that makes some, but the runtime is not told */
	const char *device;	/* member path of its struct device */
	const char *private;	/* C expression: where the driver's part begins */
	const char *private_by;	/* function that leads there, or else */
	const char *private_at;	/* array at its end: its address does so, too */
	bool own;		/* of a header of the kernel, but only drivers make any */
	const char *private_in;	/* member that does, where the driver never sets it */
	const char *visits;	/* the same, where another module makes them: visitors.c */
	const char *behind;	/* type that it is the part behind of, where another module makes those */
	const char *told_by;	/* ... slot by which the driver hears first of what they are for */
	const char *guest;	/* C expression: what it belongs to; not root: known for an upcall */
	const char *stop;	/* C statement: what runs by itself in it does not any more */
	const char *live;	/* C expression: it was set up */
	const char *idle;	/* C expression: stops, does not wait, tells whether nothing runs */
	const char *mode;	/* member: mode of the file by which what it leads to can be written */
	struct model_bring *brings;
	unsigned int nr_brings;
	struct model_field *fields;
	unsigned int nr_fields;
};

struct model_data {
	const char *name;
	const char *file;
	unsigned int line;
	enum model_policy policy;
	bool strings;		/* a variable named beside it in an initialiser holds strings */
	bool clock;		/* it tells the time */
};

struct model_mark {
	const char *name;
	const char *file;
	unsigned int line;
	bool user;
};

#define MODEL_LOCKS	64

struct model {
	struct strings *strings;
	const char *locks[MODEL_LOCKS];	/* names, by bit */
	unsigned int nr_locks;
	const struct model_function **patterns;	/* of ->functions, for all names that begin so */
	unsigned int nr_patterns;
	struct map functions;	/* struct model_function; inlines too */
	struct map macros;	/* struct model_function */
	struct map slots;	/* struct model_slot, by "record.field" or "callee#N" */
	struct map types;	/* struct model_type */
	struct map data;	/* struct model_data */
	struct map marks;	/* struct model_mark */
};

/**
 * model__load() - read all *.yaml of the directories, and a profile over them
 * @dirs: NULL-terminated
 * @profile: file, or NULL; its lines win
 *
 * Return: NULL with what is wrong in @report.
 */
struct model *model__load(const char *const *dirs, const char *profile, struct report *report);

void model__free(struct model *model);

/** model__locks() - the names of locks, blanks between them; NULL for none */
const char *model__locks(const struct model *model, uint64_t mask);

/**
 * model__owner_check() - C condition: argument @at is @owner of the device's own
 * @len: OWNER_PORT: C expression, how many ports
 */
const char *model__owner_check(struct strings *strings, enum number_owner owner, unsigned int at,
			       const char *len);

/** model__is_length() - whether argument @at of a call is a part of another's length */
bool model__is_length(const struct model_function *entry, unsigned int at);

/** model__plain_value() - whether an argument is a number that a callee takes for nothing else */
bool model__plain_value(const struct model_function *entry, unsigned int at);

/**
 * model__copies_for_caller() - whether it copies memory of the process that called, which is there
 * in its own thread, and for the kernel half, alone
 */
bool model__copies_for_caller(const struct model_function *entry);

/** model__function() - the entry of a function, or one for all names that begin so ("NAME*"), or NULL */
const struct model_function *model__function(const struct model *model, const char *name);

/** model__field() - what the model says of a member path of a type, or NULL */
const struct model_field *model__field(const struct model *model, const char *type,
				       const char *path);

#endif /* SPLITTER_MODEL_H */
