// SPDX-License-Identifier: GPL-2.0-or-later
/* Keeps the lines of splitter/report.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

static void keep(struct report *report, char *line)
{
	char **lines = realloc(report->lines, (report->nr + 1) * sizeof(*lines));

	if (!lines || !line)
		abort();
	report->lines = lines;
	report->lines[report->nr++] = line;
}

static char *format_line(const char *format, va_list ap)
{
	char *line;

	return vasprintf(&line, format, ap) < 0 ? NULL : line;
}

void report__add(struct report *report, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	keep(report, format_line(format, ap));
	va_end(ap);
}

void report__at(struct report *report, const char *file, unsigned int line, const char *format,
		...)
{
	char *text, *placed = NULL;
	va_list ap;

	va_start(ap, format);
	text = format_line(format, ap);
	va_end(ap);
	if (!text || !file) {
		keep(report, text);
		return;
	}
	if (line) {
		if (asprintf(&placed, "%s:%u: %s", file, line, text) < 0)
			placed = NULL;
	} else if (asprintf(&placed, "%s: %s", file, text) < 0) {
		placed = NULL;
	}
	free(text);
	keep(report, placed);
}

void report__print(const struct report *report, const char *prefix, FILE *to)
{
	for (unsigned int i = 0; i < report->nr; i++)
		fprintf(to, "%s: %s\n", prefix, report->lines[i]);
}

void report__clear(struct report *report)
{
	for (unsigned int i = 0; i < report->nr; i++)
		free(report->lines[i]);
	free(report->lines);
	memset(report, 0, sizeof(*report));
}
