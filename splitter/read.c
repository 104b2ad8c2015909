// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass "read": from kbuild's .mod and .cmd files to the plan's units and
 * sources. Of the compiler's flags only those are kept that decide what the
 * source says (the keep-list); the rest is code generation for gcc.
 */
#include <errno.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis.h"
#include "sha256.h"
#include "store.h"

/* The whole of a file, NUL-terminated, the caller's; NULL with errno. */
static char *slurp(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	*len = 0;
	if (!file)
		return NULL;
	do {
		if (*len + 1 >= room) {
			room = room ? 2 * room : 65536;
			text = realloc(text, room);
			if (!text)
				abort();
		}
		*len += fread(text + *len, 1, room - *len - 1, file);
	} while (!feof(file) && !ferror(file));
	text[*len] = 0;
	fclose(file);
	return text;
}

/* ---- source files -------------------------------------------------------- */

struct lines {
	const char *at;
};

/* The next line, without its end; NULL after the last. */
static char *next_line(struct lines *l)
{
	size_t len = strcspn(l->at, "\n");
	char *line;

	if (!*l->at)
		return NULL;
	line = strndup(l->at, len);
	if (!line)
		abort();
	l->at += len + (l->at[len] == '\n');
	return line;
}

static void add_string(char ***list, unsigned int *nr, const char *s)
{
	*list = realloc(*list, (*nr + 2) * sizeof(**list));
	if (!*list)
		abort();
	(*list)[(*nr)++] = store__copy(s);
	(*list)[*nr] = NULL;
}

static bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static int find_source(const struct plan *plan, const char *path)
{
	for (unsigned int i = 0; i < plan->nr_sources; i++)
		if (!strcmp(plan->sources[i].path, path))
			return i;
	return -1;
}

