// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the views: what is left of text that something else stands for. Its lines, and the
 * preprocessor's directives in it, with all of a comment that begins there.
 */
#include <string.h>

#include "view.h"

/* How long a comment, a string or a character is that begins here; of anything else, 1. */
static size_t piece(const char *p, const char *end)
{
	const char *at = p + 1;

	if (*p == '/' && at < end && *at == '*') {
		for (at++; at < end && (*at != '/' || at[-1] != '*' || at < p + 3);)
			at++;
		return at < end ? at + 1 - p : end - p;
	}
	if (*p == '/' && at < end && *at == '/') {
		at = memchr(p, '\n', end - p);
		return (at ? at : end) - p;
	}
	if (*p != '"' && *p != '\'')
		return 1;
	while (at < end && *at != *p && *at != '\n')
		at += *at == '\\' && end - at > 1 ? 2 : 1;
	return at < end && *at == *p ? at + 1 - p : at - p;
}

/* All of it, or no more than its ends of lines. */
static void put(struct text *out, const char *p, size_t len, bool whole)
{
	if (whole) {
		text__put_n(out, p, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		if (p[i] == '\n')
			text__put(out, "\n");
}

/* Up to its last line's end. An #include goes, for what it brings is not for here. */
static const char *put_directive(struct text *out, const char *p, const char *end)
{
	const char *word = p + 1 + strspn(p + 1, " \t");
	bool keep = strncmp(word, "include", 7) != 0;

	while (p < end && *p != '\n') {
		size_t len = *p == '\\' && end - p > 1 ? 2 : piece(p, end);

		put(out, p, len, keep);
		p += len;
	}
	return p;
}

void view__put_dropped(struct text *out, const char *p, const char *end)
{
	bool begins = false;	/* nothing but blanks and comments is before it in its line */

	while (p < end) {
		size_t len = piece(p, end);

		if (begins && *p == '#') {
			p = put_directive(out, p, end);
			continue;
		}
		put(out, p, len, false);
		begins = *p == '\n' || (begins && (len > 1 ? *p == '/' : strchr(" \t", *p) != NULL));
		p += len;
	}
}
