/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What `cleave profile` saw of the stock driver, held against what the analysis
 * says: evidence can show that a plan is wrong, never that it is right.
 */
#ifndef SPLITTER_EVIDENCE_H
#define SPLITTER_EVIDENCE_H

#include "report.h"
#include "store.h"

/** struct evidence_function - one function, as counted by the profile */
struct evidence_function {
	const char *name;
	unsigned int calls, atomic, peak;
	const char *from;	/* first caller where sleeping is forbidden, or NULL */
};

/**
 * struct evidence - a profile
 * @often: calls in a second from which a function that is called across stays in the kernel
 */
struct evidence {
	const char *path;
	unsigned int often;
	struct strings *strings;
	struct map functions;	/* struct evidence_function by name */
};

/**
 * evidence__load() - read what `cleave profile` wrote
 * @driver: whose it must be
 *
 * Return: NULL with the trouble in @report.
 */
struct evidence *evidence__load(const char *path, const char *driver, unsigned int often,
				struct report *report);
void evidence__free(struct evidence *evidence);

/** evidence__of() - of a function; NULL if it was never seen. @evidence may be NULL */
const struct evidence_function *evidence__of(const struct evidence *evidence, const char *name);

struct context;
struct func;
struct plan;

/**
 * evidence__check() - what is held to sleep was not seen where that is forbidden
 *
 * Return: false, with each such function and who called it in @report.
 */
bool evidence__check(const struct evidence *evidence, const struct context *context,
		     struct report *report);

/** evidence__often() - why it must not be called across, or NULL; interned in its context */
const char *evidence__often(const struct evidence *evidence, const struct context *context,
			    const struct func *func);

/** evidence__fill() - what was counted goes into the plan, for the report */
void evidence__fill(const struct evidence *evidence, struct plan *plan);

#endif /* SPLITTER_EVIDENCE_H */
