// SPDX-License-Identifier: GPL-2.0-or-later
/* The report's page: what is counted, the functions, what is taken for granted. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "figures.h"
#include "html.h"
#include "store.h"

static const char style[] =
	"body{font:15px/1.4 sans-serif;margin:2em auto;max-width:100em;padding:0 1em;color:#111;background:#fff}\n"
	"table{border-collapse:collapse;margin:.5em 0}\n"
	"th,td{text-align:left;vertical-align:top;padding:.15em .6em;border-bottom:1px solid #ddd}\n"
	"th{background:#eee}\n"
	"td.n{text-align:right}\n"
	"td,code{overflow-wrap:anywhere}\n"
	".kernel{background:#f4c7a1}.user{background:#a8d5ba}.both{background:#e8e6a8}\n"
	":target{outline:3px solid #c00000}\n"
	".graph{overflow:auto;max-height:85vh;border:1px solid #bbb}\n"
	".many{display:none}#all:checked~.few{display:none}#all:checked~.many{display:block}\n"
	"details{margin:.2em 0}summary{cursor:pointer}small{color:#555}\n"
	".key{padding:0 .5em;border:1px solid #777}\n";

/* ---- small parts ------------------------------------------------------------- */

void html__put(struct text *page, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			text__put(page, "&amp;");
			break;
		case '<':
			text__put(page, "&lt;");
			break;
		case '>':
			text__put(page, "&gt;");
			break;
		case '"':
			text__put(page, "&quot;");
			break;
		case '\'':
			text__put(page, "&#39;");
			break;
		default:
			/* what XML does not allow at all */
			if ((unsigned char)*s >= ' ' || *s == '\n' || *s == '\t')
				text__put_n(page, s, 1);
		}
	}
}

void html__cell(struct text *page, const char *s)
{
	text__put(page, "<td>");
	html__put(page, s ? s : "");
	text__put(page, "</td>");
}

void html__link(struct text *page, const struct plan *plan, int function)
{
	text__printf(page, "<a href=\"#f%d\">", function);
	html__put(page, plan->functions[function].name);
	text__put(page, "</a>");
}

const char *html__side(enum side side)
{
	static const char *const names[] = {
		[SIDE_KERNEL] = "kernel", [SIDE_USER] = "user", [SIDE_BOTH] = "both",
	};

	return names[side];
}

const char *html__file(const struct plan *plan, const char *path)
{
	size_t len = plan->dir ? strlen(plan->dir) : 0;
	const char *at = path + strlen(path);

	if (len && !strncmp(path, plan->dir, len) && path[len] == '/')
		return path + len + 1;
	for (unsigned int parts = 0; at > path; at--)
		if (at[-1] == '/' && ++parts == 2)
			break;
	return at;
}

static void number(struct text *page, const char *what, unsigned int n)
{
	text__printf(page, "<tr><th>%s</th><td class=\"n\">%u</td><td></td></tr>\n", what, n);
}

/* ---- sections ------------------------------------------------------------------ */

static void put_measured(struct text *page, const struct plan *plan)
{
	unsigned long calls = 0, user = 0;

	if (!plan->evidence)
		return;
	for (unsigned int i = 0; i < plan->nr_functions; i++) {
		calls += plan->functions[i].seen;
		user += plan->functions[i].side == SIDE_USER ? plan->functions[i].seen : 0;
	}
	text__printf(page, "<tr><th>calls of the stock driver that were counted</th><td class=\"n\">%lu</td><td>%lu of them of functions that are in the user half; ",
		     calls, user);
	html__put(page, plan->evidence);
	text__put(page, "</td></tr>\n");
}

