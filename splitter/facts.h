/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the driver's source says, as plain data: types, functions, and for each
 * function what it calls, touches and points to. Filled in by the facts pass,
 * the only one that knows libclang; read by all later ones. Strings are
 * interned in facts->strings and live as long as the facts.
 */
#ifndef SPLITTER_FACTS_H
#define SPLITTER_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store.h"

struct bytes;
struct record;
struct func;

/* ---- types ------------------------------------------------------------- */

enum type_kind {
	TYPE_VOID,
	TYPE_SCALAR,		/* integers, enums, booleans */
	TYPE_POINTER,		/* ->to is what it points to */
	TYPE_FUNCTION,
	TYPE_RECORD,		/* struct or union: ->record */
	TYPE_ARRAY,		/* ->to is the element */
	TYPE_OTHER,		/* floating point, vectors: nothing that crosses */
};

/** struct type - one C type, without its qualifiers (but ->is_const) */
struct type {
	enum type_kind kind;
	const char *spelling;	/* as written */
	const char *canonical;
	long size;		/* bytes; -1 if incomplete */
	long count;		/* TYPE_ARRAY: elements; -1 if not constant */
	bool is_const;
	const struct type *to;
	struct record *record;
};

/** struct field - a member of a record, in order of declaration */
struct field {
	const char *name;	/* "" for an anonymous struct or union */
	const struct type *type;
	long offset;		/* in bits from the start of its record */
	int width;		/* bits of a bitfield, else -1 */
};

/** struct record - a struct or union type */
struct record {
	const char *name;	/* tag or name of the typedef: "net_device", "spinlock" */
	const char *spelling;	/* "struct net_device" */
	bool is_union;
	bool complete;
	bool named;		/* may be named in C */
	bool in_driver;		/* defined in the driver's own files */
	bool differs;		/* ... and otherwise by another unit: C has two of that name */
	long size;
	struct field *fields;
	unsigned int nr_fields;
	int unit;		/* a unit that sees its definition */
	int compared;		/* the last unit whose definition was held against it */
};

/* ---- where a pointer comes from ------------------------------------------ */

/** struct literal - a string literal, or a macro that is one, on one line of a .c file of the driver */
struct literal {
	int source;		/* index in plan->sources */
	size_t start, end;	/* bytes of the file */
	const char *text;	/* what it says, with quotes */
};

enum origin_kind {
	ORIGIN_NULL,		/* a constant: NULL or a number */
	ORIGIN_STRING,		/* the string literal ->literal; NULL: of a macro or a header */
	ORIGIN_LOCAL,		/* address of local variable ->index */
	ORIGIN_GLOBAL,		/* address of the variable ->global */
	ORIGIN_FUNCTION,	/* address of the function ->func */
	ORIGIN_PARAM,		/* value of parameter ->index when the function was called */
	ORIGIN_VAR,		/* value of local variable ->index */
	ORIGIN_FIELD,		/* loaded from ->record, ->path; ->slot as in struct store_fact */
	ORIGIN_CALL,		/* returned by call ->index of the function; ->path "[]": out of a table */
	ORIGIN_VARIABLE,	/* loaded from the variable ->global */
	ORIGIN_LOADED,		/* a function's address, loaded from where ->loads[->index] leads */
	ORIGIN_UNKNOWN,
};

/**
 * struct origin - one place that a pointer value may come from
 * @inside: record within which the value points, when it was made by &p->member
 * @member: that member, a path
 * @moved: arithmetic was done with it
 * @beyond: ... with the address of @member
 */
struct origin {
	enum origin_kind kind;
	int index;
	struct func *func;
	struct global *global;
	const struct literal *literal;
	const struct record *record;
	const char *path;
	const char *slot;
	const struct record *inside;
	const char *member;
	bool moved;
	bool beyond;
};

struct origins {
	struct origin *items;
	unsigned int nr;
};

/* ---- functions ----------------------------------------------------------- */

enum access_mode {
	ACCESS_READ = 1,
	ACCESS_WRITE = 2,
	ACCESS_ADDRESS = 4,	/* its address is taken */
	ACCESS_BITS = 8,	/* with the other two: |=, &=, ^= */
	ACCESS_SUM = 16,	/* ... ++, --, +=, -= */
};

/**
 * struct access - something that a function touches through a pointer or by name
 * @record: what the pointer points to; NULL if @global is touched
 * @path: "mii_if.phy_id", "resource[].start"; "" for the whole of it
 * @base: the pointer that leads to @record
 * @call: ACCESS_ADDRESS: the call that it is passed to as argument @arg, or -1
 * @text: what writes it, or calls what is given its address, in the driver's text
 */
