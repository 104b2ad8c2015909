/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plan: what the analysis (read, facts, context, partition, sharing)
 * hands to the emitter, and what `cleave explain` and plan.json show. Plain
 * data: every string and array is owned by the plan and lives until
 * plan__free(). Nothing here knows libclang.
 */
#ifndef SPLITTER_PLAN_H
#define SPLITTER_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** enum side - where the body of a function is */
enum side {
	SIDE_KERNEL,
	SIDE_USER,
	SIDE_BOTH,		/* duplicated: each half has its own copy */
};

/** enum arg_kind - how one argument, or a returned value, crosses */
enum arg_kind {
	ARG_VALUE,		/* scalar */
	ARG_OBJECT,		/* pointer that must lead to ->class */
	ARG_POINTER,		/* any tracked pointer, opaque if not tracked */
	ARG_BUFFER,		/* pointer to ->len bytes, direction ->dir */
	ARG_STRING,		/* NUL-terminated, for the length of the call */
	ARG_STRING_KEPT,	/* NUL-terminated, the callee keeps the pointer */
	ARG_FORMAT,		/* a format and what it wants: the user half makes the text */
	ARG_IGNORED,		/* not transported; the callee gets 0 */
	ARG_RESULT,		/* address of a pointer that the callee sets */
	ARG_VOID,		/* return of nothing */
};

/** struct plan_arg - one argument (or the returned value) of a crossing */
struct plan_arg {
	char *name;		/* parameter's name, "aN" if it has none */
	char *type;		/* C spelling, usable as typeof(SPELLING) */
	enum arg_kind kind;
	int dir;		/* enum cleave_dir; ARG_BUFFER */
	char *len;		/* ARG_IGNORED: what the callee gets instead; ARG_BUFFER: C expression, $0.. stand for the arguments */
	int class;		/* index in plan->classes, PLAN_REGION, PLAN_BYTES; ARG_OBJECT; 0: any */
	int object_type;	/* index in plan->types, -1 none; upcall objects, births */
	char *whole;		/* upcall object that is a guest's part: C expression of the guest; or NULL */
	char *host;		/* upcall object that is a guest here: C expression of what it belongs to; or NULL */
	bool lent;		/* downcall, buffer: one that the upcall under way was given, whole */
	bool birth;		/* upcall: track from now on */
	bool unused;		/* upcall: the function does not name it */
	bool managed;		/* upcall, with birth: ends with its device's binding, by no upcall */
	bool ends;		/* upcall: object ends when the call returns */
	bool null;		/* downcall: may be NULL; a stub refuses NULL otherwise */
	char *check;		/* downcall: C condition that must hold, or NULL */
	char *user;		/* value: so many bytes there are memory of the process that called, or NULL */
	char *answer;		/* upcall, buffer: C condition that what comes back must meet, or NULL */
	char **limit;		/* upcall, buffer: members that may not come back larger, or NULL */
};

/** struct plan_include - an #include line of a file of the driver */
struct plan_include {
	char *text;		/* between "include" and the end of the line */
	unsigned int line;
	bool inside;		/* of braces, a table say */
	bool perhaps;		/* under a condition, but for a header's guard */
};

/** struct plan_lines - some lines of a file, the last included */
struct plan_lines {
	unsigned int first, last;
};

/** struct plan_source - a file of the driver: a .c file or a driver-local header */
struct plan_source {
	char *path;		/* as given to the compiler */
	char *rel;		/* below the driver's directory */
	char sha256[65];
	unsigned int lines;
	bool header;		/* included, by a unit's own source or by another header */
	bool shared;		/* a header that sources of other modules include, too */
	struct plan_lines *own;	/* then: what it declares that these do not get to; read_own.c */
	unsigned int nr_own;
	bool in_place;		/* a header, but one that units include behind their shim: it is as they are */
	unsigned int macro_line;	/* of its first macro, but for a header's guard; or 0 */
	unsigned int shim_line;	/* line where a shim may go: after the last #include before any code */
	struct plan_include *includes;
	unsigned int nr_includes;
};

/** plan__is_errno() - whether a function that returns that type tells errors by negative numbers */
bool plan__is_errno(const char *type);

/** plan__is_code() - is what the file holds behind the shim, where it stands? */
static inline bool plan__is_code(const struct plan_source *source)
{
	return !source->header || source->in_place;
}

