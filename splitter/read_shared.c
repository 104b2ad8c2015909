// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which of the driver's headers are not the driver's alone: other sources in the
 * same directory include them, too, so another module may store to and call
 * through the structures that they define. Not if the makefile names such a source as
 * a part of this driver that the kernel's configuration leaves out.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "analysis.h"
#include "read_own.h"
#include "store.h"
#include "text.h"

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int dir_of(const char *path)
{
	return base_of(path) - path;
}

/* Does the text have a line #include "...NAME"? */
static bool includes(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = text; (p = strchr(p, '#')); ) {
		const char *end;

		p++;
		p += strspn(p, " \t");
		if (strncmp(p, "include", 7))
			continue;
		p += 7;
		p += strspn(p, " \t");
		if (*p != '"')
			continue;
		end = p + 1 + strcspn(p + 1, "\"\n");
		if ((size_t)(end - p) > len && !strncmp(end - len, name, len) &&
		    strchr("\"/", *(end - len - 1)))
			return true;
	}
	return false;
}

static struct plan_source *source_at(struct plan *plan, const char *path)
{
	for (unsigned int i = 0; i < plan->nr_sources; i++)
		if (!strcmp(plan->sources[i].path, path))
			return &plan->sources[i];
	return NULL;
}

/* Marks what the file at @path includes; true if that is news. @named: gets its words, or NULL. */
static bool mark_included(struct plan *plan, const char *path, struct named *named)
{
	struct text text = {};
	bool news = false;

	if (!text__read(&text, path) && text.s && named)
		named__all(named, text.s);
	if (text.s)
		for (unsigned int i = 0; i < plan->nr_sources; i++) {
			struct plan_source *source = &plan->sources[i];

			if (source->header && !source->shared &&
			    includes(text.s, base_of(source->path))) {
				source->shared = true;
				news = true;
			}
		}
	text__free(&text);
	return news;
}

/* ---- the makefile ------------------------------------------------------------ */

/* "NAME-objs", "NAME-y", "NAME-$(CONFIG_OPTION)": what a module is made of */
static bool names_parts(const char *line, const char *module)
{
	static const char *const ends[] = { "objs", "y", "m", "$(" };
	size_t len = strlen(module);

	line += strspn(line, " \t");
	if (strncmp(line, module, len) || line[len] != '-')
		return false;
	line += len + 1;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t n = strlen(ends[i]);

		if (!strncmp(line, ends[i], n) && (ends[i][0] == '$' || strchr(" \t:+=", line[n])))
			return true;
	}
	return false;
}

/* Is the word among those behind the equals sign? */
static bool has_word(const char *line, const char *end, const char *word)
{
	const char *p = memchr(line, '=', end - line);
	size_t len = strlen(word);

	while (p && p < end) {
		p += 1 + strspn(p + 1, " \t\\\n");
		if (p < end && !strncmp(p, word, len) && strchr(" \t\\\n", p[len]))
			return true;
		p += strcspn(p, " \t\\\n");
	}
	return false;
}

/* End of a line of a makefile, which a backslash continues. */
static const char *line_end(const char *p)
{
	p += strcspn(p, "\n");
	while (*p && p[-1] == '\\')
		p += 1 + strcspn(p + 1, "\n");
	return p;
}

/* Does the makefile @text make @module of @file, in any configuration? */
static bool makes(const char *text, const char *module, const char *file)
{
	char *object = store__format("%.*so", (int)strlen(file) - 1, file);
	bool found = false;

	while (*text && !found) {
		const char *end = line_end(text);

		found = names_parts(text, module) && has_word(text, end, object);
		text = end + !!*end;
	}
	free(object);
	return found;
}

/* The makefile of a directory, as kbuild looks for it. */
static void read_makefile(struct text *text, const char *dir)
{
	static const char *const names[] = { "Kbuild", "Makefile" };

	for (unsigned int i = 0; i < 2 && !text->s; i++) {
		char *path = store__format("%s%s", dir, names[i]);

		text__read(text, path);
		free(path);
	}
}

/* ---- the directory ------------------------------------------------------------ */

static bool is_c(const char *name)
{
	size_t len = strlen(name);

	return len > 2 && name[len - 2] == '.' && (name[len - 1] == 'c' || name[len - 1] == 'h');
}

static void mark_from_dir(struct plan *plan, const char *path, struct named *named)
{
	char *name = store__format("%.*s", dir_of(path), path);
	DIR *dir = opendir(*name ? name : ".");
	struct text makefile = {};
	struct dirent *entry;

	read_makefile(&makefile, name);
	while (dir && (entry = readdir(dir))) {
		char *file = store__format("%s%s", name, entry->d_name);

		if (is_c(file) && !source_at(plan, file) &&
		    !(makefile.s && makes(makefile.s, plan->driver, entry->d_name)))
			mark_included(plan, file, named);
		free(file);
	}
	if (dir)
		closedir(dir);
	text__free(&makefile);
	free(name);
}

void read__shared(struct plan *plan)
{
	struct named *named = named__new();
	bool news = true;

	for (unsigned int i = 0; i < plan->nr_sources; i++) {
		bool seen = !plan->sources[i].header;

		for (unsigned int j = 0; j < i && !seen; j++)
			seen = plan->sources[j].header &&
			       dir_of(plan->sources[j].path) == dir_of(plan->sources[i].path) &&
			       !strncmp(plan->sources[j].path, plan->sources[i].path,
					dir_of(plan->sources[i].path));
		if (!seen)
			mark_from_dir(plan, plan->sources[i].path, named);
	}
	/* What a shared header includes is shared, too. */
	while (news) {
		news = false;
		for (unsigned int i = 0; i < plan->nr_sources; i++)
			if (plan->sources[i].shared)
				news |= mark_included(plan, plan->sources[i].path, NULL);
	}
	named__own(named, plan);
	named__free(named);
}