struct access {
	const struct record *record;
	struct global *global;
	const char *path;
	const struct type *type;
	struct origins base;
	int mode;
	int call;
	int arg;
	unsigned int line;
	struct stretch_fact {
		int source;		/* index in plan->sources; -1: nothing does */
		size_t start, end;	/* bytes of the file */
		bool macro;		/* it is one, or begins or ends in one */
	} text;
};

/** struct deref - a pointer that a function follows */
struct deref {
	const struct type *to;
	struct origins from;
	unsigned int line;
	bool indexed;		/* as an array */
	int mode;		/* as in struct access */
};

/** struct weighed - a pointer that is compared with another, or of which a number is made */
struct weighed {
	struct origins from;
	unsigned int line;
};

/**
 * struct call - a call that a function makes, or a listed macro that it uses
 * @word: what stands for the callee in the driver's text; NULL: nothing does
 * @start: where it begins, in bytes of the file
 * @key: the text of the one argument by which what it acquires, or gives back, is known: a
 *	variable or a member; NULL if it is nothing so plain
 */
struct call {
	struct func *callee;	/* NULL: through a pointer, or a macro */
	const char *macro;	/* name of the listed macro */
	struct origins through;	/* what it is called through, if through a pointer */
	const char *type;	/* ... of the function that this leads to, as in struct type */
	struct origins *args;
	const struct type **types;	/* of the arguments as they are written */
	unsigned int nr_args;
	uint64_t *values;	/* of arguments that are constants, where the model asks for them */
	uint32_t constant;	/* bits: those */
	unsigned int line;
	const char *word;
	const char *key;
	size_t start;
	int source;		/* of @word: index in plan->sources */
	bool alone;		/* of a lock that only the user half takes; share_locks.c */
	bool held;		/* inside an atomic section of this function; context.c */
	bool scoped;		/* gives a variable of ->scoped its value */
};

/** struct store_fact - a pointer or function that is stored in a member */
struct store_fact {
	const struct record *record;	/* as in struct access */
	const struct global *global;
	const char *path;
	const char *slot;	/* "record.field" of the innermost record */
	const struct type *type;	/* of the place; NULL in an initialiser */
	struct origins from;
	unsigned int line;
};

/** enum event_kind - what happens in a function, in order of its text */
enum event_kind {
	EVENT_CALL,		/* ->call */
	EVENT_FORK,		/* what follows may be skipped, or run again */
	EVENT_ELSE,		/* the other side of the last fork */
	EVENT_JOIN,		/* ... ends */
	EVENT_LABEL,		/* ->label */
	EVENT_GOTO,
	EVENT_LEAVE,		/* break, continue */
	EVENT_CASE,		/* of a switch */
	EVENT_RETURN,
};

struct event {
	enum event_kind kind;
	bool once;		/* of a fork or join: what is between is not skipped, a do loop's body */
	bool around;		/* ... a break or continue leads to its end: a loop, a switch */
	unsigned int call;
	const char *label;
};

/** struct loop_fact - what is in one that may go round, by index; the ends are behind the last */
struct loop_fact {
	unsigned int call, end_call;
	unsigned int event, end_event;
	unsigned int access, end_access;
	unsigned int cond, end_cond;	/* accesses of its condition */
	bool counted;			/* it ends when a variable was counted, and never before */
};

/* ---- numbers: number.h --------------------------------------------------- */

/** enum number_how - what becomes of a number on its way from one place to another */
enum number_how {
	NUMBER_SAME,		/* it is no larger there */
	NUMBER_BELOW,		/* what is there is compared with it, and smaller */
	NUMBER_ANY,		/* something was computed from it */
	NUMBER_STEP,		/* it is counted up or down where it is */
	NUMBER_ROUND,		/* ... for the next round of a loop, whose condition comes next */
	NUMBER_PART,		/* it is divided by ->over, and so no more than that part of it */
	NUMBER_MORE,		/* it is multiplied by ->over, then ->added to it */
};

#define NUMBER_UNBOUNDED	(~0ULL)

/**
 * struct number_from - one thing that chooses a number
 * @place: where it is kept, see number.h; NULL: a constant, or nobody knows
 * @most: what is chosen is not above this; of a constant: its value
 * @over: of NUMBER_PART and NUMBER_MORE; @added: of the latter
 */
struct number_from {
	const char *place;
	enum number_how how;
	unsigned long long most, over, added;
	bool constant;
};

/** struct number_flow - a number goes from one place to another */
struct number_flow {
	const char *to;
	struct number_from from;
};

