// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The kernel's printf: numbers and strings. It differs from the C library's
 * in what %p means (format_pointer.c) and in corners that drivers' output
 * shows: %#x of 0 is 0x0, a precision does not switch off zero padding, a
 * conversion that is not known ends the text.
 */
#include "format.h"

#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "cleave/wire.h"

enum size { SIZE_INT, SIZE_CHAR, SIZE_SHORT, SIZE_LONG, SIZE_LLONG, SIZE_SIZE, SIZE_PTRDIFF };

void format_char(struct out *o, char c)
{
	if (o->used < o->size)
		o->buf[o->used] = c;
	o->used++;
}

static void repeat(struct out *o, char c, int times)
{
	while (times-- > 0)
		format_char(o, c);
}

void format_number(struct out *o, unsigned long long value, struct spec s)
{
	const char *digits = s.upper ? "0123456789ABCDEF" : "0123456789abcdef";
	bool prefix = s.special && s.base != 10, zero = !value;
	char reversed[24], sign = 0;
	int n = 0, zeros, width = s.width;

	if (s.is_signed && (long long)value < 0) {
		sign = '-';
		value = -value;
	} else if (s.is_signed && (s.plus || s.space)) {
		sign = s.plus ? '+' : ' ';
	}
	do {
		reversed[n++] = digits[value % s.base];
		value /= s.base;
	} while (value);

	width -= sign != 0;
	if (prefix)
		width -= s.base == 16 ? 2 : !zero;
	zeros = s.precision > n ? s.precision - n : 0;
	width -= n + zeros;

	if (!s.left && !s.zeropad)
		repeat(o, ' ', width);
	if (sign)
		format_char(o, sign);
	if (prefix && (s.base == 16 || !zero))
		format_char(o, '0');
	if (prefix && s.base == 16)
		format_char(o, s.upper ? 'X' : 'x');
	if (!s.left && s.zeropad)
		repeat(o, '0', width);
	repeat(o, '0', zeros);
	while (n)
		format_char(o, reversed[--n]);
	if (s.left)
		repeat(o, ' ', width);
}

void format_hex(struct out *o, unsigned long long value, int bytes)
{
	format_number(o, value, (struct spec){ .width = 2 + 2 * bytes, .precision = -1, .base = 16,
					       .special = true, .zeropad = true });
}

void format_string(struct out *o, const char *text, struct spec s)
{
	size_t len = s.precision < 0 ? strlen(text) : strnlen(text, s.precision);
	int pad = s.width > 0 && (size_t)s.width > len ? s.width - (int)len : 0;

	if (!s.left)
		repeat(o, ' ', pad);
	for (size_t i = 0; i < len; i++)
		format_char(o, text[i]);
	if (s.left)
		repeat(o, ' ', pad);
}

void format_byte(struct out *o, unsigned char byte, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";

	format_char(o, digits[byte >> 4]);
	format_char(o, digits[byte & 15]);
}

void format_field(struct out *o, struct out *text, struct spec s)
{
	text->buf[text->used < text->size ? text->used : text->size - 1] = '\0';
	format_string(o, text->buf, s);
}

void format_plain(struct out *o, const char *text)
{
	while (*text)
		format_char(o, *text++);
}

bool format_bad_pointer(struct out *o, const void *p, struct spec s)
{
	uintptr_t at = (uintptr_t)p;
	const char *what;

	if (!at)
		what = "(null)";
	else if (at < 4096 || at >= (uintptr_t)-4095)
		what = "(efault)";
	else if (at >> 48)	/* a kernel's pointer, see CLEAVE_OPAQUE */
		what = "(opaque)";
	else
		return false;
	if (s.precision < 0)
		s.precision = 16;
	format_string(o, what, s);
	return true;
}

static const char *read_flags(const char *f, struct spec *s)
{
	for (;; f++) {
		switch (*f) {
		case '-':
			s->left = true;
			break;
		case '+':
			s->plus = true;
			break;
		case ' ':
			s->space = true;
			break;
		case '#':
			s->special = true;
			break;
		case '0':
			s->zeropad = true;
			break;
		default:
			return f;
		}
	}
}

static const char *read_int(const char *f, int *value)
{
	*value = 0;
	for (; *f >= '0' && *f <= '9'; f++)
		if (*value < 100000)
			*value = *value * 10 + *f - '0';
	return f;
}

