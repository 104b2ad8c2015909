/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a kernel half says of itself to cleave.ko: constant tables of the types, symbols, upcalls
 * and downcalls that both halves know.
 */
#ifndef CLEAVE_TABLES_H
#define CLEAVE_TABLES_H

#include <linux/module.h>
#include <linux/types.h>

struct cleave_call;
struct cleave_channel;

/**
 * enum cleave_field_kind - how a shared field crosses
 * @CLEAVE_RAW: bytes, as they are
 * @CLEAVE_BITS: the bits of @mask in a word of @length 1, 2, 4 or 8 bytes
 * @CLEAVE_POINTER: a pointer, translated; it must lead to @class
 * @CLEAVE_STRING: a NUL-terminated string elsewhere; to user only; the mirror
 *	holds a copy of at most CLEAVE_STRING_MAX bytes
 * @CLEAVE_BLOCK: a pointer to a block elsewhere of @length bytes; to user
 *	only; the mirror holds a copy
 */
enum cleave_field_kind {
	CLEAVE_RAW,
	CLEAVE_BITS,
	CLEAVE_POINTER,
	CLEAVE_STRING,
	CLEAVE_BLOCK,
};

#define CLEAVE_STRING_MAX	128

/**
 * enum cleave_owns - what a number stands for that its object's device must own
 * @CLEAVE_OWNS_PORT: the first port of a resource
 * @CLEAVE_OWNS_IRQ: an interrupt
 */
enum cleave_owns {
	CLEAVE_OWNS_NOTHING,
	CLEAVE_OWNS_PORT,
	CLEAVE_OWNS_IRQ,
};

/** CLEAVE_ANY - class of a pointer that may lead to any tracked thing */
#define CLEAVE_ANY		0
/** CLEAVE_REGION - class of a pointer that leads into device or DMA memory, and nothing else */
#define CLEAVE_REGION		0xffff
/**
 * CLEAVE_BYTES - class of a pointer that leads into bytes that the driver keeps, and nothing else;
 * in place of a type: what is born are such bytes, in pages of their own
 */
#define CLEAVE_BYTES		0xfffe
/** CLEAVE_NUMBER - in place of a class: no pointer */
#define CLEAVE_NUMBER		(-1)

/** enum cleave_merge - what becomes of a number that both halves changed at the same time */
enum cleave_merge {
	CLEAVE_MERGE_NONE,	/* the user half's is kept */
	CLEAVE_MERGE_BITS,	/* each bit is that of the half that changed it */
	CLEAVE_MERGE_SUM,	/* both changes are added */
};

/**
 * struct cleave_field - one shared field of a mirrored type
 * @name: "struct.member", for messages
 * @offset: bytes from the start of the object
 * @length: bytes of one element
 * @count: number of elements, at least 1
 * @stride: bytes from one element to the next
 * @mask: CLEAVE_BITS only
 * @class: CLEAVE_POINTER only
 * @kind: enum cleave_field_kind
 * @dir: enum cleave_dir. A field that the user half writes is CLEAVE_BOTH
 * @owns: enum cleave_owns; a user half may write 0 or what the object's device owns
 * @least, @below: a user half may only write numbers from @least on, below @below; 0:
 *	any
 * @once: ... and only while it is 0. A field with one of these is a word, or CLEAVE_BITS; no
 *	callee of a downcall may be given it to write to
 * @set: CLEAVE_POINTER: a user half may write no NULL, and nothing else that leads nowhere
 * @text: CLEAVE_RAW that a user half writes: bytes of each text in it, of which it must leave one
 *	NUL, and which no callee of a downcall may be given either; 0: it is no text. @length is a
 *	multiple of it
 * @number: CLEAVE_RAW: bytes of each number in it, 1, 2, 4 or 8, of which only those cross that
 *	changed; 0: all of it does. @length is a multiple of it
 * @merge: enum cleave_merge; of CLEAVE_RAW alone, and of a number or an array of such
 */
struct cleave_field {
	const char *name;
	u32 offset;
	u32 length;
	u32 count;
	u32 stride;
	u64 mask;
	u16 class;
	u8 kind;
	u8 dir;
	u8 owns;
	bool once;
	bool set;
	u64 least;
	u64 below;
	u32 text;
	u8 number;
	u8 merge;
};

/**
 * struct cleave_point - where inside an object a pointer of a class may lead
 * @offset: bytes from the start of the object
 * @count: number of such places, at least 1
 * @stride: bytes from one to the next
 * @class: class number, one per struct or function type of the half
 */
struct cleave_point {
	u32 offset;
	u32 count;
	u32 stride;
	u16 class;
};

/**
 * struct cleave_companion - what comes with a root of a type
 * @type: index in half->types
 * @of: where it is; @root: such a root. Needs no lock
 */
struct cleave_companion {
	u16 type;
	const void *(*of)(const void *root);
};

