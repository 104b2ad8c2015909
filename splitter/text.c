// SPDX-License-Identifier: GPL-2.0-or-later
/* Growing strings, see text.h. */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static void make_room(struct text *text, size_t more)
{
	if (text->len + more + 1 <= text->room)
		return;
	text->room = (text->len + more + 1) * 2;
	text->s = realloc(text->s, text->room);
	if (!text->s)
		abort();
}

void text__put_n(struct text *text, const char *s, size_t n)
{
	make_room(text, n);
	memcpy(text->s + text->len, s, n);
	text->len += n;
	text->s[text->len] = '\0';
}

void text__put(struct text *text, const char *s)
{
	text__put_n(text, s, strlen(s));
}

void text__printf(struct text *text, const char *format, ...)
{
	char *s;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vasprintf(&s, format, ap);
	va_end(ap);
	if (n < 0)
		abort();
	text__put_n(text, s, n);
	free(s);
}

void text__ident(struct text *text, const char *s)
{
	for (; *s; s++)
		text__put_n(text, isalnum((unsigned char)*s) ? s : "_", 1);
}

void text__string(struct text *text, const char *s)
{
	text__put(text, "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			text__put(text, "\\");
		if (*s == '\n')
			text__put(text, "\\n");
		else
			text__put_n(text, s, 1);
	}
	text__put(text, "\"");
}

void text__free(struct text *text)
{
	free(text->s);
	memset(text, 0, sizeof(*text));
}

int text__read(struct text *text, const char *path)
{
	FILE *file = fopen(path, "re");
	char buf[65536];
	size_t n;
	int err;

	if (!file)
		return -errno;
	while ((n = fread(buf, 1, sizeof(buf), file)))
		text__put_n(text, buf, n);
	err = ferror(file) ? -EIO : 0;
	fclose(file);
	return err;
}

int text__write(const struct text *text, const char *path)
{
	FILE *file = fopen(path, "we");
	int err = 0;

	if (!file)
		return -errno;
	if (text->len && fwrite(text->s, 1, text->len, file) != text->len)
		err = -EIO;
	if (fclose(file))
		err = -errno;
	return err;
}
