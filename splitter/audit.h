/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last look at a plan: does everything that functions of the user half touch cross, or is it
 * theirs alone? Told by the facts and the plan, not by what has decided which half a function is
 * in, nor by what has decided what is shared: the two are held against each other.
 */
#ifndef SPLITTER_AUDIT_H
#define SPLITTER_AUDIT_H

#include "report.h"
#include "share.h"

enum lead_kind {
	LEAD_OWN,		/* the user half's own: stack, heap, what both halves have */
	LEAD_REGION,		/* device or DMA memory */
	LEAD_LENT,		/* bytes that came with a call */
	LEAD_OBJECT,		/* a mirror */
	LEAD_COPY,		/* what a string or block of an object is copied to, behind its mirror */
	LEAD_UNKNOWN,
};

/**
 * struct lead - something that a pointer may lead to
 * @record: LEAD_OBJECT, LEAD_LENT: what is there; LEAD_COPY: what the object is; NULL: anything
 * @part: a member of that, whose address was taken on the way
 */
struct lead {
	enum lead_kind kind;
	const struct record *record;
	bool part;
};

struct leads {
	struct lead *items;
	unsigned int nr;
};

/** struct audit - one look at a plan */
struct audit {
	struct share *s;
	struct report *report;
	struct leads *params;	/* by parameter, as in struct flow */
	struct leads *returned;	/* by func->index */
	struct map slots;	/* struct leads by "record.field", and "=NAME" of a variable */
	struct map loaded;	/* ... by record and path: what a shared field leads to */
	struct map touched;	/* "record.field" that the kernel half touches */
	struct map whole;	/* records of which it touches everything */
	struct map written;	/* ... that any function writes */
	struct map told;	/* struct func by what is unsound about it, as was found now */
	bool sound;
	bool news;
};

/* audit_leads.c: where the pointers of the user half lead. */
void audit__find(struct audit *audit);
void audit__forget(struct audit *audit);

/* Adds to @out where pointers from there lead; the caller frees ->items. */
void audit__leads(struct audit *audit, const struct func *func, const struct origins *from,
		  struct leads *out);

/* Whether a path of members leads to the field of that name, or into it, whatever the index. */
bool audit__covers(const char *path, const char *name);

/* The path of a member of something within objects of a type, as names of fields have it. */
char *audit__path(const struct audit *audit, unsigned int type, const struct instance *at,
		  const char *path);

/* A type of one variable of the driver's; -1: it does not cross. */
int audit__variable(const struct audit *audit, const struct global *global);

/* A downcall of the plan's, or NULL. */
const struct plan_downcall *audit__downcall(const struct audit *audit, const char *name,
					    bool macro);

/* audit_kernel.c: what the kernel half touches. */
void audit__kernel(struct audit *audit);
bool audit__kernel_touches(const struct audit *audit, const struct record *owner,
			   const struct field *field);
/* Does anybody write that number, by its name? */
bool audit__is_written(const struct audit *audit, const struct record *owner,
		       const struct field *field);

/* audit_bytes.c: what is followed in that function and is no member. */
void audit__bytes(struct audit *audit, const struct func *func);

/* audit_types.c: what upcalls look at; the plan is otherwise done. */
void audit__types(struct audit *audit);

/* audit_members.c: is there such a structure, or any if it is NULL, in objects of that type? */
bool audit__holds(const struct share_type *type, const struct record *record);

/*
 * @func, at @line, does @what, and @why that cannot be: it is unsound where it is, or if it is a
 * header's, the driver's that calls it.
 */
void audit__tell(struct audit *audit, const struct func *func, unsigned int line, const char *what,
		 const char *why);

/**
 * audit__members() - look at all that the user half touches
 * @report: gets what cannot be mended by keeping a function in the kernel half
 *
 * Return: whether all of it crosses. Else functions of which it does not have become unsound, and
 * another partition, which keeps these, is wanted.
 */
bool audit__members(struct share *s, struct report *report);

#endif /* SPLITTER_AUDIT_H */
