/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What plan.c and plan_json.c share: of what the plan's structures are made. */
#ifndef SPLITTER_PLAN_SHAPE_H
#define SPLITTER_PLAN_SHAPE_H

#include <stddef.h>

enum member_kind {
	MEMBER_STRING,
	MEMBER_STRINGS,		/* NULL-terminated */
	MEMBER_HEX,		/* char[65] */
	MEMBER_BOOL,
	MEMBER_INT,		/* int and unsigned int */
	MEMBER_SIZE,
	MEMBER_U64,
	MEMBER_WORD,		/* an enum, by name */
	MEMBER_STRUCT,
	MEMBER_ARRAY,		/* pointer, and an unsigned int that counts */
	MEMBER_STRING_ARRAY,	/* the same, of strings */
};

struct shape;

/**
 * struct member - of a structure
 * @at: bytes from its start
 * @nr_at: of the number of elements, likewise; 0: there is none
 * @shape: MEMBER_STRUCT, MEMBER_ARRAY: of one
 * @words: MEMBER_WORD: by number, NULL behind the last
 */
struct member {
	const char *name;
	enum member_kind kind;
	size_t at;
	size_t nr_at;
	const struct shape *shape;
	const char *const *words;
};

/** struct shape - what a structure holds; behind the last of @members is one without a name */
struct shape {
	size_t size;
	const struct member *members;
};

/* Of struct plan. */
extern const struct shape *const plan__shape;

/* A member of what begins at @base. */
static inline void *plan__in(const void *base, size_t at)
{
	return (char *)base + at;
}

#endif /* SPLITTER_PLAN_SHAPE_H */