static void put_figures(struct text *page, const struct plan *plan)
{
	struct figures f = figures__of(plan);

	text__put(page, "<h2 id=\"figures\">Figures</h2>\n<table><tbody>\n");
	number(page, "functions", f.functions);
	text__printf(page, "<tr><th>run in the user half</th><td class=\"n\">%u</td><td>%.1f %%, %u of them copied in both halves</td></tr>\n",
		     f.user + f.both, f.percent, f.both);
	text__printf(page, "<tr><th>lines of functions</th><td class=\"n\">%u</td><td>%u in the user half</td></tr>\n",
		     f.lines, f.lines_user + f.lines_both);
	number(page, "upcalls", plan->nr_upcalls);
	number(page, "downcalls", plan->nr_downcalls);
	number(page, "regions under a lock that are downcalls", plan->nr_outlines);
	text__printf(page, "<tr><th>shared fields</th><td class=\"n\">%u</td><td>%.2f %% of the %u fields that can be reached from the arguments</td></tr>\n",
		     f.shared, f.shared_percent, f.reachable);
	number(page, "lines of the model and the profile that it rests on", plan->nr_assumptions);
	put_measured(page, plan);
	text__put(page, "</tbody></table>\n");
}

static int put_graph(struct text *page, const struct plan *plan, struct report *report)
{
	int err;

	text__put(page, "<h2 id=\"graph\">Call graph</h2>\n"
		  "<p><span class=\"key kernel\">kernel half</span> <span class=\"key user\">user half</span> "
		  "<span class=\"key both\">a copy in each</span> Red: calls that cross. "
		  "Double border: the kernel calls it through a slot. Dashed: through a function pointer.</p>\n"
		  "<input type=\"checkbox\" id=\"all\" /><label for=\"all\"> leaf helpers that nothing crosses to, too</label>\n"
		  "<div class=\"graph few\">\n");
	err = html__graph(page, plan, false, report);
	text__put(page, "</div>\n<div class=\"graph many\">\n");
	err = err ? err : html__graph(page, plan, true, report);
	text__put(page, "</div>\n");
	return err;
}

static void put_crossings(struct text *page, const struct plan_function *f)
{
	text__put(page, "<td>");
	if (f->upcall >= 0)
		text__printf(page, "<a href=\"#up%d\">upcall</a> ", f->upcall);
	if (f->downcall >= 0)
		text__printf(page, "<a href=\"#down%d\">downcall</a>", f->downcall);
	text__put(page, "</td>");
}

/* What the profile counted, where there is one. */
static void put_seen(struct text *page, const struct plan *plan, const struct plan_function *f)
{
	if (plan->evidence)
		text__printf(page, "<td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td>",
			     f->seen, f->seen_atomic, f->seen_peak);
}

static void put_function(struct text *page, const struct plan *plan, unsigned int i)
{
	const struct plan_function *f = &plan->functions[i];

	text__printf(page, "<tr id=\"f%u\">", i);
	html__cell(page, f->name);
	text__printf(page, "<td class=\"%s\">%s</td><td>", html__side(f->side), html__side(f->side));
	html__put(page, plan->sources[f->source].rel);
	text__printf(page, ":%u</td>", f->line);
	html__cell(page, f->reason);
	html__cell(page, f->advice);
	html__cell(page, f->atomic ? "may be atomic" : "may sleep");
	put_seen(page, plan, f);
	put_crossings(page, f);
	text__put(page, "</tr>\n");
}

static void put_functions(struct text *page, const struct plan *plan)
{
	text__put(page, "<h2 id=\"functions\">Functions</h2>\n"
		  "<table><thead><tr><th>function</th><th>half</th><th>place</th><th>why</th>"
		  "<th>what would move it</th><th>context</th>");
	if (plan->evidence)
		text__put(page, "<th>calls</th><th>in atomic context</th><th>in a second</th>");
	text__put(page, "<th>called across</th></tr></thead><tbody>\n");
	for (unsigned int i = 0; i < plan->nr_functions; i++)
		put_function(page, plan, i);
	text__put(page, "</tbody></table>\n");
}

static void put_assumption(struct text *page, const struct plan *plan,
			   const struct plan_assumption *a)
{
	const struct plan_function *user = a->user ? plan__function(plan, a->user) : NULL;

	text__put(page, "<tr>");
	html__cell(page, a->section);
	text__put(page, "<td><code>");
	html__put(page, a->text);
	text__put(page, "</code></td><td>");
	html__put(page, html__file(plan, a->file));
	text__printf(page, ":%u</td>", a->line);
	html__cell(page, a->origin);
	text__put(page, "<td>");
	if (user)
		html__link(page, plan, user - plan->functions);
	text__put(page, "</td></tr>\n");
}

