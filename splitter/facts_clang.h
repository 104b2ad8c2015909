/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inside of the facts pass: what its files share while libclang's trees are
 * alive. Not for other passes.
 */
#ifndef SPLITTER_FACTS_CLANG_H
#define SPLITTER_FACTS_CLANG_H

#include <limits.h>

#include <clang-c/Index.h>

#include "facts.h"
#include "model.h"
#include "plan.h"
#include "report.h"

/* No shim in that file. */
#define NO_SHIM		UINT_MAX

/** struct unit_facts - the translation unit being collected */
struct unit_facts {
	struct facts *facts;
	const struct plan *plan;
	const struct model *model;
	struct report *report;
	CXTranslationUnit tu;
	int unit;
	CXFile *files;			/* per plan->sources; NULL where not part of it */
	struct map names;		/* of files: by the path that led there, that of all of them */
	const unsigned int *shims;	/* per plan->sources: byte where a shim was put in, or NO_SHIM */
	unsigned int shim_len;
	struct queued {			/* met, with a body in this unit, not walked */
		struct func *func;
		CXCursor definition;
	} *queue;
	unsigned int nr_queue;
};

/* facts.c */
const char *facts__text(struct unit_facts *u, CXString s);
struct func *facts__func_at(struct unit_facts *u, CXCursor cursor);
struct global *facts__global_at(struct unit_facts *u, CXCursor cursor);
unsigned int facts__line(struct unit_facts *u, CXCursor cursor);

/** struct spot - a place in the driver's files as they are on disk, without the shim */
struct spot {
	int source;		/* index in plan->sources, -1: in none */
	unsigned int line;
	unsigned int offset;
	const char *file;
};

struct spot facts__spot(struct unit_facts *u, CXSourceLocation location);
bool facts__same_file(CXFile a, CXFile b);

/* Adds @func, named already, a piece of the text of @of; its type is the caller's to say. */
void facts__add_piece(struct facts *facts, const struct func *of, struct spot start,
		      struct spot end, struct func *func);

/* What the model says of the function, or the macro, that is called; or NULL. */
const struct model_function *facts__entry(const struct unit_facts *u, CXCursor call);

/* The end of what begins at @p: one of @stops, outside of all parentheses; or NULL. */
const char *facts__end_of(const char *p, const char *stops);

/** struct kids - children of a cursor */
struct kids {
	CXCursor *items;
	unsigned int nr;
};

struct kids facts__kids(CXCursor cursor);

/* facts_types.c */
const struct type *facts__type(struct unit_facts *u, CXType type);
/* A record's members, which facts__type() leaves out: it would follow every pointer. */
void facts__fill_record(struct unit_facts *u, CXType type);
/* The record in which a member is, anonymous ones skipped; "" for an anonymous member. */
const struct record *facts__owner(struct unit_facts *u, CXCursor field);

/* facts_reach.c: note what a function's parameters lead to, pointer by pointer. */
void facts__reach(struct unit_facts *u, CXCursor function);

/* ---- walking one function ---- */

/** struct region_exit - where a region under a lock ends early */
struct region_exit {
	CXCursor unlock;	/* the statement that releases the lock, with its labels */
	CXCursor *rest;		/* what follows it, up to a jump: not under the lock */
	unsigned int nr;
	unsigned int open;	/* loops and switches of the region's that it is in */
	struct spot start, end;	/* of the text of @rest */
};

/** struct walker - the function being walked */
struct walker {
	struct unit_facts *u;
	struct func *func;
	CXCursor body;
	CXCursor *vars;		/* declarations, by index in func->vars */
	unsigned int nr_vars;
	CXCursor *calls;	/* by index in func->calls */
	unsigned int nr_calls;
	CXCursor whole;		/* the innermost assignment, or call, that is being walked */
	const struct region_exit *exits;	/* the function is a region that ends there, too */
	unsigned int nr_exits;
	bool in_rest;		/* behind a region's early end: no part becomes a function */
};

