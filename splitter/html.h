/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The report: one page that shows what a plan decided and what it rests on. It
 * needs nothing but itself, no script and no network. Well-formed as XML, too.
 */
#ifndef SPLITTER_HTML_H
#define SPLITTER_HTML_H

#include "plan.h"
#include "report.h"
#include "text.h"

/**
 * html__write() - make the page of a plan
 * @path: file, replaced only when the page is whole
 *
 * Return: 0, or -errno with the trouble in @report: no such directory, no program dot.
 */
int html__write(const struct plan *plan, const char *path, struct report *report);

/* ---- between the files of the report ---- */

/** html__put() - append text, so that nothing in it is markup */
void html__put(struct text *page, const char *s);

/** html__cell() - a table's cell with text; NULL is an empty one */
void html__cell(struct text *page, const char *s);

/** html__link() - a function's name that leads to its line of the table */
void html__link(struct text *page, const struct plan *plan, int function);

/** html__side() - "kernel", "user", "both": for people and as a class of the style */
const char *html__side(enum side side);

/** html__file() - a path as people know it: below the driver's directory, or the last parts */
const char *html__file(const struct plan *plan, const char *path);

/**
 * html__graph() - the call graph with the cut in it, as SVG
 * @all: leaf helpers as well
 *
 * Return: 0, or -errno with the trouble in @report.
 */
int html__graph(struct text *page, const struct plan *plan, bool all, struct report *report);

/* html_calls.c: what crosses. */
void html__upcalls(struct text *page, const struct plan *plan);
void html__downcalls(struct text *page, const struct plan *plan);
void html__regions(struct text *page, const struct plan *plan);
void html__types(struct text *page, const struct plan *plan);

#endif /* SPLITTER_HTML_H */