/** struct plan_unit - a translation unit */
struct plan_unit {
	int source;		/* index in plan->sources */
	char *object;		/* "foo.o", "foo_main.o" */
	char **cflags;		/* keep-list, NULL-terminated; run in ->dir */
	char **headers;		/* the kernel's, before any macro of the driver's; or NULL */
	char *dir;
};

/** PLAN_AUDITED - how reasons begin that are the audit's alone */
#define PLAN_AUDITED	"audit: "

/** struct plan_function - a function defined in the driver's own files */
struct plan_function {
	char *name;
	int source;		/* index in plan->sources */
	int unit;		/* index in plan->units: owner; a header's function has its first includer */
	unsigned int line, end_line;
	size_t start;		/* byte offset of the first token of the definition */
	size_t body_start;	/* byte offset of '{' in the file */
	size_t body_end;	/* byte offset of the matching '}' */
	bool from_macro;	/* no text of its own: stays in both views */
	bool is_static;
	bool is_inline;
	bool variadic;
	struct plan_arg ret;
	struct plan_arg *args;
	unsigned int nr_args;
	enum side side;
	char *reason;		/* one line: why it is on that side */
	char *advice;		/* what would move it, or NULL */
	char *declined;		/* C expression that callers get in its stead: it is never called; or NULL */
	bool atomic;		/* may run in atomic context */
	unsigned int seen;	/* calls of the stock driver's that ->evidence counted */
	unsigned int seen_atomic, seen_peak;	/* ... in atomic context; in the busiest second */
	int upcall;		/* index in plan->upcalls, -1 */
	int downcall;		/* index in plan->downcalls, -1 */
};

/** struct plan_upcall - a user-side function that the kernel half calls */
struct plan_upcall {
	int function;		/* index in plan->functions; its args marshal the call */
	char *slot;		/* "net_device_ops.ndo_open" or NULL for a direct call */
	char *on_failure;	/* C expression, NULL: -EIO, 0 or nothing by type */
	char *at_most;		/* C expression: a larger answer is made that, or NULL */
	unsigned int wait_ms;
	bool remember;		/* the answer bounds a buffer: kept, by the first two arguments */
	char *holds;		/* locks that every caller holds, blanks between them, or NULL */
	char *perhaps;		/* ... that only some hold */
	char **downs;		/* names of the downcalls that its function's text leads to */
	unsigned int nr_downs;
	bool anything;		/* it may look at any object */
	char **types;		/* else: ->ident of the types of those that it looks at */
	unsigned int nr_types;
};

/** struct plan_outline_var - a local variable of a function that a region of it uses */
struct plan_outline_var {
	char *name;
	char *type;
	int arg;		/* argument that points to it; -1: means nothing outside of the region */
};

/**
 * struct plan_guard - an expression in a region that must not lead out of a lent buffer
 */
struct plan_guard {
	size_t start, end;	/* bytes of the file */
	int arg;		/* the buffer, or what chooses the index of an array */
	bool index;		/* of an element; else a number of bytes */
	size_t count;		/* elements of the array; 0: it is of a buffer */
};

/** struct plan_exit - what follows, up to a jump, where a region ends early */
struct plan_exit {
	size_t start, end;	/* bytes of the file */
};

/**
 * struct plan_outline - a region of a user-side function, under a spin lock, that the kernel
 * half has as a function of its own, its arguments being its downcall's. Variables that it
 * only reads are arguments of the same name.
 */
struct plan_outline {
	char *name;
	int function;		/* index in plan->functions: what it is a part of */
	int downcall;		/* index in plan->downcalls */
	bool whole;		/* a branch: the downcall is the kernel half's copy of all of @function */
	unsigned int line, end_line;
	size_t start, end;	/* bytes of the file */
	size_t unlock;		/* where its last statement begins */
	struct plan_exit *exits;	/* in order; the user half does these when the region is over */
	unsigned int nr_exits;
	struct plan_outline_var *vars;
	unsigned int nr_vars;
	struct plan_guard *guards;	/* by ->start, the outer one first */
	unsigned int nr_guards;
	char **followed;	/* pointers that the statement follows, the first one first; NULL-terminated */
};

/** enum down_kind - what a downcall runs */
enum down_kind {
	DOWN_FUNCTION,		/* exported kernel function */
	DOWN_INLINE,		/* static inline of a header: the kernel's, or made by a macro */
	DOWN_MACRO,		/* function-like macro; argument types from the model */
	DOWN_DRIVER,		/* kernel-side function of the driver */
	DOWN_OUTLINE,		/* region of a user-side function of the driver */
	DOWN_TYPED,		/* ->of, for objects of one type */
};