/**
 * struct cleave_type - a type of which objects have mirrors
 * @name: for messages
 * @size: least size of such an object in bytes
 * @device: offset of the struct device in it, or -1
 * @class: class of a pointer to its start
 * @array: an object may be several of it, one after the other
 * @settled: nobody changes such an object once the kernel half is loaded: its fields are
 *	CLEAVE_TO_USER, cross when a user half has attached, and are looked at now and then
 * @fields: shared fields, by ascending offset
 * @points: interior places; offset 0 with @class need not be listed
 * @companions: of a root: what is known as long as any root is that it comes with
 * @stop: NULL, or stops what runs by itself in such an object (timers, work):
 *	true if nothing does any more, which is so for @wait
 */
struct cleave_type {
	const char *name;
	u32 size;
	s32 device;
	u16 class;
	bool array;
	bool settled;
	u16 nr_fields;
	u16 nr_points;
	u16 nr_companions;
	const struct cleave_field *fields;
	const struct cleave_point *points;
	const struct cleave_companion *companions;
	bool (*stop)(void *object, bool wait);
};

/**
 * enum cleave_symbol_kind - what a symbol known to both halves is
 * @CLEAVE_FUNCTION: a function; never called through this table
 * @CLEAVE_TABLE: constant data, present in both halves, never synchronised
 * @CLEAVE_GLOBAL: a variable, mirrored: an object with a mirror
 */
enum cleave_symbol_kind {
	CLEAVE_FUNCTION,
	CLEAVE_TABLE,
	CLEAVE_GLOBAL,
};

/**
 * struct cleave_symbol - a function, table or global that both halves name
 * @name: for messages
 * @addr: its address in the kernel half
 * @size: bytes; 1 for a function
 * @class: class of a pointer to it
 * @stride: CLEAVE_TABLE, array: bytes of one element, else 0
 * @kind: enum cleave_symbol_kind
 * @type: CLEAVE_GLOBAL: index of its type
 */
struct cleave_symbol {
	const char *name;
	void *addr;
	u32 size;
	u32 stride;
	u16 class;
	u16 type;
	u8 kind;
};

/**
 * struct cleave_up - one function of the user half that the kernel half calls
 * @name: of the function
 * @wait_ms: how long a caller waits while no user half serves; 0 fails at once
 * @holds: names of locks of the kernel's that every caller holds, blanks between
 *	them; or NULL
 * @perhaps: of those that only some callers hold
 * @downs: bits, by index in half->downs: the downcalls that it may make; NULL: any
 * @types: bits, by index in half->types: those of the objects that it may look at or write to; what
 *	others hold need not cross for it; NULL: any
 */
struct cleave_up {
	const char *name;
	u32 wait_ms;
	const char *holds;
	const char *perhaps;
	const u64 *downs;
	const u64 *types;
};

/**
 * struct cleave_down - one function that the user half may call
 * @name: of the function
 * @run: stub: takes the arguments, checks, calls, sets the answer
 * @nargs: number of arguments
 * @anywhere: runs at once in the caller's own system call
 * @by_worker: so does this, but only while the worker serves an upcall: as if the thread that
 *	made that had run it, which waits for its end whatever happens. Neither sleeps nor calls
 *	the user half, and does not care which thread it runs in
 * @takes: names of locks that it takes, blanks between them, or NULL: refused
 *	where the thread that would run it may hold one of them
 * @needs: of those that its caller must hold
 * @single: it asks what state the object of its first argument is in, and changes that: refused
 *	while another thread's call of it for the same object is under way
 * @ordered: it asks that, too, and runs @by_worker: while no other one does that asks
 * @keeps: the kernel may lead to the objects that it is given from then on, who knows how
 */
struct cleave_down {
	const char *name;
	void (*run)(struct cleave_call *call);
	u8 nargs;
	bool anywhere;
	bool by_worker;
	bool single;
	bool ordered;
	const char *takes;
	const char *needs;
	bool keeps;
};

/**
 * struct cleave_undo - how to give back what a downcall acquired
 * @name: of the function that releases
 * @run: releases; @key as given to cleave_acquired()
 * @quiesce: NULL, or stops use of the thing; run for all before any @run
 * @until_answer: it is a lock: given back, by the thread that took it, when the
 *	upcall that it was taken in ends, and not when its root does
 * @first: it makes something stop that goes on by itself, an interrupt's handler: run before what
 *	is managed for the device goes, if nobody else has given it back
 * @holds: names of the locks that the thread holds until then, blanks between them; NULL:
 *	none that a call names
 */
struct cleave_undo {
	const char *name;
	void (*run)(const u64 *key);
	void (*quiesce)(const u64 *key);
	bool until_answer;
	bool first;
	const char *holds;
};

#define CLEAVE_UNDO_KEYS	4

/**
 * struct cleave_half - everything cleave.ko knows of a kernel half
 * @name: the driver's module name; also the channel's
 * @build_id: hex digest that both halves of one build share
 * @owner: THIS_MODULE
 * @channel: cleave.ko's; NULL before cleave_half_init()
 */
struct cleave_half {
	const char *name;
	const char *build_id;
	struct module *owner;
	const struct cleave_type *const *types;
	const struct cleave_symbol *const *symbols;
	const struct cleave_up *ups;
	const struct cleave_down *downs;
	u16 nr_types;
	u16 nr_symbols;
	u16 nr_ups;
	u16 nr_downs;
	struct cleave_channel *channel;
};

#endif /* CLEAVE_TABLES_H */
