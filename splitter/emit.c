// SPDX-License-Identifier: GPL-2.0-or-later
/* Drives the emission and writes its files. */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "emit_parts.h"

static const char *const view_dir[] = { "kernel", "user" };

int emit(const struct plan *plan, const char *outdir, struct report *report)
{
	struct emit e = { .plan = plan, .outdir = outdir, .report = report };

	e.err = emit__name_all(&e);
	if (!e.err)
		emit__views(&e);
	if (!e.err)
		emit__tails(&e);
	if (!e.err)
		emit__shims(&e);
	if (!e.err)
		emit__halves(&e);
	if (!e.err)
		emit__build_files(&e);
	emit__forget_names(&e);
	return e.err;
}

void emit__fail(struct emit *e, int err, const char *format, ...)
{
	va_list ap;
	char *line;

	if (e->err)
		return;
	va_start(ap, format);
	if (vasprintf(&line, format, ap) < 0)
		abort();
	va_end(ap);
	report__add(e->report, "%s", line);
	free(line);
	e->err = err;
}

/* Makes the directories above a file. */
static int make_dirs(char *path)
{
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return -errno;
		*p = '/';
	}
	return 0;
}

/* Writes a file of a view: @rel below it, its extension replaced by @suffix if that is given. */
void emit__file(struct emit *e, const struct text *text, enum view view, const char *rel,
		const char *suffix)
{
	const char *dot = strrchr(rel, '.');
	int stem = suffix && dot ? dot - rel : (int)strlen(rel);
	char *path = store__format("%s/%s/%.*s%s", e->outdir, view_dir[view], stem, rel,
				  suffix ? suffix : "");
	int err = make_dirs(path);

	if (!err)
		err = text__write(text, path);
	if (err)
		emit__fail(e, err, "%s: %s", path, strerror(-err));
	free(path);
}
