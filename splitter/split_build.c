// SPDX-License-Identifier: GPL-2.0-or-later
/* Compiles: the driver as it is, by kbuild, and both halves. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "run.h"
#include "split.h"
#include "store.h"
#include "text.h"

/* The last run's part of the log. */
static const char *last_run(const struct text *log)
{
	const char *start = log->s;

	for (const char *p = start; p && (p = strstr(p, "\n$ ")); p++)
		start = p + 1;
	return start;
}

/* A line of the log; a place in the copy of a driver becomes that in the driver. */
static void report_line(struct split *s, const char *text, const char *what)
{
	char *line = strndup(text, strcspn(text, "\n"));
	char *copy = line && !s->subdir && s->source ? strstr(line, s->source) : NULL;
	const char *advice = line && s->subdir && strstr(line, "No such file or directory") ?
		"; split a copy of its directory with that header in it: cleave split DIRECTORY" : "";

	if (copy)
		report__add(s->report, "%.*s%s%s (%s; all of it is in %s)", (int)(copy - line),
			    line, s->target, copy + strlen(s->source), what, s->log);
	else
		report__add(s->report, "%s (%s; all of it is in %s)%s", line ? line : "", what, s->log,
			    advice);
	free(line);
}

/* Reports the first error in the log, with its place, if there is one. */
static int program_failed(struct split *s, int status, const char *what)
{
	struct text log = {};
	const char *error = NULL, *line;

	if (!text__read(&log, s->log))
		error = strstr(last_run(&log), "error: ");
	if (!error && log.s)
		error = strstr(last_run(&log), "ERROR: ");
	if (!error && log.s)
		error = strstr(last_run(&log), ": *** ");	/* make itself */
	if (error) {
		for (line = error; line > log.s && line[-1] != '\n';)
			line--;
		report_line(s, line, what);
	} else if (status == 127) {
		report__add(s->report, "%s needs a program that is missing; install the packages make, gcc and binutils",
			    what);
	} else {
		report__add(s->report, "%s failed with status %d; see %s", what, status, s->log);
	}
	text__free(&log);
	return -EINVAL;
}

/* The only module that kbuild lists in modules.order. */
static int only_module(struct split *s)
{
	char *path = store__format("%s/modules.order", s->source);
	struct text order = {}, names = {};
	unsigned int nr = 0;
	char *name = NULL;

	text__read(&order, path);
	for (const char *p = order.s; p && *p; p += strcspn(p, "\n"), p += *p == '\n') {
		const char *base = p;

		for (const char *c = p; *c && *c != '\n'; c++)
			if (*c == '/')
				base = c + 1;
		free(name);
		name = strndup(base, strcspn(base, ".\n"));
		text__printf(&names, "%s%s", nr++ ? ", " : "", name);
	}
	if (nr == 1)
		s->module = name;
	else if (nr)
		report__add(s->report, "%s makes %u modules; say which one with -m: %s", s->target, nr,
			    names.s);
	else
		report__add(s->report, "%s makes no module; it needs a Kbuild or Makefile with obj-m",
			    s->target);
	if (nr != 1)
		free(name);
	text__free(&order);
	text__free(&names);
	free(path);
	return nr == 1 ? 0 : -EINVAL;
}

int split__build_driver(struct split *s)
{
	char *dir = store__format("M=%s", s->source);
	char *what = store__format("compiling %s", s->target);
	const char *argv[] = {
		"make", s->jobs, "-C", s->headers, dir, "KBUILD_MODPOST_WARN=1", "modules",
		NULL, NULL, NULL
	};
	char *mod = NULL, *object = NULL;
	int status;

	if (s->module) {
		argv[6] = mod = store__format("%s.mod", s->module);
		argv[7] = object = store__format("%s.o", s->module);
	}
	argv[s->module ? 8 : 7] = s->includes;
	status = run__logged(s->log, argv);
	if (status)
		status = program_failed(s, status, what);
	else if (!s->module)
		status = only_module(s);
	free(object);
	free(mod);
	free(what);
	free(dir);
	return status;
}

int split__build_kernel_half(struct split *s, const struct plan *plan)
{
	char *dir = store__format("M=%s/kernel", s->work);
	char *include = store__format("CLEAVE_INCLUDE=%s", s->parts.include);
	char *symvers = store__format("KBUILD_EXTRA_SYMBOLS=%s", s->parts.symvers);
	const char *const argv[] = {
		"make", s->jobs, "-C", s->headers, dir, include, symvers, "modules", s->includes, NULL
	};
	int status = run__logged(s->log, argv);

	if (status && check__kernel(plan, s->log, s->report))
		status = -EINVAL;
	else if (status)
		status = program_failed(s, status, "building the kernel half");
	free(symvers);
	free(include);
	free(dir);
	return status;
}

/* Debuggers and checks of the user half; the kernel's structures are packed as the kernel likes. */
#define SANITIZE	"-fsanitize=address,undefined"
#define VIEW_SANITIZE	"-fsanitize=address,undefined -fno-sanitize=alignment,shift --param asan-globals=0"

static int make_user(struct split *s, const char *target)
{
	char *dir = store__format("%s/user", s->work);
	char *include = store__format("CLEAVE_INCLUDE=%s", s->parts.include);
	char *library = store__format("CLEAVE_LIB=%s", s->parts.library);
	char *script = store__format("CLEAVE_LDS=%s", s->parts.script);
	char *compiler = store__format("CC=%s", s->compiler);
	char *place = store__format("PLACE=%s/user", s->out);
	const char *const argv[] = {
		"make", s->jobs, "-C", dir, compiler, include, library, script, place, target,
		s->sanitize ? "SANITIZE=" SANITIZE : NULL, "VIEW_SANITIZE=" VIEW_SANITIZE, NULL
	};
	int status = run__logged(s->log, argv);

	if (status)
		status = program_failed(s, status, "building the user half");
	free(place);
	free(compiler);
	free(script);
	free(library);
	free(include);
	free(dir);
	return status;
}

int split__build_user_half(struct split *s, const struct plan *plan)
{
	char *dir = store__format("%s/user", s->work);
	int err = make_user(s, "half.o");

	if (!err)
		err = check__user(plan, dir, s->parts.library, s->report);
	if (!err)
		err = make_user(s, "all");
	free(dir);
	return err;
}