static void put_assumptions(struct text *page, const struct plan *plan)
{
	text__put(page, "<h2 id=\"assumptions\">What is taken for granted</h2>\n"
		  "<p>What the split rests on and the driver's source does not say: the lines of the model and of the profile, with the kernel source that they were read from.</p>\n"
		  "<table><thead><tr><th>section</th><th>line</th><th>place</th>"
		  "<th>read from</th><th>first for</th></tr></thead><tbody>\n");
	for (unsigned int i = 0; i < plan->nr_assumptions; i++)
		put_assumption(page, plan, &plan->assumptions[i]);
	text__put(page, "</tbody></table>\n");
}

static void put_missing(struct text *page, const struct plan *plan)
{
	if (!plan->nr_missing)
		return;
	text__put(page, "<h2 id=\"missing\">What the model does not know</h2>\n"
		  "<table><thead><tr><th>symbol</th><th>used in</th><th>place</th>"
		  "<th>the line to add</th></tr></thead><tbody>\n");
	for (unsigned int i = 0; i < plan->nr_missing; i++) {
		const struct plan_missing *m = &plan->missing[i];

		text__put(page, "<tr>");
		html__cell(page, m->symbol);
		html__cell(page, m->user);
		text__put(page, "<td>");
		html__put(page, m->file ? html__file(plan, m->file) : "");
		text__printf(page, ":%u</td>", m->line);
		html__cell(page, m->advice);
		text__put(page, "</tr>\n");
	}
	text__put(page, "</tbody></table>\n");
}

static void put_head(struct text *page, const struct plan *plan)
{
	text__put(page, "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n"
		  "<head><meta charset=\"utf-8\" /><title>");
	html__put(page, plan->driver);
	text__printf(page, " split</title>\n<style>\n%s</style></head>\n<body>\n<h1>", style);
	html__put(page, plan->driver);
	text__put(page, " split for Linux ");
	html__put(page, plan->kernel ? plan->kernel : "?");
	text__printf(page, "</h1>\n<p>Build %s of", plan->build_id);
	for (unsigned int i = 0; i < plan->nr_sources; i++) {
		text__put(page, i ? ", " : " ");
		html__put(page, plan->sources[i].rel);
		text__printf(page, " <small>(sha256 %.12s)</small>", plan->sources[i].sha256);
	}
	text__put(page, ".</p>\n<p><a href=\"#figures\">Figures</a>, <a href=\"#graph\">call graph</a>, "
		  "<a href=\"#functions\">functions</a>, <a href=\"#upcalls\">upcalls</a>, "
		  "<a href=\"#downcalls\">downcalls</a>, <a href=\"#regions\">regions under a lock</a>, "
		  "<a href=\"#fields\">shared fields</a>, <a href=\"#assumptions\">what is taken for granted</a></p>\n");
}

static int save(const struct text *page, const char *path, struct report *report)
{
	char *temp = store__format("%s.tmp", path);
	int err = text__write(page, temp);

	if (!err && rename(temp, path))
		err = -errno;
	if (err) {
		unlink(temp);
		report__add(report, "the report cannot be written: %s: %s", path, strerror(-err));
	}
	free(temp);
	return err;
}

int html__write(const struct plan *plan, const char *path, struct report *report)
{
	struct text page = {};
	int err;

	put_head(&page, plan);
	put_figures(&page, plan);
	err = put_graph(&page, plan, report);
	put_functions(&page, plan);
	text__put(&page, "<h2 id=\"upcalls\">Upcalls</h2>\n");
	html__upcalls(&page, plan);
	text__put(&page, "<h2 id=\"downcalls\">Downcalls</h2>\n");
	html__downcalls(&page, plan);
	text__put(&page, "<h2 id=\"regions\">Regions under a lock</h2>\n");
	html__regions(&page, plan);
	text__put(&page, "<h2 id=\"fields\">Shared fields</h2>\n");
	html__types(&page, plan);
	put_assumptions(&page, plan);
	put_missing(&page, plan);
	text__put(&page, "</body>\n</html>\n");
	err = err ? err : save(&page, path, report);
	text__free(&page);
	return err;
}
