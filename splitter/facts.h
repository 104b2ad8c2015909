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

#include "store.h"

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
	long size;
	struct field *fields;
	unsigned int nr_fields;
	int unit;		/* a unit that sees its definition */
};

/* ---- where a pointer comes from ------------------------------------------ */

enum origin_kind {
	ORIGIN_NULL,		/* a constant: NULL or an error number */
	ORIGIN_STRING,		/* a string literal */
	ORIGIN_LOCAL,		/* address of a local variable */
	ORIGIN_GLOBAL,		/* address of variable ->name */
	ORIGIN_FUNCTION,	/* address of function ->name */
	ORIGIN_PARAM,		/* parameter ->index */
	ORIGIN_VAR,		/* value of local variable ->index */
	ORIGIN_FIELD,		/* loaded from ->record, ->path */
	ORIGIN_CALL,		/* returned by call ->index of the function */
	ORIGIN_VARIABLE,	/* loaded from the global variable ->name */
	ORIGIN_UNKNOWN,
};

/**
 * struct origin - one place that a pointer value may come from
 * @inside: the value is the address of something within this record
 */
struct origin {
	enum origin_kind kind;
	int index;
	const char *name;
	const struct record *record;
	const char *path;
	const struct record *inside;
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
};

/**
 * struct access - a member that a function touches through a pointer
 * @record: what the pointer points to
 * @path: "mii_if.phy_id", "resource[].start"; "" for the whole of it
 * @call: ACCESS_ADDRESS: the call that it is passed to as argument @arg, or -1
 */
struct access {
	const struct record *record;
	const char *path;
	const struct type *type;
	int mode;
	int call;
	int arg;
	unsigned int line;
};

/** struct deref - a pointer that a function follows */
struct deref {
	const struct type *to;
	struct origins from;
	unsigned int line;
	bool indexed;		/* as an array, or after arithmetic */
};

/** struct call - a call that a function makes, or a listed macro that it uses */
struct call {
	struct func *callee;	/* NULL: through a pointer, or a macro */
	const char *macro;	/* name of the listed macro */
	const char *slot;	/* "record.field" that the pointer was loaded from, or NULL */
	struct origins *args;
	unsigned int nr_args;
	unsigned int line;
	bool held;		/* inside an atomic section of this function */
};

/** struct global_use - a variable that a function touches */
struct global_use {
	struct global *global;
	const char *path;	/* member of it, "" for the whole */
	int mode;
	int call;		/* as in struct access */
	int arg;
	unsigned int line;
};

/** struct flow - a function's address that goes somewhere */
struct flow {
	struct func *target;
	const char *slot;	/* "record.field", "callee#N", or NULL: who knows */
	unsigned int line;
};

/** struct store_fact - a pointer that is stored in a member */
struct store_fact {
	const struct record *record;
	const char *path;
	struct origins from;
	unsigned int line;
};

struct param {
	const char *name;
	const struct type *type;
};

/** struct func - a function: the driver's, a header's inline, or only declared */
struct func {
	const char *name;
	const char *file;
	int source;		/* index in plan->sources; -1: not the driver's */
	int unit;		/* index in plan->units: first that sees it */
	unsigned int line, end_line;
	size_t start, body_start, body_end;
	bool has_body;
	bool walked;
	bool from_macro;
	bool is_static;
	bool is_inline;
	bool variadic;
	bool noreturn;
	const char *mark;	/* "kernel", "user" from an attribute, or NULL */
	const struct type *ret;
	struct param *params;
	unsigned int nr_params;

	struct call *calls;
	unsigned int nr_calls;
	struct access *accesses;
	unsigned int nr_accesses;
	struct deref *derefs;
	unsigned int nr_derefs;
	struct global_use *uses;
	unsigned int nr_uses;
	struct flow *flows;
	unsigned int nr_flows;
	struct store_fact *stores;
	unsigned int nr_stores;
	struct origins *vars;	/* local variables: what they were assigned */
	unsigned int nr_vars;
	struct origins returned;

	unsigned int asm_line;	/* inline assembly, 0 none */
	unsigned int static_line;	/* variable that outlives the call, 0 none */
	unsigned int lock_line;	/* enters an atomic section, 0 none */
	const char *lock_name;
	unsigned int odd_line;	/* something that the walk does not understand */
	const char *odd;
};

/** struct global - a variable with a life of its own */
struct global {
	const char *name;
	const char *file;
	int source;		/* -1: the kernel's */
	int unit;
	unsigned int line;
	const struct type *type;
	bool is_const;
	bool is_static;
	bool per_cpu;
	bool exposed;		/* its address is in the initialiser of another */
	struct flow *flows;	/* functions in its initialiser */
	unsigned int nr_flows;
	struct global **points;	/* variables in its initialiser */
	unsigned int nr_points;
};

/** struct facts - of all units together */
struct facts {
	struct strings *strings;
	struct map types;	/* by spelling */
	struct map records;	/* by canonical spelling */
	struct map funcs;	/* by name; of a static of several units by "name@file" */
	struct map globals;	/* the same */
	struct func **all;	/* in the order in which they were met */
	unsigned int nr_all;
	struct global **variables;
	unsigned int nr_variables;
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

/** facts__func() - by name; NULL if there is none */
struct func *facts__func(const struct facts *facts, const char *name);

#endif /* SPLITTER_FACTS_H */
