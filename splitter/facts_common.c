// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the facts pass: headers of the kernel's that units of a driver have in common are parsed
 * once, and the tree of each of these units begins with what libclang made of them. The units
 * include all of them before they define a macro (read_headers.c), so that they say there what they
 * say here; for one another's order the kernel's headers do not care. A unit that has
 * errors with them is parsed as it stands.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts_parse.h"

/* To make it takes as long as to parse one unit and a half. */
#define ENOUGH_UNITS	3

/* ---- whose flags, which headers -------------------------------------------- */

static bool is_own_flag(const char *flag)
{
	return flag && !strncmp(flag, "-DKBUILD_BASENAME=", strlen("-DKBUILD_BASENAME="));
}

/* Do both begin in the same way, but for their names? */
static bool alike(const struct plan_unit *a, const struct plan_unit *b)
{
	char **x = a->cflags, **y = b->cflags;

	for (;; x++, y++) {
		x += is_own_flag(*x);
		y += is_own_flag(*y);
		if (!*x || !*y || strcmp(*x, *y))
			return !*x && !*y && !strcmp(a->dir, b->dir);
	}
}

static bool includes(const struct plan_unit *unit, const char *header)
{
	char **h = unit->headers;

	while (*h && strcmp(*h, header))
		h++;
	return *h;
}

static bool has_early(const struct plan_unit *unit)
{
	return unit->headers && *unit->headers;
}

static bool takes_part(const struct plan_unit *unit, const struct plan_unit *as)
{
	return has_early(unit) && has_early(as) && alike(unit, as);
}

static unsigned int count_parts(const struct plan *plan, const struct plan_unit *as)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < plan->nr_units; i++)
		nr += takes_part(&plan->units[i], as);
	return nr;
}

static bool all_include(const struct common *common, const struct plan *plan, const char *header)
{
	for (unsigned int i = 0; i < plan->nr_units; i++)
		if (common->units[i] && !includes(&plan->units[i], header))
			return false;
	return true;
}

static const struct plan_unit *first_of(const struct common *common, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_units; i++)
		if (common->units[i])
			return &plan->units[i];
	return NULL;
}

void facts__find_common(struct common *common, const struct plan *plan)
{
	const struct plan_unit *most = NULL;
	unsigned int nr = 0;

	common->fd = -1;
	common->units = store__alloc((plan->nr_units + 1) * sizeof(*common->units));
	for (unsigned int i = 0; i < plan->nr_units; i++)
		if (count_parts(plan, &plan->units[i]) > nr) {
			most = &plan->units[i];
			nr = count_parts(plan, most);
		}
	if (nr < ENOUGH_UNITS)
		return;
	for (unsigned int i = 0; i < plan->nr_units; i++)
		common->units[i] = takes_part(&plan->units[i], most);
	for (char **h = most->headers; *h; h++)
		if (all_include(common, plan, *h))
			*STORE_ADD(common->headers, common->nr_headers) = *h;
}

/* ---- what libclang makes of them -------------------------------------------- */

static CXTranslationUnit parse_headers(const struct common *common, const struct plan_unit *unit,
				       CXIndex index)
{
	struct arguments a = { 0 };
	enum CXErrorCode err;
	CXTranslationUnit tu;

	facts__first_arguments(&a, unit);
	for (char **flag = unit->cflags; *flag; flag++)
		if (!is_own_flag(*flag))
			facts__add_argument(&a, *flag);
	for (unsigned int i = 0; i < common->nr_headers; i++) {
		facts__add_argument(&a, "-include");
		facts__add_argument(&a, common->headers[i]);
	}
	facts__add_argument(&a, "-xc-header");
	facts__add_argument(&a, "/dev/null");
	tu = facts__run_clang(index, &a, NULL, &err);
	facts__free_arguments(&a);
	return tu;
}

/* libclang saves under a name; the file loses it at once, so that nothing is left behind. */
static int save_headers(CXTranslationUnit tu)
{
	const char *temp = getenv("TMPDIR");
	char *dir = store__format("%s/cleave-XXXXXX", temp && *temp ? temp : "/tmp");
	char *path;
	int fd = -1;

	if (mkdtemp(dir)) {
		path = store__format("%s/headers", dir);
		if (!clang_saveTranslationUnit(tu, path, clang_defaultSaveOptions(tu)))
			fd = open(path, O_RDONLY | O_CLOEXEC);
		unlink(path);
		rmdir(dir);
		free(path);
	}
	free(dir);
	return fd;
}

void facts__precompile(struct common *common, const struct plan *plan)
{
	CXTranslationUnit tu;
	CXIndex index;

	if (!common->nr_headers)
		return;
	index = clang_createIndex(0, 0);
	tu = parse_headers(common, first_of(common, plan), index);
	if (tu && !facts__has_errors(tu))
		common->fd = save_headers(tu);
	if (common->fd >= 0)
		common->path = store__format("/proc/self/fd/%d", common->fd);
	if (tu)
		clang_disposeTranslationUnit(tu);
	clang_disposeIndex(index);
}

void facts__free_common(struct common *common)
{
	if (common->fd >= 0)
		close(common->fd);
	free(common->path);
	free(common->headers);
	free(common->units);
}