/** enum birth_kind - what a returned pointer is */
enum birth_kind {
	BIRTH_NONE,
	BIRTH_OBJECT,		/* ->birth_type, ->birth_size */
	BIRTH_MMIO,		/* ->birth_phys, ->birth_size */
	BIRTH_COHERENT,		/* ->birth_dev, ->birth_dma, ->birth_size */
	BIRTH_BYTES,		/* ->birth_size */
};

/** struct plan_site - a line of the driver's that calls a macro with a static lockdep key */
struct plan_site {
	unsigned int line;
	char *function;		/* the first that calls it there */
};

/** struct plan_downcall - a function that the user half calls in the kernel */
struct plan_downcall {
	char *name;
	char *of;		/* DOWN_TYPED: the kernel's function that it calls */
	enum down_kind kind;
	int function;		/* DOWN_DRIVER: index in plan->functions, else -1 */
	int unit;		/* unit whose tail holds the stubs: all its types are visible there */
	struct plan_arg *args;
	unsigned int nr_args;
	struct plan_arg ret;
	bool anywhere;
	bool by_worker;		/* runs in the worker's system call while the caller waits */
	bool keeps;		/* the kernel may lead to its arguments from then on */
	enum birth_kind birth;
	int birth_type;
	bool birth_clear;	/* BIRTH_OBJECT: zeroed by the stub */
	bool birth_errors;	/* failing, it returns an error pointer */
	char *birth_size;	/* C expressions over $0.. and $ret */
	char *birth_phys;
	char *birth_table;	/* BIRTH_MMIO: how many it returns a table of, or NULL */
	char *birth_dev;
	char *birth_dma;
	int birth_at;		/* argument that is set to the object, -1: it is returned */
	bool birth_guest;	/* the object is a guest of the upcall under way */
	char *birth_managed;	/* C expression: device with whose binding it ends, or NULL */
	char *acquires;		/* name of what acquires, where an inline is around it; or NULL: its own */
	char *undo;		/* C statement over $0.. and $ret that gives it back, or NULL */
	char *quiesce;		/* C statement or NULL */
	char *already;		/* C condition under which the kernel half does not call it, or NULL */
	char *unless;		/* C condition under which nothing is on record, or NULL */
	bool always;		/* ... also if it fails */
	bool until_answer;	/* ... when the upcall ends that it was made in */
	bool first;		/* ... before what is managed for the device, once */
	char **undo_keys;	/* C expressions over $0.. $ret, at most 4, NULL-terminated */
	char *owner;		/* natives that make an object: the caller's parameter whose root it gets */
	bool for_module;	/* ... or it has none, and is there as long as the module */
	char **keys;		/* natives: the same in terms of the arguments here; NULL: as they are */
	char **undo_types;	/* C type of each key, to cast it back in the undo function */
	char *releases;		/* names, blank between them, of downcalls that acquire what this gives back; they
				 * have the same undo and keys, and one struct cleave_undo; or NULL */
	char **release_keys;	/* first keys to match */
	int dies;		/* argument whose object ends with this call, -1 */
	int fails;		/* argument whose object ends if this call fails, -1 */
	char *instead;		/* C expression over $0.. in place of the call, or NULL */
	char *takes;		/* locks that it takes, blanks between them, or NULL */
	char *needs;		/* ... that its caller must hold */
	char *holds;		/* ... that it returns with */
	bool deferred;		/* ... but is given back later */
	bool by_line;		/* holds a static lockdep key; the last argument is the caller's line */
	struct plan_site *sites;	/* ->by_line: each has a key of its own */
	unsigned int nr_sites;
	char *early;		/* natives: who calls it where no shim redirects it, or NULL */
};

/** struct plan_rename - a word of the driver's text that is another one in a view */
struct plan_rename {
	int source;		/* index in plan->sources */
	size_t start;		/* byte offset of the word */
	char *from, *to;
	bool user, kernel;	/* in these views */
};

/** PLAN_REGION - in place of a class: device or DMA memory */
#define PLAN_REGION	(-1)
/** PLAN_BYTES - the same: bytes that the driver keeps */
#define PLAN_BYTES	(-2)

/** enum field_kind - as enum cleave_field_kind */
enum field_kind {
	FIELD_RAW,
	FIELD_BITS,
	FIELD_POINTER,
	FIELD_STRING,
	FIELD_BLOCK,
};

/** enum number_owner - as enum cleave_owns */
enum number_owner {
	OWNER_NONE,
	OWNER_PORT,
	OWNER_IRQ,
};

