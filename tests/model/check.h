/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares the model with one kernel's headers: what libclang sees in
 * tests/model/headers.c, and what gcc makes of the model's C expressions.
 */
#ifndef TESTS_MODEL_CHECK_H
#define TESTS_MODEL_CHECK_H

#include <clang-c/Index.h>
#include <stdio.h>

#include "splitter/model.h"
#include "splitter/report.h"

/** struct kernel - what the headers of one kernel declare, by name */
struct kernel {
	CXIndex index;
	CXTranslationUnit unit;
	struct strings *strings;
	struct map functions;	/* CXCursor * */
	struct map records;	/* CXCursor *, by tag; the definition */
	struct map typedefs;	/* CXCursor * */
	struct map variables;	/* CXCursor * */
	struct map macros;	/* CXCursor * */
	struct map exports;	/* anything: the symbol is exported */
};

/**
 * kernel__read() - parse @dir/headers.c with the flags that kbuild recorded
 * @headers: the kernel's build directory
 *
 * Return: NULL with the trouble in @report.
 */
struct kernel *kernel__read(const char *dir, const char *headers, struct report *report);
void kernel__free(struct kernel *kernel);

/** kernel__slot() - type of the function that a slot "RECORD.FIELD" or "FUNCTION#N" holds */
CXType kernel__slot(const struct kernel *kernel, const struct model *model, const char *slot);

/** expressions__write() - a function for each entry, in which its expressions stand */
void expressions__write(FILE *out, const struct model *model, const struct kernel *kernel);

#endif /* TESTS_MODEL_CHECK_H */
