// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: libclang parses each unit, in a thread of its own. The text that it
 * sees has one line more than the file where a shim belongs.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_parse.h"

static const char shim_name[] = "/cleave-macros.h";

char *facts__read_text(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	if (file && getdelim(&text, &room, 0, file) < 0 && text)
		*text = 0;
	if (file)
		fclose(file);
	return text ? text : store__copy("");
}

static void add_file(struct parse *p, const char *path, const char *text)
{
	struct CXUnsavedFile *file = STORE_ADD(p->files, p->nr_files);

	*file = (struct CXUnsavedFile){ path, text, strlen(text) };
}

/* The file's text with one more line in it, where a shim belongs. */
static void put_shim(struct parse *p, unsigned int source)
{
	const struct plan_source *plan = &p->plan->sources[source];
	char *text = facts__read_text(plan->path);
	size_t at = 0;

	for (unsigned int line = 1; line < plan->shim_line; line++)
		at += strcspn(text + at, "\n") + (text[at + strcspn(text + at, "\n")] == '\n');
	p->shims[source] = at;
	add_file(p, plan->path, store__format("%.*s%s%s", (int)at, text, SHIM_LINE, text + at));
	free(text);
}

static void put_shims(struct parse *p)
{
	const struct plan *plan = p->plan;

	p->shims = store__alloc(plan->nr_sources * sizeof(*p->shims));
	for (unsigned int i = 0; i < plan->nr_sources; i++) {
		p->shims[i] = NO_SHIM;
		if (i == (unsigned int)plan->units[p->unit].source ||
		    (plan->sources[i].in_place && plan->sources[i].shim_line))
			put_shim(p, i);
	}
	add_file(p, shim_name, facts__macro_shim(p->model));
}

/* ---- the compiler's command ------------------------------------------------ */

void facts__add_argument(struct arguments *a, const char *word)
{
	*STORE_ADD(a->words, a->nr) = store__copy(word);
}

void facts__free_arguments(struct arguments *a)
{
	for (unsigned int i = 0; i < a->nr; i++)
		free(a->words[i]);
	free(a->words);
}

void facts__first_arguments(struct arguments *a, const struct plan_unit *unit)
{
	char *dir = store__format("-working-directory=%s", unit->dir);

	facts__add_argument(a, "clang");
	facts__add_argument(a, dir);
	free(dir);
}

static void unit_arguments(struct arguments *a, const struct parse *p, const char *precompiled)
{
	static const char *const own[] = {
		"-D__cleave_kernel=__attribute__((annotate(\"" MARK_KERNEL "\")))",
		"-D__cleave_user=__attribute__((annotate(\"" MARK_USER "\")))",
		"-Wno-everything", "-ferror-limit=0",
	};
	const struct plan_unit *unit = &p->plan->units[p->unit];

	facts__first_arguments(a, unit);
	for (char **flag = unit->cflags; *flag; flag++)
		if (precompiled && !strcmp(*flag, "-include") && flag[1])
			flag++;
		else
			facts__add_argument(a, *flag);
	for (unsigned int i = 0; i < sizeof(own) / sizeof(*own); i++)
		facts__add_argument(a, own[i]);
	if (precompiled) {
		facts__add_argument(a, "-include-pch");
		facts__add_argument(a, precompiled);
	}
	facts__add_argument(a, p->plan->sources[unit->source].path);
}

/* ---- parsing --------------------------------------------------------------- */

CXTranslationUnit facts__run_clang(CXIndex index, const struct arguments *a, const struct parse *p,
				   enum CXErrorCode *err)
{
	CXTranslationUnit tu = NULL;

	*err = clang_parseTranslationUnit2FullArgv(index, NULL, (const char *const *)a->words,
						   a->nr, p ? p->files : NULL, p ? p->nr_files : 0,
						   CXTranslationUnit_KeepGoing, &tu);
	return tu;
}

bool facts__has_errors(CXTranslationUnit tu)
{
	unsigned int nr = clang_getNumDiagnostics(tu);
	bool found = false;

	for (unsigned int i = 0; i < nr; i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);

		found |= clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		clang_disposeDiagnostic(d);
	}
	return found;
}

static void dispose(struct parse *p)
{
	if (p->tu)
		clang_disposeTranslationUnit(p->tu);
	clang_disposeIndex(p->index);
}

/* With what was precompiled the tree begins with the unit's own text. */
static void parse(struct parse *p, const char *precompiled)
{
	struct arguments a = { 0 };

	unit_arguments(&a, p, precompiled);
	p->index = clang_createIndex(precompiled != NULL, 0);
	p->tu = facts__run_clang(p->index, &a, p, &p->err);
	facts__free_arguments(&a);
}

static void *parse_unit(void *data)
{
	struct parse *p = data;

	put_shims(p);
	if (p->precompiled) {
		parse(p, p->precompiled);
		if (!p->err && p->tu && !facts__has_errors(p->tu))
			return NULL;
		dispose(p);
	}
	parse(p, NULL);
	return NULL;
}

static void start(struct parse *p)
{
	if (pthread_create(&p->thread, NULL, parse_unit, p))
		abort();
}

struct parsing *facts__parse(const struct plan *plan, const struct model *model)
{
	struct parsing *parsing = store__alloc(sizeof(*parsing));
	struct common *common = &parsing->common;

	parsing->units = store__alloc(plan->nr_units * sizeof(*parsing->units));
	facts__find_common(common, plan);
	for (unsigned int i = 0; i < plan->nr_units; i++) {
		parsing->units[i] = (struct parse){ .plan = plan, .model = model, .unit = i };
		if (!common->units[i])
			start(&parsing->units[i]);
	}
	facts__precompile(common, plan);
	for (unsigned int i = 0; i < plan->nr_units; i++)
		if (common->units[i]) {
			parsing->units[i].precompiled = common->path;
			start(&parsing->units[i]);
		}
	return parsing;
}

static int diagnose(const struct parse *p, const char *path, struct report *report)
{
	unsigned int nr = p->tu ? clang_getNumDiagnostics(p->tu) : 0;
	int err = 0;

	if (p->err || !p->tu) {
		report__at(report, path, 0, "libclang cannot parse it (error %d)", p->err);
		return -1;
	}
	for (unsigned int i = 0; i < nr; i++) {
		CXDiagnostic d = clang_getDiagnostic(p->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error) {
			CXString text = clang_formatDiagnostic(d, CXDiagnostic_DisplaySourceLocation);

			report__add(report, "%s", clang_getCString(text));
			clang_disposeString(text);
			err = -1;
		}
		clang_disposeDiagnostic(d);
	}
	return err;
}

int facts__parsed(struct parse *p, struct report *report)
{
	pthread_join(p->thread, NULL);
	return diagnose(p, p->plan->sources[p->plan->units[p->unit].source].path, report);
}

void facts__parse_done(struct parse *p)
{
	dispose(p);
	for (unsigned int i = 0; i < p->nr_files; i++)
		free((char *)p->files[i].Contents);
	free(p->files);
	free(p->shims);
}

void facts__parse_end(struct parsing *parsing)
{
	facts__free_common(&parsing->common);
	free(parsing->units);
	free(parsing);
}
