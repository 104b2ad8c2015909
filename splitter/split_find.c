// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the kernel's headers and compiler, the driver among its modules, and Cleave's own parts. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../user/suggest.h"
#include "split.h"
#include "store.h"
#include "text.h"

/* The value of NAME="..." in a file; the caller's to free; NULL if it is not there. */
static char *quoted_value(const char *path, const char *name)
{
	struct text text = {};
	char *value = NULL;
	const char *at;

	if (!text__read(&text, path) && text.s) {
		at = strstr(text.s, name);
		at = at ? strchr(at, '"') : NULL;
		if (at)
			value = strndup(at + 1, strcspn(at + 1, "\""));
	}
	text__free(&text);
	return value;
}

static bool in_path(const char *program)
{
	const char *path = getenv("PATH");
	bool found = false;

	if (strchr(program, '/'))
		return !access(program, X_OK);
	while (path && *path && !found) {
		size_t len = strcspn(path, ":");
		char *file = store__format("%.*s/%s", (int)len, path, program);

		found = !access(file, X_OK);
		free(file);
		path += len + (path[len] == ':');
	}
	return found;
}

static int check_release(struct split *s)
{
	char *path = store__format("%s/include/generated/utsrelease.h", s->headers);
	char *release = quoted_value(path, "UTS_RELEASE");
	int err = 0;

	if (!release || strcmp(release, s->release)) {
		report__add(s->report, "%s is for kernel %s, not %s; install linux-headers-%s, or say -k %s",
			    s->headers, release ? release : "nobody knows which", s->release,
			    s->release, release ? release : "RELEASE");
		err = -EINVAL;
	}
	free(release);
	free(path);
	return err;
}

static int check_compiler(struct split *s)
{
	char *path = store__format("%s/include/generated/autoconf.h", s->headers);
	char *compiler = quoted_value(path, "CONFIG_CC_VERSION_TEXT");
	int err = 0;

	if (compiler)
		compiler[strcspn(compiler, " ")] = '\0';
	if (!compiler || !in_path(compiler)) {
		report__add(s->report, "no compiler %s, with which kernel %s was built; install the package %s",
			    compiler ? compiler : "gcc", s->release, compiler ? compiler : "gcc");
		err = -ENOENT;
	} else if (!in_path("make") || !in_path("ld")) {
		report__add(s->report, "make or ld is missing; install the packages make and binutils");
		err = -ENOENT;
	}
	s->compiler = compiler;
	free(path);
	return err;
}

int split__find_kernel(struct split *s)
{
	char *build = store__format("/lib/modules/%s/build", s->release);
	char *makefile = store__format("%s/Makefile", build);
	int err = 0;

	s->headers = realpath(build, NULL);
	if (!s->headers || access(makefile, R_OK)) {
		report__add(s->report, "no headers of kernel %s; install linux-headers-%s, or say -k RELEASE for another kernel",
			    s->release, s->release);
		err = -ENOENT;
	}
	err = err ? err : check_release(s);
	err = err ? err : check_compiler(s);
	free(makefile);
	free(build);
	return err;
}

/* ---- the module -------------------------------------------------------------- */

/* "kernel/drivers/net/foo-bar.ko" by its lines */
struct listed {
	struct text text;
	char **names;		/* "foo-bar" */
	char **dirs;		/* "drivers/net" */
	unsigned int nr;
};

static void add_module(struct listed *l, char *path)
{
	char *name = strrchr(path, '/'), *dot;
	unsigned int nr = l->nr;

	if (strncmp(path, "kernel/", 7) || !name || name == path + 6)
		return;
	*name++ = '\0';
	dot = strstr(name, ".ko");
	if (!dot)
		return;
	*dot = '\0';
	*(STORE_ADD(l->names, nr)) = name;
	*(STORE_ADD(l->dirs, l->nr)) = path + 7;
}

static int list_modules(struct listed *l, const char *release, const char *file)
{
	char *path = store__format("/lib/modules/%s/%s", release, file);
	int err = text__read(&l->text, path);

	for (char *line = err ? NULL : l->text.s, *next; line && *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		add_module(l, line);
	}
	free(path);
	return err;
}

static void free_list(struct listed *l)
{
	text__free(&l->text);
	free(l->names);
	free(l->dirs);
	*l = (struct listed){};
}

