/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files births*.c share. Nobody else includes this. */
#ifndef SPLITTER_BIRTHS_PARTS_H
#define SPLITTER_BIRTHS_PARTS_H

#include "births.h"
#include "bytes.h"
#include "flow.h"

/** struct births - the pass under way */
struct births {
	struct facts *facts;
	struct model *model;
	bool *taken;		/* births_void.c: by func->index: its address goes somewhere */
	struct map verdicts;	/* births_object.c: by a structure's name */
};

struct model_function *births__known(const struct births *b, const char *name);

/* Whether the model's function makes objects of whatever type. */
bool births__allocates(const struct model_function *entry);

/* What the call is of, as the driver writes it: a function, or a macro around the callee. */
struct model_function *births__written(const struct births *b, const struct call *call);

/*
 * births_used.c: what the memory that call @index allocates is used as, NULL if that is not told;
 * and whether @from leads to that memory itself, not to a place in it.
 */
const struct type *births__used_as(const struct func *func, unsigned int index);
bool births__is_made(const struct func *func, const struct origins *from, int index);

/* Whether it is used as characters, numbers or nobody knows what, and never as a structure. */
bool births__used_as_bytes(const struct func *func, unsigned int index);

/*
 * births.c: whether it frees what one that allocates makes; whether what it is given as argument
 * @arg is read, or written to, before the call returns, and then forgotten; whether what call
 * @index returned, or parameter @index was given, is kept, or known to others.
 */
bool births__frees(const struct model *model, const struct model_function *entry);
bool births__lent(const struct births *b, const struct func *func, const struct call *call,
		  unsigned int arg);
bool births__escapes(const struct births *b, const struct func *func, enum origin_kind kind,
		     int index);

/* births_used.c: whether the member is one of the structure's, or of a part of it. */
bool births__has_part(const struct record *record, const char *slot);

/* births_bytes.c: finds bytes that the driver keeps, and tells of calls that make and free them. */
void births__find_bytes(struct births *b);

/* births_object.c: whether memory of that type may be objects that the runtime tracks */
bool births__may_be_object(struct births *b, const struct type *to);

/* ... and a member where drivers keep what is a device's, or a file's: dev->driver_data */
bool births__is_owner(const struct births *b, const char *slot);

/* births_void.c: somebody may call it who does not name it. */
bool births__address_taken(struct births *b, const struct func *func);

/* births_init.c: tells of each function whether it runs in the module's init alone. */
void births__init(struct births *b);

/* births_variable.c: tells of which structures variables are objects, when calls are told. */
void births__variables(struct births *b);

/*
 * births_make.c: from now on the call is one of a function for objects of @record alone; of one
 * that frees nobody knows what; of one for memory of the user half's own; of one for @bytes alone.
 */
void births__typed(struct births *b, struct call *call, const struct model_function *entry,
		   const struct record *record);
void births__void(struct births *b, struct call *call, const struct model_function *entry);
void births__local(struct births *b, struct call *call, const struct model_function *entry);
void births__bytes(struct births *b, struct call *call, const struct bytes *bytes);

/* The same for what frees what the member @slot leads to, objects of @types, blanks between them. */
void births__member(struct births *b, struct call *call, const struct model_function *entry,
		    const char *slot, const char *types);

/* births_void.c: tells what calls free that are given a member that is a `void *`. */
void births__freed(struct births *b, struct func *func);

#endif /* SPLITTER_BIRTHS_PARTS_H */
