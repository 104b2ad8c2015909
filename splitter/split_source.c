// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Gets a driver's source into the cache: its directory alone, and what that
 * includes by a relative path, from where the kernel was built, or from the
 * source package of the kernel; or a copy of a directory elsewhere.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run.h"
#include "split.h"
#include "store.h"
#include "text.h"

#define MAX_MEMBERS	64	/* at once */

/* The kernel's source: a directory, or one archive with all below a directory of its name. */
struct origin {
	char *path;
	char *top;		/* "linux-source-6.1"; NULL: a directory */
	char *state;		/* tells one version from the next */
};

/*
 * Who builds a kernel has its whole source where the headers are, or where their "source" leads.
 * It may have been changed since the last time.
 */
static bool find_tree(const struct split *s, struct origin *o)
{
	static const char *const places[] = { "/source", "" };
	bool found = false;

	for (unsigned int i = 0; i < sizeof(places) / sizeof(*places) && !found; i++) {
		char *file = store__format("%s%s/init/main.c", s->headers, places[i]);

		found = !access(file, R_OK);
		if (found)
			o->path = store__format("%s%s", s->headers, places[i]);
		free(file);
	}
	return found;
}

static int find_archive(struct split *s, struct origin *o)
{
	const char *patch = strchr(s->release, '.');
	int len = patch ? (int)(patch + 1 + strcspn(patch + 1, ".-+") - s->release) : 0;
	struct stat st;

	o->top = store__format("linux-source-%.*s", len, s->release);
	o->path = store__format("/usr/src/%s.tar.xz", o->top);
	if (stat(o->path, &st)) {
		report__add(s->report, "%s: %s; install the package %s", o->path, strerror(errno), o->top);
		return -ENOENT;
	}
	o->state = store__format("%s %lld %lld with headers\n", o->path, (long long)st.st_size,
				 (long long)st.st_mtime);
	return 0;
}

static void free_origin(struct origin *o)
{
	free(o->path);
	free(o->top);
	free(o->state);
}

/* Copies members of a directory, which have no blanks in their names. */
static int copy(struct split *s, const char *from, const char *tree, char *const *members,
		unsigned int nr)
{
	const char *argv[MAX_MEMBERS + 7] = {
		"sh", "-c", "cd \"$0\" && to=$1 && shift && cp -rp --parents -t \"$to\" -- $*", from, tree,
	};

	for (unsigned int i = 0; i < nr && i < MAX_MEMBERS; i++)
		argv[5 + i] = members[i];
	return run__logged(s->log, argv);
}

/* Gets members, given as paths below the top, perhaps with wildcards, into @tree. */
static int get_members(struct split *s, const struct origin *o, const char *tree,
		       char *const *members, unsigned int nr)
{
	const char *argv[MAX_MEMBERS + 8] = {
		"tar", "-xf", o->path, "--strip-components=1", "-C", tree, "--wildcards",
	};
	char *paths[MAX_MEMBERS];
	unsigned int i;
	int status;

	if (!o->top)
		return copy(s, o->path, tree, members, nr);
	for (i = 0; i < nr && i < MAX_MEMBERS; i++)
		argv[7 + i] = paths[i] = store__format("%s/%s", o->top, members[i]);
	status = run__logged(s->log, argv);
	while (i--)
		free(paths[i]);
	return status;
}

/* Whether nobody needs to get @member: it is in the driver's directory, @dir, or in the list. */
static bool is_had(const char *member, const char *dir, char *const *members, unsigned int nr)
{
	size_t len = strlen(dir);
	bool had = !strncmp(member, dir, len) && member[len] == '/';

	for (unsigned int i = 0; i < nr && !had; i++)
		had = !strcmp(members[i], member);
	return had;
}

/*
 * What a file of the driver in @dir includes from above: "../other.h", or
 * <../drivers/ata/ahci.h>, by the kernel's include directory. What is there of an earlier time
 * may be out of date.
 */