/* facts_walk.c */
void facts__walk(struct unit_facts *u, struct func *func, CXCursor definition);

/* Whether an operator of one operand is ++ or --. */
bool facts__counts(CXCursor cursor);

/*
 * @mode: how the value of the expression is used, enum access_mode
 * @kept: its origins are taken by whoever asked for the walk, so a function's
 *	address in it is accounted for
 */
void facts__walk_expression(struct walker *w, CXCursor cursor, int mode, bool kept);

/* All that a cursor consists of, in order. */
void facts__walk_kids(struct walker *w, CXCursor cursor, int mode);

/* Notes an access to the lvalue @cursor; @call: as argument @arg of that call, -1: of none. */
void facts__touch(struct walker *w, CXCursor cursor, int mode, int call, int arg);

/* Notes a turn of the ways through the function. */
void facts__event(struct walker *w, enum event_kind kind, unsigned int call, const char *label);

/* Notes that something is there which the walk does not understand. */
void facts__odd(struct walker *w, CXCursor cursor, const char *what);

/* facts_call.c */
void facts__walk_call(struct walker *w, CXCursor cursor);
/* Of a builtin what it is called without that; "": its arguments are not evaluated. Else NULL. */
const char *facts__builtin(const char *name);

/* facts_statement.c: of a choice, statement or expression, the way that cannot be is left out. */
void facts__walk_choice(struct walker *w, CXCursor cursor, int mode, bool kept);
void facts__walk_statement(struct walker *w, CXCursor cursor);

/* The statements of a block, @parent, or of a region of one. */
void facts__walk_block(struct walker *w, CXCursor parent, const struct kids *kids);

/* facts_cleanup.c */

/* Notes the function's last variable if a function is called at its end; true: so it is. */
bool facts__cleanup(struct walker *w, CXCursor decl);

/* When all is walked: of what such variables hold. */
void facts__cleaned(const struct func *func);

/* facts_store.c */
void facts__walk_initialiser(struct unit_facts *u, struct global *global, CXCursor init);
void facts__walk_assignment(struct walker *w, CXCursor lhs, CXCursor rhs);
void facts__walk_variable(struct walker *w, CXCursor decl);
void facts__walk_list(struct walker *w, CXCursor list);
void facts__new_var(struct walker *w, CXCursor decl, const struct type *type);
/* Notes which parameters the function's body names. */
void facts__note_used(struct walker *w);

/** struct place - what an lvalue is a part of */
struct place {
	enum { PLACE_OTHER, PLACE_POINTER, PLACE_LOCAL, PLACE_GLOBAL } base;
	const struct record *record;	/* PLACE_POINTER: what is pointed to, if a record */
	const struct record *local;	/* PLACE_LOCAL: the variable's, if it is one */
	int var;			/* ... its index */
	struct global *global;
	const char *path;
	const char *slot;		/* "record.field" of the last member, or NULL */
	CXCursor pointer;		/* PLACE_POINTER */
	bool indexed;
};

/* facts_place.c */
CXCursor facts__step(CXCursor cursor);
CXCursor facts__strip(CXCursor cursor, bool casts);
struct place facts__place(struct walker *w, CXCursor cursor);

/*
 * p->x, of a structure of one member that a function has to itself: another way to write *p, which
 * get_unaligned() takes.
 */
bool facts__is_followed(struct walker *w, CXCursor cursor);
bool facts__is_array(CXCursor cursor);

/* Whether its type is that of a pointer to a function; of such a pointer's, or to one such. */
bool facts__is_function_pointer(CXCursor cursor);
bool facts__leads_to_function(CXCursor cursor);

/* A pointer to a function, or an array of such. */
bool facts__holds_functions(CXCursor cursor);

/* &PLACE, in parentheses and casts, perhaps. */
bool facts__is_address(CXCursor cursor);
bool facts__is_pointer(CXCursor cursor);