/** enum number_use_kind - what a number must not be anyone's to choose for */
enum number_use_kind {
	NUMBER_INDEX,		/* of an array of ->count elements; 0: of who knows how many */
	NUMBER_ADDRESS,		/* it moves a pointer, or becomes one */
	NUMBER_ROUNDS,		/* a loop takes that many rounds */
	NUMBER_END,		/* it says whether a loop ends */
	NUMBER_SHIFT,		/* by that many bits, below ->count */
	NUMBER_DIVISOR,
	NUMBER_DELAY,
	NUMBER_ARGUMENT,	/* of ->callee, which may take it for a length, say */
	NUMBER_PORT,		/* an argument that must be a port, or an interrupt, of the device's */
	NUMBER_IRQ,
	NUMBER_ASSEMBLY,
	NUMBER_RETURNED,	/* to whom the function was given, who may make anything of it */
};

/**
 * struct number_use - a number is used for something of that kind
 * @group: a loop's end, which can only be chosen if every part of its condition can; 0: none
 * @part: of the condition
 * @base: NUMBER_INDEX, NUMBER_ADDRESS: the place that the pointer comes from; NULL: none
 * @text: NUMBER_DIVISOR: that of the driver, at byte @start of @source; NULL: none that could be
 *	put into other words
 */
struct number_use {
	enum number_use_kind kind;
	struct number_from from;
	unsigned long long count;
	unsigned int group, part;
	unsigned int line;
	const char *callee;
	const char *base;
	const char *text;
	int source;
	size_t start;
};

struct param {
	const char *name;
	const struct type *type;
	bool shadowed;		/* a variable of a block of the body has its name */
	bool used;		/* the body names it */
};

/**
 * struct outline_var - a local variable of the function that a region uses
 * @param: parameter of the outlined function: its value, or, if @written, its address;
 *	-1: means something only inside of the region
 */
struct outline_var {
	const char *name;
	const struct type *type;
	bool written;
	bool guarded;		/* a buffer of which every use has a guard */
	int param;
	int of_var;		/* index in ->of->vars; -1 with ->param */
};

/**
 * struct outline_guard - an index into a buffer that a region is given, or how much of it a
 * callee uses, or an index into an array that the region is not given; guard.c
 * @start, @end: the expression, in bytes of the file
 * @param: parameter of the outlined function: the buffer; of an array: what chooses the index
 * @count: elements of the array, or 0
 */
struct outline_guard {
	size_t start, end;
	int param;
	bool index;
	size_t count;
};

/** struct text_part - bytes of a file from @start, up to @end */
struct text_part {
	size_t start, end;
};

/**
 * struct outline - what makes a function of a region under a spin lock; outline.c
 * @of: the function that it is a part of
 * @whole: it is the first branch of @of, and @of as a whole runs in the kernel half if the
 *	user half gets there; handover.c
 * @start, @end: its text, in bytes of the file; @end is behind the last semicolon, or brace
 */
struct outline {
	struct func *of;
	bool whole;
	bool locked;		/* no single statement: it cannot sleep */
	unsigned int line, end_line;
	size_t start, end;
	size_t unlock;		/* where the statement begins that releases the lock */
	struct text_part *exits;	/* what it has not, because it ended early; in order */
	unsigned int nr_exits;
	struct outline_var *vars;
	unsigned int nr_vars;
	struct outline_guard *guards;
	unsigned int nr_guards;
	const char **followed;	/* in place: pointers in structures that it follows, the first one first */
	unsigned int nr_followed;
};

/** struct func - a function: the driver's, a header's inline, or only declared */
struct func {
	const char *name;
	const char *plain;	/* what it stands for by the driver's text, made by births.c; or NULL */
	unsigned int index;	/* in facts->all */
	const char *file;
	int source;		/* index in plan->sources; -1: not the driver's */
	int unit;		/* index in plan->units: first that sees its body */
	unsigned int line, end_line;
	size_t start, body_start, body_end;
	bool has_body;
	bool walked;
	bool from_macro;
	bool early;		/* compiled before the shim: what that redefines is as it was there */
	bool is_static;
	bool is_inline;
	bool variadic;
	bool by_init;		/* it is the module's init, or nobody but that calls it: births_init.c */
	bool assertion;		/* declared so that a call of it does not compile */
	bool cleaned;		/* what a call of it returns a cleanup function may give back */
	const char *mark;	/* "kernel", "user" from an attribute, or NULL */
	const char *declined;	/* the kernel half answers this instead of calling it, or NULL; decline.c */
	const char *unsound;	/* what would go wrong were it in the user half, or NULL; audit.h */
	const struct type *type;
	const struct type *ret;
	struct param *params;
	unsigned int nr_params;