/* Index of the source, added if it is new; -1 if it cannot be read, reported. */
static int add_source(struct plan *plan, const char *path, bool header, struct report *report)
{
	struct plan_source *source;
	struct sha256 sha;
	size_t len, dir = plan->dir ? strlen(plan->dir) : 0;
	char *text;
	int i = find_source(plan, path);

	if (i >= 0)
		return i;
	text = slurp(path, &len);
	if (!text) {
		report__at(report, path, 0, "cannot be read: %s", strerror(errno));
		return -1;
	}
	source = STORE_ADD(plan->sources, plan->nr_sources);
	source->path = store__copy(path);
	source->header = header;	/* also a .c file that another one includes */
	if (dir && starts(path, plan->dir) && path[dir] == '/')
		source->rel = store__copy(path + dir + 1);
	else
		source->rel = store__copy(strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	sha256__start(&sha);
	sha256__add(&sha, text, len);
	sha256__hex(&sha, source->sha256);
	read__scan(source, text);
	free(text);
	return plan->nr_sources - 1;
}

/* ---- flags --------------------------------------------------------------- */

/* The next word of a shell command, unquoted; NULL at its end or at `;`. */
static char *next_word(const char **at)
{
	const char *p = *at + strspn(*at, " \t");
	char *word = store__alloc(strlen(p) + 1), *out = word;
	char quote = 0;

	if (!*p || *p == ';' || *p == '\n') {
		free(word);
		return NULL;
	}
	for (; *p && (quote || !strchr(" \t\n", *p)); p++) {
		if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? 0 : *p;
		else if (*p == '\\' && quote != '\'' && p[1])
			*out++ = *++p;
		else
			*out++ = *p;
	}
	*at = p;
	return word;
}

static bool among(const char *const *list, const char *word)
{
	while (*list && strcmp(word, *list))
		list++;
	return *list;
}

static bool kept(const char *word)
{
	static const char *const whole[] = {
		"-nostdinc", "-fshort-wchar", "-m64", "-O2", "-funsigned-char", "-fsigned-char",
		"-funsigned-bitfields", "-fpack-struct", "-fshort-enums", "-fms-extensions",
		"-include", NULL
	};
	static const char *const prefix[] = {
		"-I", "-D", "-U", "-std=", "-iquote", "-isystem", "-idirafter", "-imacros",
		"-fpack-struct=", NULL
	};

	for (const char *const *w = prefix; *w; w++)
		if (starts(word, *w))
			return true;
	return among(whole, word);
}

/* Fills ->cflags from a compiler's command; returns its last argument. */
static char *read_flags(struct plan_unit *unit, const char *command)
{
	static const char *const own[] = { "-D__NO_FORTIFY", "-Wno-everything", "-ferror-limit=0" };
	static const char *const open[] = { "-I", "-D", "-U", "-iquote", "-isystem", "-idirafter",
					    "-imacros", NULL };
	char *word, *last = NULL, *whole;
	unsigned int nr = 0;

	while ((word = next_word(&command))) {
		if (last && among(open, last)) {
			whole = store__format("%s%s", last, word);
			add_string(&unit->cflags, &nr, whole);
			free(whole);
		} else if ((kept(word) && !among(open, word)) ||
			   (last && !strcmp(last, "-include"))) {
			add_string(&unit->cflags, &nr, word);
		}
		free(last);
		last = word;
	}
	for (unsigned int i = 0; i < sizeof(own) / sizeof(*own); i++)
		add_string(&unit->cflags, &nr, own[i]);
	return last;
}

/* ---- kbuild's files ------------------------------------------------------ */

/* The text after ":=" of the variable that starts with @name, up to its end. */
static const char *value_of(const char *cmd, const char *name)
{
	for (const char *p = cmd; p && *p; p = strchr(p, '\n'), p = p ? p + 1 : NULL)
		if (starts(p, name)) {
			const char *value = strstr(p, ":=");

			return value ? value + 2 : NULL;
		}
	return NULL;
}

/* In the driver's directory or below it; "../other/file.h" is another driver's. */
static bool is_below(const char *path, const char *moddir)
{
	size_t len = strlen(moddir);

	return starts(path, moddir) && path[len] == '/' && !strstr(path + len, "/../");
}

/* A header that is found as "./name.h" is the one that is found as "name.h". */
static void drop_dots(char *path)
{
	for (char *at; (at = strstr(path, "/./"));)
		memmove(at, at + 2, strlen(at + 2) + 1);
}

/*
 * Headers as kbuild's list of dependencies has them: the driver's own are sources, all others the
 * unit's for now.
 */
static int read_deps(struct plan *plan, struct plan_unit *unit, const char *cmd,
		     const char *moddir, struct report *report)
{
	const char *deps = value_of(cmd, "deps_");
	unsigned int nr = 0;

	while (deps && *deps) {
		size_t word;
		char *path;
		int bad;

		deps += strspn(deps, " \t\\\n");
		word = strcspn(deps, " \t\\\n");
		if (starts(deps, "$(wildcard")) {
			deps += strcspn(deps, ")");
			deps += *deps == ')';
			continue;
		}
		if (!word || memchr(deps, ':', word))
			break;
		path = strndup(deps, word);
		drop_dots(path);
		bad = is_below(path, moddir) && add_source(plan, path, true, report) < 0;
		if (!is_below(path, moddir))
			add_string(&unit->headers, &nr, path);
		free(path);
		if (bad)
			return -EINVAL;
		deps += word;
	}
	return 0;
}

static int read_object(struct plan *plan, const char *moddir, const char *object,
		       struct report *report)
{
	char *path = *object == '/' ? store__copy(object) : store__format("%s/%s", moddir, object);
	char *slash = strrchr(path, '/');
	char *cmd = store__format("%.*s/.%s.cmd", (int)(slash - path), path, slash + 1);
	struct plan_unit *unit;
	const char *command;
	char *text, *source;
	size_t len;
	int err = -EINVAL, at;

	text = slurp(cmd, &len);
	command = text ? value_of(text, starts(text, "saved") ? "savedcmd_" : "cmd_") : NULL;
	if (!command) {
		report__at(report, cmd, 0, "no record of a compilation; build the module first");
		goto out;
	}
	unit = STORE_ADD(plan->units, plan->nr_units);
	unit->object = store__copy(slash + 1);
	unit->dir = store__copy(plan->headers);
	source = read_flags(unit, command);
	if (source && !is_below(source, moddir)) {
		report__at(report, source, 0, "is not below the driver's directory, %s", moddir);
		free(source);
		goto out;
	}
	at = source ? add_source(plan, source, false, report) : -1;
	unit->source = at;
	if (at >= 0 && source && source[strlen(source) - 1] != 'c')
		report__at(report, source, 0, "is not C; a driver in another language cannot be split");
	else if (at >= 0)
		err = read_deps(plan, unit, text, moddir, report);
	free(source);
out:
	free(text);
	free(cmd);
	free(path);
	return err;
}

int read__driver(struct plan *plan, const char *moddir, const char *module,
		 struct report *report)
{
	char *path = store__format("%s/%s.mod", moddir, module);
	struct lines lines = { 0 };
	char *text, *object;
	size_t len;
	int err = 0;

	text = slurp(path, &len);
	if (!text) {
		err = -errno;
		report__at(report, path, 0, "%s; is %s a module of this directory, and compiled?",
			   strerror(errno), module);
		free(path);
		return err;
	}
	lines.at = text;
	while (!err && (object = next_line(&lines))) {
		err = *object ? read_object(plan, moddir, object, report) : 0;
		free(object);
	}
	if (!err) {
		read__headers(plan);
		read__shared(plan);
		read__places(plan);
	}
	free(text);
	free(path);
	return err;
}

/* #include "NAME": a header beside the file is the driver's own. */
static int read_own_headers(struct plan *plan, int source, struct report *report)
{
	for (unsigned int i = 0; i < plan->sources[source].nr_includes; i++) {
		const struct plan_source *by = &plan->sources[source];
		char *header = read__beside(by, &by->includes[i]);
		bool bad = header && !access(header, R_OK) &&
			   add_source(plan, header, true, report) < 0;

		free(header);
		if (bad)
			return -EINVAL;
	}
	return 0;
}

int read__unit(struct plan *plan, const char *path, const char *dir, const char *const *flags,
	       struct report *report)
{
	struct plan_unit *unit = STORE_ADD(plan->units, plan->nr_units);
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	unsigned int nr = 0;

	for (; *flags; flags++)
		add_string(&unit->cflags, &nr, *flags);
	unit->dir = store__copy(dir);
	unit->object = store__format("%.*s.o", (int)strcspn(base, "."), base);
	unit->source = add_source(plan, path, false, report);
	if (unit->source < 0 || read_own_headers(plan, unit->source, report))
		return -EINVAL;
	read__shared(plan);
	read__places(plan);
	return 0;
}