static void outer_includes(const char *dir, const char *file, char ***members, unsigned int *nr)
{
	struct text text = {};

	text__read(&text, file);
	for (const char *p = text.s; p && (p = strstr(p, "../")); p++) {
		bool angle = p > text.s && p[-1] == '<';
		const char *line = p;
		char *name, *member;

		while (line > text.s && line[-1] != '\n')
			line--;
		if (line[strspn(line, " \t")] != '#' || (!angle && (p == text.s || p[-1] != '"')))
			continue;
		name = strndup(p, strcspn(p, "\">\n"));
		member = split__resolve(angle ? "include" : dir, name);
		if (member && *nr < MAX_MEMBERS && !is_had(member, dir, *members, *nr))
			*(STORE_ADD(*members, *nr)) = store__copy(member);
		free(member);
		free(name);
	}
	text__free(&text);
}

/* The same for all files of the driver; the list and its strings are the caller's. */
static char **all_outer_includes(const struct split *s, const char *below, unsigned int *nr)
{
	char **members = NULL;
	struct dirent *entry;
	DIR *dir = opendir(s->source);

	while (dir && (entry = readdir(dir))) {
		char *path = store__format("%s/%s", s->source, entry->d_name);
		const char *dot = strrchr(entry->d_name, '.');

		if (dot && (!strcmp(dot, ".c") || !strcmp(dot, ".h")))
			outer_includes(below, path, &members, nr);
		free(path);
	}
	if (dir)
		closedir(dir);
	return members;
}

static void free_list(char **list, unsigned int nr)
{
	while (nr)
		free(list[--nr]);
	free(list);
}

/* Directories that its makefile names: their headers alone. */
static void name_headers(struct split *s, char ***members, unsigned int *nr)
{
	unsigned int nr_dirs = 0;
	char **dirs = split__makefile_includes(s, &nr_dirs);

	for (unsigned int i = 0; i < nr_dirs && *nr < MAX_MEMBERS; i++)
		*STORE_ADD(*members, *nr) = store__format("%s/*.h", dirs[i]);
	free_list(dirs, nr_dirs);
}

/*
 * Gets what the driver includes from above its directory, and where its makefile says. A thing
 * that is not there is no error.
 */
static void get_includes(struct split *s, const struct origin *o, const char *tree)
{
	unsigned int nr = 0;
	char **members = all_outer_includes(s, s->subdir, &nr);

	name_headers(s, &members, &nr);
	if (nr)
		get_members(s, o, tree, members, nr);
	free_list(members, nr);
}

/* Whether the cache has it already. */
static bool is_current(const struct origin *o, const char *stamp)
{
	struct text have = {};
	bool current = o->state && !text__read(&have, stamp) && have.s && !strcmp(have.s, o->state);

	text__free(&have);
	return current;
}

static int renew(struct split *s, const struct origin *o, const char *tree, const char *stamp)
{
	const char *const remove[] = { "rm", "-rf", s->source, NULL };
	struct text state = {};
	int err = split__make_dirs(tree);

	if (err)
		return err;
	run__logged(s->log, remove);
	if (get_members(s, o, tree, &s->subdir, 1)) {
		report__add(s->report, "%s cannot be had from %s; see %s", s->subdir, o->path, s->log);
		return -EIO;
	}
	get_includes(s, o, tree);
	if (o->state) {
		text__put(&state, o->state);
		err = text__write(&state, stamp);
	}
	text__free(&state);
	return err;
}

static int get_from_kernel(struct split *s)
{
	char *tree = store__format("%s/src/%s", s->cache, s->release);
	char *stamp = store__format("%s/.cleave-source", s->source);
	struct origin o = {};
	int err = find_tree(s, &o) ? 0 : find_archive(s, &o);

	if (!err && !is_current(&o, stamp))
		err = renew(s, &o, tree, stamp);
	if (!err)
		err = split__name_includes(s, tree);
	free_origin(&o);
	free(stamp);
	free(tree);
	return err;
}