	struct call *calls;
	unsigned int nr_calls;
	struct access *accesses;
	unsigned int nr_accesses;
	struct deref *derefs;
	unsigned int nr_derefs;
	struct weighed *weighed;
	unsigned int nr_weighed;
	struct origins *loads;	/* pointers to pointers to functions */
	unsigned int nr_loads;
	struct store_fact *stores;
	unsigned int nr_stores;
	struct event *events;
	unsigned int nr_events;
	struct loop_fact *loops;
	unsigned int nr_loops;
	struct number_flow *flows;
	unsigned int nr_flows;
	struct number_use *uses;
	unsigned int nr_uses;
	struct origins *vars;	/* parameters first, then local variables: what they hold */
	const struct type **var_types;
	unsigned int nr_vars;
	unsigned int *scoped;	/* those with a cleanup function; facts_cleanup.c */
	unsigned int nr_scoped;
	struct origins returned;
	struct func **loose;	/* functions whose address goes who knows where */
	unsigned int nr_loose;
	struct func **compared;	/* functions whose address is compared with something */
	unsigned int nr_compared;

	struct outline *outline;	/* it is a region of another function, or NULL */
	unsigned int nr_outlines;	/* regions of this one that are functions */
	const char *stuck;	/* why a region of this one is none, or NULL */
	unsigned int stuck_line;

	unsigned int asm_line;	/* inline assembly, 0 none */
	unsigned int static_line;	/* variable that outlives the call, 0 none */
	unsigned int odd_line;	/* something that the walk does not understand, 0 none */
	const char *odd;
};

/** struct declaration - text of a variable that a function has for itself; bytes of the file */
struct declaration {
	struct func *func;
	size_t start, end;	/* with its semicolon */
	size_t name;
	struct reference {	/* words of it that are the function's other constants */
		size_t at;
		struct global *to;
	} *references;
	unsigned int nr_references;
};

/** struct global - a variable with a life of its own */
struct global {
	const char *name;
	const char *file;
	int source;		/* -1: the kernel's */
	int unit;
	unsigned int line;
	const struct type *type;
	bool is_static;
	bool local;		/* within a function */
	bool settled;		/* what it leads to the core writes until the module is loaded, not later */
	const char *slot;	/* it holds functions that the driver alone calls, or NULL; flow_tables.c */
	const char *section;	/* of another kind than data: of each processor's, or freed; or NULL */
	struct declaration *declaration;	/* local, constant, and it stands by itself; or NULL */
	struct func *init;	/* its initialiser, as if it were a function; or NULL */
};

/** struct reach - a record in the graph of all that pointers lead to */
struct reach {
	unsigned int fields;	/* those of structures inside of it included */
	const char **to;	/* spelling of records that its pointers lead to */
	unsigned int nr_to;
};

/** struct facts - of all units together */
struct facts {
	struct strings *strings;
	struct map types;	/* by spelling */
	struct map records;	/* by canonical spelling */
	struct map funcs;	/* by name; of several things of one name by "name@file", "name@" */
	struct map globals;	/* the same */
	struct map reach;	/* struct reach by spelling of the record */
	struct func **all;	/* in the order in which they were met */
	unsigned int nr_all;
	struct global **variables;
	unsigned int nr_variables;
	struct literal **literals;
	unsigned int nr_literals;
	struct bytes **bytes;	/* births_bytes.c */
	unsigned int nr_bytes;
};

struct plan;
struct model;
struct report;

/**
 * facts__collect() - parse all units of @plan and walk what they define
 * @model: which macros and locks there are
 *
 * Return: 0, or -EINVAL with the trouble in @report. *@out is the caller's.
 */
int facts__collect(struct facts **out, const struct plan *plan, const struct model *model,
		   struct report *report);

void facts__free(struct facts *facts);

/**
 * facts__reachable() - fields that can be reached from a record, its own included
 * @name: its spelling, "struct net_device"
 * @seen: records that are counted already; those of this call join them
 */
unsigned int facts__reachable(const struct facts *facts, const char *name, struct map *seen);

/** facts__shown() - a function's name in messages: of a region, the function that it is in */
const char *facts__shown(const struct func *func);

/** facts__func() - by name; NULL if there is none */
struct func *facts__func(const struct facts *facts, const char *name);

/** facts__record() - by name without "struct"; NULL if there is none */
const struct record *facts__record(const struct facts *facts, const char *name);

#endif /* SPLITTER_FACTS_H */