/** enum number_merge - as enum cleave_merge */
enum number_merge {
	MERGE_NONE,
	MERGE_BITS,
	MERGE_SUM,
};

/** struct plan_field - a shared field of a mirrored type */
struct plan_field {
	char *name;		/* "cp_private.mii_if.phy_id" */
	char *offset;		/* C expression, offsetof() and sums */
	char *size;		/* C expression: bytes of one element */
	char *count;		/* C expression, "1" */
	char *stride;		/* C expression, "0" */
	uint64_t mask;		/* bitfield; then ->offset is a number */
	unsigned int bit_word;	/* bitfield: bytes of the containing word */
	enum field_kind kind;
	int dir;		/* enum cleave_dir */
	int class;		/* FIELD_POINTER: as in struct plan_arg */
	char *least, *below;	/* C expressions: what a user half may write there; NULL: anything */
	enum number_owner owner;	/* ... or what the object's device owns */
	bool once;		/* ... while it is 0 */
	bool set;		/* FIELD_POINTER: a user half may not write NULL */
	unsigned int text;	/* bytes of each of the texts that it is; 0: it is none */
	unsigned int number;	/* bytes of each number of an array of such; 0: it is none */
	enum number_merge merge;	/* what becomes of what both halves change at once */
};

/** struct plan_point - where inside an object pointers of a class may lead */
struct plan_point {
	char *offset, *count, *stride;	/* C expressions */
	int class;
};

/** struct plan_string - text that both halves have under the same name */
struct plan_string {
	char *name;		/* "cleave_string_0"; it is a symbol, too */
	char *text;		/* with its quotes */
};

/** struct plan_literal - a literal of the driver's that is that string in both views */
struct plan_literal {
	int source;		/* index in plan->sources */
	size_t start, end;	/* bytes of the file */
	int string;		/* index in plan->strings */
};

/** struct plan_table - a constant that a function has for itself, and that both halves name */
struct plan_table {
	char *name;		/* outside of the function; it is a symbol, too */
	char *local;		/* inside */
	int function;		/* index in plan->functions */
	size_t start, end;	/* its declaration, with the semicolon; bytes of the file */
};

/** struct plan_along - a guest that another brings with it */
struct plan_along {
	char *member;
	int type;		/* index in plan->types */
};

/** struct plan_bring - what comes with a root */
struct plan_bring {
	char *at;		/* C expression over $0, the root */
	char *of;		/* C spelling of the root's type */
	int type;		/* index in plan->types */
};

/** struct plan_stop - a place inside an object where something may run by itself */
struct plan_stop {
	char *offset, *count, *stride;	/* C expressions */
	char *type;		/* C spelling */
	char *stop;		/* C statement over $0, a pointer to it: waits */
	char *live;		/* C expression: it was set up */
	char *idle;		/* C expression: stops, and tells whether nothing runs; NULL: ->stop does not wait long */
};

/** struct plan_type - a type of which objects have mirrors */
struct plan_type {
	char *name;		/* "net_device+cp_private" */
	char *ident;		/* C identifier: "net_device__cp_private" */
	char *size;		/* C expression */
	char *device;		/* C expression: offset of its struct device, or NULL */
	int class;
	bool array;		/* an object may be several of it, one after the other */
	bool settled;		/* nobody changes it once the kernel half is loaded */
	bool native;		/* a root that the kernel half's own probe is given */
	int unit;		/* unit in whose tail the tables are emitted */
	char *guest;		/* C expression over $0: what a guest belongs to; NULL: it is none */
	struct plan_along *alongs;
	unsigned int nr_alongs;
	struct plan_bring *brings;
	unsigned int nr_brings;
	struct plan_field *fields;
	unsigned int nr_fields;
	struct plan_point *points;
	unsigned int nr_points;
	struct plan_stop *stops;
	unsigned int nr_stops;
};

/** enum symbol_kind - as enum cleave_symbol_kind */
enum symbol_kind {
	SYMBOL_FUNCTION,
	SYMBOL_TABLE,
	SYMBOL_GLOBAL,
};

/** struct plan_symbol - a function, table or variable that both halves name */
struct plan_symbol {
	char *name;
	enum symbol_kind kind;
	int unit;		/* unit in whose tail its address is taken */
	int class;
	int type;		/* SYMBOL_GLOBAL: index in plan->types */
	bool array;		/* SYMBOL_TABLE: elements may be pointed to */
	bool open;		/* an array of unknown length: of one element, as far as is known */
	bool external;		/* a kernel symbol, not the driver's: user side gets a dummy */
};

