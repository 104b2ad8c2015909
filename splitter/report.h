/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What went wrong, as a person shall read it: one line per trouble, with the
 * place and what to do next. Passes add lines; the command prints them.
 */
#ifndef SPLITTER_REPORT_H
#define SPLITTER_REPORT_H

#include <stdio.h>

/** struct report - lines in the order in which they were added; starts zeroed */
struct report {
	char **lines;
	unsigned int nr;
};

/** report__add() - add a line; printf() format, without newline */
void report__add(struct report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/**
 * report__at() - add a line that begins with a place
 * @file: path, or NULL if there is no place
 * @line: 1-based, 0 if unknown
 */
void report__at(struct report *report, const char *file, unsigned int line, const char *format,
		...) __attribute__((format(printf, 4, 5)));

/** report__print() - all lines, each after @prefix and ": " */
void report__print(const struct report *report, const char *prefix, FILE *to);

/** report__clear() - forget all lines */
void report__clear(struct report *report);

#endif /* SPLITTER_REPORT_H */
