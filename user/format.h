/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Printing with the kernel's formats (Documentation/core-api/printk-formats.rst):
 * what format.c (numbers, strings), format_pointer.c (%p and what may follow it)
 * and format_address.c share.
 */
#ifndef USER_FORMAT_H
#define USER_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct out - where text goes; counts also what no longer fits
 * @buf: the caller's
 * @size: bytes of @buf, its NUL included
 * @used: characters produced so far
 */
struct out {
	char *buf;
	size_t size;
	size_t used;
};

/**
 * struct spec - one conversion
 * @width: least number of characters, -1 if not given
 * @precision: -1 if not given
 * @base: of a number
 */
struct spec {
	int width;
	int precision;
	unsigned int base;
	bool left, plus, space, special, zeropad, is_signed, upper;
};

/**
 * cleave_vformat() - the kernel's vsnprintf()
 *
 * Return: characters that the whole text has, as snprintf() does.
 */
int cleave_vformat(char *buf, size_t size, const char *fmt, va_list ap);

void format_char(struct out *o, char c);
void format_number(struct out *o, unsigned long long value, struct spec s);
void format_string(struct out *o, const char *text, struct spec s);
void format_text(struct out *o, const char *fmt, va_list ap);

/** format_hex() - @value as 0x and 2 * @bytes digits, as %pa prints */
void format_hex(struct out *o, unsigned long long value, int bytes);

/** format_byte() - two digits */
void format_byte(struct out *o, unsigned char byte, bool upper);

/** format_plain() - @text as it is */
void format_plain(struct out *o, const char *text);

/** format_field() - what is in @text, a small buffer, as one string */
void format_field(struct out *o, struct out *text, struct spec s);

/**
 * format_bad_pointer() - print what is wrong with a pointer that is about to
 * be followed, if anything is
 */
bool format_bad_pointer(struct out *o, const void *p, struct spec s);

/* format_address.c: %pM, %pI, %pU; @ext begins with that letter */
void format_mac(struct out *o, const char *ext, const unsigned char *p, struct spec s);
void format_ip(struct out *o, const char *ext, const unsigned char *p, struct spec s);
void format_uuid(struct out *o, const char *ext, const unsigned char *p, struct spec s);

/** format_pointer() - format_pointer.c: %p; @ext is what follows the p in the format */
void format_pointer(struct out *o, const char *ext, const void *p, struct spec s);

#endif /* USER_FORMAT_H */
