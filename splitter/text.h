/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A string that grows, and files made of it. Running out of memory ends the
 * program: a splitter has nothing to save.
 */
#ifndef SPLITTER_TEXT_H
#define SPLITTER_TEXT_H

#include <stddef.h>

/**
 * struct text - a string that grows; starts zeroed
 * @s: always NUL-terminated once anything was put; NULL before
 * @len: bytes, without the NUL
 */
struct text {
	char *s;
	size_t len;
	size_t room;
};

/** text__put() - append a string */
void text__put(struct text *text, const char *s);

/** text__put_n() - append @n bytes */
void text__put_n(struct text *text, const char *s, size_t n);

/** text__printf() - append; printf() format */
void text__printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** text__ident() - append @s with all that no C identifier holds made '_' */
void text__ident(struct text *text, const char *s);

/** text__string() - append @s as a C string literal, quotes included */
void text__string(struct text *text, const char *s);

/** text__free() - forget the contents; usable again */
void text__free(struct text *text);

/** text__read() - append a whole file. Return: 0 or -errno */
int text__read(struct text *text, const char *path);

/** text__write() - make or replace a file. Return: 0 or -errno */
int text__write(const struct text *text, const char *path);

#endif /* SPLITTER_TEXT_H */