/* Directories that its makefile finds from its own, as -I$(PWD)/../include does. */
static void makefile_above(const struct split *s, const char *real, const char *name,
			   char ***members, unsigned int *nr)
{
	char *file = store__format("%s/%s", s->source, name);
	struct text text = {};

	text__read(&text, file);
	for (const char *p = text.s; p && (p = strstr(p, "../")) && *nr < MAX_MEMBERS;) {
		int len = strcspn(p, " \t\n\"'):,;");
		char *dir = store__format("%.*s/", len, p);
		char *member = split__resolve(real + 1, dir);

		if (member)
			*STORE_ADD(*members, *nr) = member;
		free(dir);
		p += len;
	}
	text__free(&text);
	free(file);
}

/* The directory of @member, without its "/" at the beginning, if there is such a one. */
static void copy_headers(struct split *s, const char *tree, const char *member)
{
	int len = strrchr(member, '/') ? (int)(strrchr(member, '/') - member) : 0;
	char *from = store__format("/%.*s", len, member);
	char *to = store__format("%s/%.*s", tree, len, member);
	const char *const copy[] = { "find", from, "-maxdepth", "1", "-name", "*.h",
				     "-exec", "cp", "-p", "-t", to, "--", "{}", "+", NULL };

	if (split__is_directory(from) && !split__make_dirs(to))
		run__logged(s->log, copy);
	free(to);
	free(from);
}

/*
 * For what a driver from elsewhere, whose place is @real, includes from above its directory:
 * copies the headers that are there, since one may include another.
 */
static void copy_includes(struct split *s, const char *tree, const char *real)
{
	unsigned int nr = 0;
	char **members = all_outer_includes(s, real + 1, &nr);

	makefile_above(s, real, "Makefile", &members, &nr);
	makefile_above(s, real, "Kbuild", &members, &nr);
	for (unsigned int i = 0; i < nr; i++)
		copy_headers(s, tree, members[i]);
	free_list(members, nr);
}

/* A copy of a directory: kbuild shall not write into other people's. */
static int copy_directory(struct split *s, const char *real)
{
	const char *const remove[] = { "rm", "-rf", s->source, NULL };
	const char *const copy[] = { "cp", "-rpT", "--", real, s->source, NULL };
	char *kbuild = store__format("%s/Kbuild", real);
	char *makefile = store__format("%s/Makefile", real);
	int err = access(kbuild, R_OK) && access(makefile, R_OK) ? -ENOENT : 0;

	free(kbuild);
	free(makefile);
	if (err) {
		report__add(s->report, "%s has no Kbuild or Makefile; write one with obj-m := NAME.o",
			    s->target);
		return err;
	}
	run__logged(s->log, remove);
	err = split__make_dirs(s->source);
	if (!err && run__logged(s->log, copy)) {
		report__add(s->report, "%s cannot be copied to %s; see %s", s->target, s->source, s->log);
		err = -EIO;
	}
	return err;
}

/* Below the cache it has the path that it has: "../other.h" is where the driver expects it. */
int split__get_source(struct split *s)
{
	char real[PATH_MAX], *tree;
	int err;

	if (s->subdir) {
		s->source = store__format("%s/src/%s/%s", s->cache, s->release, s->subdir);
		err = split__lock_source(s);
		return err ? err : get_from_kernel(s);
	}
	if (!realpath(s->target, real)) {
		report__add(s->report, "%s: %s", s->target, strerror(errno));
		return -errno;
	}
	if (real[strcspn(real, " \t:")]) {
		report__add(s->report, "%s: kbuild takes no directory with a blank or colon in its path", real);
		return -EINVAL;
	}
	tree = store__format("%s/src/%s/elsewhere", s->cache, s->release);
	s->source = store__format("%s%s", tree, real);
	err = split__lock_source(s);
	err = err ? err : copy_directory(s, real);
	if (!err)
		copy_includes(s, tree, real);
	/* As if make had been started there, whatever directory we are in. */
	s->includes = store__format("PWD=%s", s->source);
	free(tree);
	return err;
}
