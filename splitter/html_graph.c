// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The call graph in the report. graphviz lays it out; its SVG becomes a part of the
 * page. Each half is a cluster, and edges between halves are the cut.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "html.h"
#include "run.h"
#include "store.h"

/* Told apart by lightness, too. */
static const char *const colours[] = {
	[SIDE_KERNEL] = "#f4c7a1", [SIDE_USER] = "#a8d5ba", [SIDE_BOTH] = "#e8e6a8",
};

/* Of a function with two copies, one calls across. */
static bool crosses(const struct plan *plan, const struct plan_edge *edge)
{
	enum side to = plan->functions[edge->to].side;

	return to != SIDE_BOTH && plan->functions[edge->from].side != to;
}

/* Calls nothing of the driver's, and nothing crosses to it: it tells little of the cut. */
static bool *find_leaves(const struct plan *plan)
{
	bool *leaf = store__alloc(plan->nr_functions + 1);
	unsigned int i;

	for (i = 0; i < plan->nr_functions; i++)
		leaf[i] = plan->functions[i].upcall < 0 && plan->functions[i].downcall < 0;
	for (i = 0; i < plan->nr_edges; i++)
		leaf[plan->edges[i].from] = false;
	return leaf;
}

static void put_node(struct text *dot, const struct plan *plan, unsigned int i, bool all)
{
	const struct plan_function *f = &plan->functions[i];
	const char *slot = f->upcall >= 0 ? plan->upcalls[f->upcall].slot : NULL;

	text__printf(dot, "f%u [id=\"%s%u\", label=", i, all ? "a" : "n", i);
	text__string(dot, f->name);
	text__printf(dot, ", URL=\"#f%u\", fillcolor=\"%s\"%s, tooltip=", i, colours[f->side],
		     slot ? ", peripheries=2" : "");
	text__string(dot, slot ? slot : f->name);
	text__put(dot, "];\n");
}

static void put_cluster(struct text *dot, const struct plan *plan, enum side side,
			const bool *left_out, bool all)
{
	static const char *const titles[] = {
		[SIDE_KERNEL] = "kernel half", [SIDE_USER] = "user half",
		[SIDE_BOTH] = "a copy in each half",
	};

	text__printf(dot, "subgraph cluster_%s { id=\"%s_%s\"; label=\"%s\"; color=\"#777777\";\n",
		     html__side(side), all ? "all" : "few", html__side(side), titles[side]);
	for (unsigned int i = 0; i < plan->nr_functions; i++)
		if (plan->functions[i].side == side && !left_out[i])
			put_node(dot, plan, i, all);
	text__put(dot, "}\n");
}

static void describe(struct text *dot, const struct plan *plan, bool all)
{
	bool *left_out = all ? store__alloc(plan->nr_functions + 1) : find_leaves(plan);

	text__printf(dot, "digraph calls { id=\"%s\"; rankdir=LR; ranksep=0.6; nodesep=0.08;\n"
		     "fontname=\"sans-serif\"; tooltip=\"calls\";\n"
		     "node [shape=box, style=filled, fontname=\"sans-serif\", fontsize=10, height=0.2, margin=\"0.06,0.02\"];\n"
		     "edge [arrowsize=0.5, color=\"#888888\"];\n", all ? "all_calls" : "few_calls");
	for (enum side side = SIDE_KERNEL; side <= SIDE_BOTH; side++)
		put_cluster(dot, plan, side, left_out, all);
	for (unsigned int i = 0; i < plan->nr_edges; i++) {
		const struct plan_edge *e = &plan->edges[i];

		if (left_out[e->from] || left_out[e->to])
			continue;
		text__printf(dot, "f%d -> f%d [id=\"%s%u\"%s%s];\n", e->from, e->to,
			     all ? "ae" : "ne", i, e->through ? ", style=dashed" : "",
			     crosses(plan, e) ? ", color=\"#c00000\", penwidth=2" : "");
	}
	text__put(dot, "}\n");
	free(left_out);
}

/* What is before the element is for a file of its own. */
static int take_svg(struct text *page, const struct text *svg, int status, struct report *report)
{
	const char *at = svg->s ? strstr(svg->s, "<svg") : NULL;

	if (status == 127) {
		report__add(report, "no program dot, which draws the call graph; install graphviz");
		return -ENOENT;
	}
	if (status || !at) {
		report__add(report, "dot cannot draw the call graph (exit status %d)", status);
		return -EIO;
	}
	text__put(page, at);
	return 0;
}

int html__graph(struct text *page, const struct plan *plan, bool all, struct report *report)
{
	const char *temp = getenv("TMPDIR");
	char *path = store__format("%s/cleave-XXXXXX", temp && *temp ? temp : "/tmp");
	struct text dot = {}, svg = {};
	int fd = mkstemp(path), err = fd < 0 ? -errno : 0;

	if (!err) {
		close(fd);
		describe(&dot, plan, all);
		err = text__write(&dot, path);
	}
	if (err)
		report__add(report, "%s: %s", path, strerror(-err));
	else
		err = take_svg(page, &svg, run__output(&svg, (const char *const[]){
			"dot", "-Tsvg", path, NULL }), report);
	if (fd >= 0)
		unlink(path);
	text__free(&dot);
	text__free(&svg);
	free(path);
	return err;
}
