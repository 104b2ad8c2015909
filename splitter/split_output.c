// SPDX-License-Identifier: GPL-2.0-or-later
/* The result's directory: made under another name, and put in place when all is done. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <jansson.h>

#include "run.h"
#include "split.h"
#include "store.h"

bool split__is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

int split__make_dirs(const char *path)
{
	char *copy = store__copy(path);
	int err = 0;

	for (char *p = copy; p && !err;) {
		p = strchr(p + 1, '/');
		if (p)
			*p = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			err = -errno;
		if (p)
			*p = '/';
	}
	free(copy);
	return err;
}

static void remove_all(struct split *s, const char *path)
{
	const char *const argv[] = { "rm", "-rf", path, NULL };

	run__logged(s->log, argv);
}

/* What a split puts in its directory, and nothing else. */
static bool is_of_split(const char *name)
{
	static const char *const ours[] = { ".", "..", "kernel", "plan.json", "report.html", "user" };

	for (size_t i = 0; i < sizeof(ours) / sizeof(*ours); i++)
		if (!strcmp(name, ours[i]))
			return true;
	return false;
}

static bool holds_nothing_else(const char *path)
{
	DIR *dir = opendir(path);
	const struct dirent *entry = NULL;

	while (dir && (entry = readdir(dir)) && is_of_split(entry->d_name))
		;
	if (dir)
		closedir(dir);
	return dir && !entry;
}

/* Of any version's. */
static bool holds_plan(const char *path)
{
	char *name = store__format("%s/plan.json", path);
	json_t *plan = json_load_file(name, 0, NULL);
	bool yes = json_is_string(json_object_get(plan, "driver")) &&
		   json_is_string(json_object_get(plan, "build_id"));

	json_decref(plan);
	free(name);
	return yes;
}

/* Whether a directory may be replaced: it is not there, is empty, or a split made it. */
static bool replaceable(const char *path)
{
	if (rmdir(path) == 0 || errno == ENOENT)
		return true;
	return holds_plan(path) && holds_nothing_else(path);
}

/* Makes ->out absolute, for make runs elsewhere, and takes slashes off its end. */
static void clean_path(struct split *s)
{
	char *cwd = *s->out == '/' ? store__copy("") : getcwd(NULL, 0);
	char *path = store__format("%s%s%s", cwd, *s->out == '/' ? "" : "/", s->out);

	for (size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
		path[len - 1] = '\0';
	free(cwd);
	free(s->out);
	s->out = path;
}

int split__begin_output(struct split *s)
{
	char *above;
	int err;

	clean_path(s);
	above = store__format("%.*s", (int)(strrchr(s->out, '/') - s->out), s->out);
	err = *above ? split__make_dirs(above) : 0;
	if (!replaceable(s->out)) {
		report__add(s->report, "%s is there and holds something else than a split driver; say another -o DIR",
			    s->out);
		free(above);
		return -EEXIST;
	}
	if (!err) {
		s->work = store__format("%s/.%s.XXXXXX", above, strrchr(s->out, '/') + 1);
		if (!mkdtemp(s->work) || chmod(s->work, 0755)) {
			err = -errno;
			free(s->work);
			s->work = NULL;
		}
	}
	if (err)
		report__add(s->report, "%s cannot be made: %s; run this as root, or say -o DIR", s->out,
			    strerror(-err));
	free(above);
	return err;
}

int split__finish_output(struct split *s)
{
	int err = 0;

	if (!rename(s->work, s->out)) {
		free(s->work);
		s->work = NULL;
	} else if (renameat2(AT_FDCWD, s->work, AT_FDCWD, s->out, RENAME_EXCHANGE)) {
		err = -errno;
		report__add(s->report, "%s cannot be replaced: %s", s->out, strerror(-err));
	}
	split__drop_output(s);
	return err;
}

void split__drop_output(struct split *s)
{
	if (s->work)
		remove_all(s, s->work);
	free(s->work);
	s->work = NULL;
}