/** struct plan_idle - a line of a profile that names what the driver never calls */
struct plan_idle {
	char *name;
	char *file;
	unsigned int line;
	char *other;		/* the function that a macro of that name stands for, or NULL */
};

/** struct plan_macro - a macro of the kernel's that is another one in the user view */
struct plan_macro {
	char *name, *params, *means;
};

/** struct plan_missing - a symbol without a policy */
struct plan_missing {
	char *symbol;
	char *file;
	unsigned int line;
	char *user;		/* function that uses it */
	char *advice;		/* the line to add to a model file or profile */
};

/** struct plan_policy - what happens to an undefined symbol of the user objects */
struct plan_policy {
	char *symbol;
	enum { POLICY_FORWARD, POLICY_LOCAL, POLICY_ADDRESS, POLICY_FORBIDDEN } policy;
};

/** struct plan_edge - a call between two functions of the driver; indices in plan->functions */
struct plan_edge {
	int from, to;
	unsigned int line;
	bool through;		/* a function pointer */
};

/** struct plan_assumption - an entry of the model, or of the profile, that the plan rests on */
struct plan_assumption {
	char *section;		/* "functions", "macros", "slots", "types", "data", "marks" */
	char *name;
	char *text;		/* its line, without the comment */
	char *file;
	unsigned int line;
	char *origin;		/* the comment: kernel source that it was read from; or NULL */
	char *user;		/* first function of the driver that it is about */
};

/** struct plan - the whole */
struct plan {
	char *driver;		/* module name as kbuild spells it: "foo", "snd-foo" */
	char *ident;		/* C identifier made of it */
	char *kernel;		/* release: "6.1.0-56-amd64" */
	char *headers;		/* kernel build directory */
	char *dir;		/* the driver's source directory */
	char build_id[65];
	struct plan_source *sources;
	unsigned int nr_sources;
	struct plan_unit *units;
	unsigned int nr_units;
	struct plan_function *functions;
	unsigned int nr_functions;
	struct plan_upcall *upcalls;
	unsigned int nr_upcalls;
	struct plan_downcall *downcalls;
	unsigned int nr_downcalls;
	struct plan_outline *outlines;
	unsigned int nr_outlines;
	struct plan_rename *renames;	/* by ->source and ->start */
	unsigned int nr_renames;
	/*
	 * Kernel functions that the kernel half itself calls and that make, give back or end what is
	 * on record: its shim wraps them, so that the record is kept.
	 */
	struct plan_downcall *natives;
	unsigned int nr_natives;
	struct plan_type *types;
	unsigned int nr_types;
	char **classes;		/* names; index 0 is "any" */
	unsigned int nr_classes;
	struct plan_symbol *symbols;
	unsigned int nr_symbols;
	struct plan_string *strings;
	unsigned int nr_strings;
	struct plan_table *tables;
	unsigned int nr_tables;
	struct plan_literal *literals;
	unsigned int nr_literals;
	struct plan_policy *policies;	/* every external the user side may reference */
	unsigned int nr_policies;
	struct plan_idle *idles;
	unsigned int nr_idles;
	struct plan_macro *macros;
	unsigned int nr_macros;
	struct plan_missing *missing;	/* why functions stay in the kernel for want of a line */
	unsigned int nr_missing;
	struct plan_edge *edges;
	unsigned int nr_edges;
	struct plan_assumption *assumptions;
	unsigned int nr_assumptions;
	char *evidence;		/* profile that it was checked against, or NULL */
	unsigned int reachable;		/* fields that can be reached from the arguments of crossings */
};

struct plan *plan__new(void);
void plan__free(struct plan *plan);

/* Forgets all but what the driver is made of: its files and units. */
void plan__forget_cut(struct plan *plan);

/** plan__save() - write plan.json, atomically. Return: 0 or -errno */
int plan__save(const struct plan *plan, const char *path);

/** plan__load() - read plan.json. Return: 0 or -errno; *@plan is the caller's */
int plan__load(struct plan **plan, const char *path);

/** plan__acquirer() - what acquires, on record, what @down gives back; NULL if nothing does */
const struct plan_downcall *plan__acquirer(const struct plan *plan,
					   const struct plan_downcall *down);

/** plan__drop_native() - forget native @at; those behind it move up */
void plan__drop_native(struct plan *plan, unsigned int at);

/** plan__function() - by name; NULL if there is none */
const struct plan_function *plan__function(const struct plan *plan, const char *name);

#endif /* SPLITTER_PLAN_H */