/* modprobe holds '-' and '_' for the same */
static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if (*a != *b && !(strchr("-_", *a) && strchr("-_", *b)))
			return false;
	return *a == *b;
}

static int find_listed(const struct listed *l, const char *name)
{
	for (unsigned int i = 0; i < l->nr; i++)
		if (same_name(l->names[i], name))
			return i;
	return -1;
}

static void report_unknown(struct split *s, const struct listed *modules)
{
	struct listed builtin = {};
	char *near = suggest((const char *const *)modules->names, modules->nr, s->target);

	if (!list_modules(&builtin, s->release, "modules.builtin") &&
	    find_listed(&builtin, s->target) >= 0)
		report__add(s->report, "%s is built into kernel %s; only a module can be split",
			    s->target, s->release);
	else if (near)
		report__add(s->report, "kernel %s has no module %s; did you mean %s?", s->release,
			    s->target, near);
	else
		report__add(s->report, "kernel %s has no module %s; for a driver from elsewhere, give its directory",
			    s->release, s->target);
	free_list(&builtin);
	free(near);
}

/* A module's name comes before that of a directory; a directory needs no module yet. */
int split__find_module(struct split *s)
{
	struct listed modules = {};
	bool directory = split__is_directory(s->target);
	int at, err = 0;

	if (strchr(s->target, '/') || !strcmp(s->target, ".") || !strcmp(s->target, "..")) {
		if (directory)
			return 0;
		report__add(s->report, "%s is not a directory; give a module's name or a driver's directory",
			    s->target);
		return -ENOTDIR;
	}
	if (list_modules(&modules, s->release, "modules.order")) {
		report__add(s->report, "kernel %s is not installed, so nobody knows its modules; install linux-image-%s",
			    s->release, s->release);
		return -ENOENT;
	}
	at = find_listed(&modules, s->target);
	if (at < 0 && !directory) {
		report_unknown(s, &modules);
		err = -ENOENT;
	} else if (at >= 0) {
		s->module = store__copy(modules.names[at]);
		s->subdir = store__copy(modules.dirs[at]);
	}
	free_list(&modules);
	return err;
}

/* ---- Cleave's parts ------------------------------------------------------------ */

/* Whether this program runs from where it was built. */
static bool in_build_tree(void)
{
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	size_t len = strlen(CLEAVE_BUILDDIR);

	if (n < 0)
		return false;
	exe[n] = '\0';
	return !strncmp(exe, CLEAVE_BUILDDIR, len) && exe[len] == '/';
}

static int need(struct split *s, const char *path, const char *advice)
{
	if (!access(path, R_OK))
		return 0;
	report__add(s->report, "%s: %s; %s", path, strerror(errno), advice);
	return -ENOENT;
}

int split__find_parts(struct split *s, const char *model)
{
	struct split_parts *p = &s->parts;
	int err;

	if (in_build_tree()) {
		p->include = store__copy(CLEAVE_SRCDIR "/include");
		p->library = store__copy(CLEAVE_BUILDDIR "/user/libcleave.a");
		p->script = store__copy(CLEAVE_SRCDIR "/user/cleave.lds");
		p->symvers = store__copy(CLEAVE_BUILDDIR "/module/Module.symvers");
		p->model = store__copy(model ? model : CLEAVE_SRCDIR "/splitter/model");
		p->profiles = store__copy(CLEAVE_SRCDIR "/splitter/profiles");
	} else {
		p->include = store__copy(CLEAVE_INCLUDEDIR);
		p->library = store__copy(CLEAVE_LIBDIR "/libcleave.a");
		p->script = store__copy(CLEAVE_LIBDIR "/cleave.lds");
		p->symvers = store__format("%s/kernel/%s/Module.symvers", CLEAVE_DATADIR, s->release);
		p->model = store__copy(model ? model : CLEAVE_DATADIR "/model");
		p->profiles = store__copy(CLEAVE_DATADIR "/profiles");
	}
	err = need(s, p->model, "say --model DIR, or install Cleave again");
	err = err ? err : need(s, p->library, "install Cleave again, or run make");
	if (!err)
		err = need(s, p->symvers, "cleave.ko is not built for this kernel; configure --with-kernel, make");
	return err;
}