static const char *read_size(const char *f, enum size *size)
{
	*size = SIZE_INT;
	switch (*f) {
	case 'h':
		*size = f[1] == 'h' ? SIZE_CHAR : SIZE_SHORT;
		return f + 1 + (f[1] == 'h');
	case 'l':
		*size = f[1] == 'l' ? SIZE_LLONG : SIZE_LONG;
		return f + 1 + (f[1] == 'l');
	case 'L':
		*size = SIZE_LLONG;
		return f + 1;
	case 'z':
		*size = SIZE_SIZE;
		return f + 1;
	case 't':
		*size = SIZE_PTRDIFF;
		return f + 1;
	}
	return f;
}

/* va_list is an array on this machine, so a callee advances the caller's. */
static unsigned long long next_number(va_list ap, enum size size, bool is_signed)
{
	switch (size) {
	case SIZE_CHAR:
		return is_signed ? (unsigned long long)(signed char)va_arg(ap, int)
				 : (unsigned char)va_arg(ap, int);
	case SIZE_SHORT:
		return is_signed ? (unsigned long long)(short)va_arg(ap, int)
				 : (unsigned short)va_arg(ap, int);
	case SIZE_LONG:
	case SIZE_LLONG:
	case SIZE_SIZE:
	case SIZE_PTRDIFF:
		return va_arg(ap, unsigned long long);
	default:
		return is_signed ? (unsigned long long)va_arg(ap, int) : va_arg(ap, unsigned int);
	}
}

static bool number_type(char conversion, struct spec *s)
{
	s->base = 10;
	switch (conversion) {
	case 'd':
	case 'i':
		s->is_signed = true;
		return true;
	case 'u':
		return true;
	case 'o':
		s->base = 8;
		return true;
	case 'X':
		s->upper = true;
		s->base = 16;
		return true;
	case 'x':
		s->base = 16;
		return true;
	}
	return false;
}

/* Print one conversion; NULL when the format cannot be understood further. */
static const char *convert(struct out *o, const char *f, va_list ap)
{
	struct spec s = { .width = -1, .precision = -1, .base = 10 };
	enum size size;
	const void *p;

	f = read_flags(f, &s);
	if (*f == '*') {
		s.width = va_arg(ap, int);
		if (s.width < 0) {
			s.left = true;
			s.width = -s.width;
		}
		f++;
	} else if (*f >= '0' && *f <= '9') {
		f = read_int(f, &s.width);
	}
	if (*f == '.') {
		f++;
		if (*f == '*') {
			s.precision = va_arg(ap, int);
			f++;
		} else {
			f = read_int(f, &s.precision);
		}
		if (s.precision < 0)
			s.precision = 0;
	}
	f = read_size(f, &size);

	switch (*f) {
	case '%':
		format_char(o, '%');
		return f + 1;
	case 'c':
		if (!s.left)
			repeat(o, ' ', s.width - 1);
		format_char(o, (char)va_arg(ap, int));
		if (s.left)
			repeat(o, ' ', s.width - 1);
		return f + 1;
	case 's':
		p = va_arg(ap, const void *);
		if (!format_bad_pointer(o, p, s))
			format_string(o, p, s);
		return f + 1;
	case 'p':
		format_pointer(o, ++f, va_arg(ap, const void *), s);
		while ((*f >= '0' && *f <= '9') || ((*f | 32) >= 'a' && (*f | 32) <= 'z'))
			f++;
		return f;
	}
	if (!number_type(*f, &s))
		return NULL;
	s.zeropad = s.zeropad && !s.left;
	format_number(o, next_number(ap, size, s.is_signed), s);
	return f + 1;
}

void format_text(struct out *o, const char *fmt, va_list ap)
{
	const char *f = fmt;

	while (f && *f) {
		if (*f != '%')
			format_char(o, *f++);
		else
			f = convert(o, f + 1, ap);
	}
}

int cleave_vformat(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct out o = { .buf = buf, .size = size };
	va_list copy;

	va_copy(copy, ap);
	format_text(&o, fmt, copy);
	va_end(copy);
	if (size)
		buf[o.used < size ? o.used : size - 1] = '\0';
	return (int)o.used;
}
