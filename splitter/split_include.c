// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Headers that a driver of the kernel's finds by a path through the kernel's source, not by one
 * from its own place. The package of headers lacks them, and the driver does not lie in that source
 * when it is compiled: what its makefile names with -I is taken to the cache, and named there.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "split.h"
#include "store.h"
#include "text.h"

/* Where the header of trace events looks from: "../../drivers/gpu/drm/virtio", say. */
#define TRACE	"include/trace"

char *split__resolve(const char *dir, const char *file)
{
	char *path = store__format("%s/%s", dir, file), *up;

	while ((up = strstr(path, "/../"))) {
		char *before = up;

		while (before > path && before[-1] != '/')
			before--;
		if (before == up || !strncmp(before, "./", 2) || !strncmp(before, "../", 3)) {
			free(path);
			return NULL;
		}
		memmove(before, up + 4, strlen(up + 4) + 1);
	}
	return path;
}

/* What a makefile's word after -I means, below the kernel's source; NULL if that is not there. */
static char *directory(const struct split *s, const char *word, size_t len)
{
	static const char *const own[] = { "$(srctree)/$(src)", "$(srctree)/$(obj)", "$(src)", "$(obj)" };
	static const char top[] = "$(srctree)/";
	char *rest = NULL, *path = NULL, *out = NULL;

	for (unsigned int i = 0; i < sizeof(own) / sizeof(*own) && !rest; i++)
		if (len > strlen(own[i]) && !strncmp(word, own[i], strlen(own[i])))
			rest = store__format("%s%.*s/", s->subdir, (int)(len - strlen(own[i])),
					     word + strlen(own[i]));
	if (!rest && !strncmp(word, top, sizeof(top) - 1))
		rest = store__format("%.*s/", (int)(len - sizeof(top) + 1), word + sizeof(top) - 1);
	if (rest && !strchr(rest, '$'))
		path = split__resolve(".", rest);
	if (path && strlen(path) > 3)
		out = store__format("%.*s", (int)strlen(path) - 3, path + 2);	/* "./OUT/" */
	free(path);
	free(rest);
	return out;
}

static void scan(const struct split *s, const char *name, char ***members, unsigned int *nr)
{
	char *file = store__format("%s/%s", s->source, name);
	struct text text = {};

	text__read(&text, file);
	for (const char *p = text.s; p && (p = strstr(p, "-I"));) {
		const char *end;
		size_t len;
		char *path;

		p += 2;
		p += strspn(p, " \t");
		len = strcspn(p, " \t\n");
		end = p + len;
		while (len && p[len - 1] == '/')
			len--;
		path = directory(s, p, len);
		if (path)
			*STORE_ADD(*members, *nr) = path;
		p = end;
	}
	text__free(&text);
	free(file);
}

char **split__makefile_includes(const struct split *s, unsigned int *nr)
{
	char **members = NULL;

	scan(s, "Makefile", &members, nr);
	scan(s, "Kbuild", &members, nr);
	return members;
}

int split__name_includes(struct split *s, const char *tree)
{
	char *trace = store__format("%s/" TRACE, tree);
	unsigned int nr = 0;
	char **members = split__makefile_includes(s, &nr);
	struct text flags = {};
	int err = split__make_dirs(trace);

	text__printf(&flags, "KCPPFLAGS=-I%s -I%s/include", trace, tree);
	for (unsigned int i = 0; i < nr; i++) {
		char *path = store__format("%s/%s", tree, members[i]);

		if (!access(path, F_OK))
			text__printf(&flags, " -I%s", path);
		free(path);
		free(members[i]);
	}
	free(members);
	s->includes = store__copy(flags.s);
	text__free(&flags);
	free(trace);
	return err;
}