/* facts_origins.c */
void facts__origins(struct walker *w, CXCursor cursor, struct origins *out);
/* Arithmetic is done with it. */
void facts__moved(struct origin *origin);
int facts__var(const struct walker *w, CXCursor decl);

/* facts_weigh.c: what two operands, or a cast, have to do with where pointers lead. */
void facts__weigh_both(struct walker *w, const struct kids *kids);
void facts__weigh_cast(struct walker *w, CXCursor cast, CXCursor of);
CXCursor facts__last_kid(CXCursor cursor);

/* facts_followed.c: whether a member is reached by a pointer that is no variable: @base */
bool facts__follows(CXCursor member, CXCursor *base);

/* The text of an expression, if it is but names and members; else NULL. */
const char *facts__plain_text(struct unit_facts *u, CXCursor cursor);

/* facts_table.c: where a local constant is declared, if its text may be taken out of the function. */
void facts__declaration(struct walker *w, struct global *global, CXCursor decl);

/** struct loop_parts - of a loop; null cursors for what is not there */
struct loop_parts {
	CXCursor cond, step, body;
};

/* facts_loop.c */
struct loop_parts facts__loop_parts(CXCursor cursor);
/* Its condition asks nothing but how often it went round. */
bool facts__is_counted(CXCursor cursor);

/* facts_literal.c: NULL if its text is not all there is to it, in one place. */
const struct literal *facts__literal(struct unit_facts *u, CXCursor cursor);
bool facts__in_macro(CXSourceLocation location);

/* facts_use.c: where the use of a macro begins and ends, with its arguments, that makes what is there */
CXSourceLocation facts__use_start(struct unit_facts *u, CXSourceLocation location);
CXSourceLocation facts__use_end(struct unit_facts *u, CXSourceLocation location);
/* Whether what ends there is an expression, or a statement, whatever a macro makes of it. */
bool facts__is_closed(struct unit_facts *u, CXSourceLocation location);

/* outline.c */

/*
 * If a region under a spin lock begins with statement @at of a block and can be a function
 * of its own, makes it one and walks it, and @w's function calls it.
 *
 * Return: the region's last statement, or -1.
 */
int facts__outline(struct walker *w, const struct kids *block, unsigned int at);

/* facts_constant.c: fills @call's constants. */
void facts__constants(struct walker *w, struct call *call, CXCursor cursor);

/*
 * handover.c: if statement @at of a block is a choice whose first branch must run in the
 * kernel, before anything has happened in the function, makes that branch a function and walks
 * the choice. Return: whether it did.
 */
bool facts__hand_over(struct walker *w, CXCursor block, const struct kids *kids, unsigned int at);

/* guard.c: notes the guards of a pointer's uses in a region; false: some use can have none. */
bool facts__guard(struct unit_facts *u, struct outline *outline, const CXCursor *items,
		  unsigned int nr, CXCursor decl, const struct outline_var *var);

/* ... of an index into an array of @count elements, which @param chooses; false: it can have none. */
bool facts__guard_array(struct unit_facts *u, struct outline *outline, CXCursor index,
			size_t count, int param);

/* steer_first.c: whether a region may read a variable before it has set it. */
bool facts__reads_first(const CXCursor *items, unsigned int nr, CXCursor decl);

/*
 * steer.c: what stands against a region, @items, for what it is given, @given: that would choose
 * an address, say, or a loop's end, @at. NULL if nothing does, with the guards of arrays in
 * @guards; @given becomes parameters in this order.
 */
const char *facts__steer(struct walker *w, const CXCursor *items, unsigned int nr,
			 const CXCursor *given, unsigned int nr_given, struct outline *guards,
			 CXCursor *at);

/* facts_macros.c */

/* Calls of functions with this prefix stand for uses of the macros that the model lists. */
#define FACTS_MACRO_PREFIX	"cleave_macro_"

/* Text of the shim that makes the listed macros calls; the caller's. */
char *facts__macro_shim(const struct model *model);

#endif /* SPLITTER_FACTS_CLANG_H */
