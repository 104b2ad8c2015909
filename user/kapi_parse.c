// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Text to numbers and back: lib/kstrtox.c, the simple_strto*() and sscanf() of
 * lib/vsprintf.c, lib/cmdline.c, lib/hexdump.c, lib/net_utils.c.
 */
#include "kapi.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "format.h"

const char kapi_hex_asc[] = "0123456789abcdef";
const char kapi_hex_asc_upper[] = "0123456789ABCDEF";

int kapi_hex_to_bin(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* ---- numbers ------------------------------------------------------------ */

static const char *guess_base(const char *s, unsigned int *base)
{
	bool hex = s[0] == '0' && (s[1] | 32) == 'x' && isxdigit((unsigned char)s[2]);

	if (!*base)
		*base = hex ? 16 : s[0] == '0' ? 8 : 10;
	return *base == 16 && s[0] == '0' && (s[1] | 32) == 'x' ? s + 2 : s;
}

static const char *digits(const char *s, unsigned int base, unsigned long long *v, bool *overflow)
{
	*v = 0;
	*overflow = false;
	for (;; s++) {
		int d = kapi_hex_to_bin((unsigned char)*s);

		if (d < 0 || (unsigned int)d >= base)
			return s;
		*overflow |= __builtin_mul_overflow(*v, base, v) ||
			     __builtin_add_overflow(*v, (unsigned long long)d, v);
	}
}

int kapi_kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	const char *start;
	unsigned long long v;
	bool overflow;

	s += *s == '+';
	start = guess_base(s, &base);
	s = digits(start, base, &v, &overflow);
	if (overflow)
		return -ERANGE;
	if (s == start)
		return -EINVAL;
	s += *s == '\n';
	if (*s)
		return -EINVAL;
	*res = v;
	return 0;
}

int kapi_kstrtoll(const char *s, unsigned int base, long long *res)
{
	bool negative = *s == '-';
	unsigned long long v;
	int rc = kapi_kstrtoull(s + negative, base, &v);

	if (rc)
		return rc;
	if (negative && s[1] == '+')
		return -EINVAL;
	if (v > (unsigned long long)LLONG_MAX + negative)
		return -ERANGE;
	*res = (long long)(negative ? -v : v);
	return 0;
}

#define UNSIGNED(name, type)						\
int kapi_##name(const char *s, unsigned int base, type *res)		\
{									\
	unsigned long long v;						\
	int rc = kapi_kstrtoull(s, base, &v);				\
									\
	if (!rc && v != (type)v)					\
		rc = -ERANGE;						\
	if (!rc)							\
		*res = (type)v;						\
	return rc;							\
}

#define SIGNED(name, type)						\
int kapi_##name(const char *s, unsigned int base, type *res)		\
{									\
	long long v;							\
	int rc = kapi_kstrtoll(s, base, &v);				\
									\
	if (!rc && v != (type)v)					\
		rc = -ERANGE;						\
	if (!rc)							\
		*res = (type)v;						\
	return rc;							\
}

UNSIGNED(_kstrtoul, unsigned long)
UNSIGNED(kstrtouint, unsigned int)
UNSIGNED(kstrtou16, uint16_t)
UNSIGNED(kstrtou8, uint8_t)
SIGNED(_kstrtol, long)
SIGNED(kstrtoint, int)
SIGNED(kstrtos16, int16_t)
SIGNED(kstrtos8, int8_t)

int kapi_kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	if (strchr("yYtT1", s[0]) && s[0]) {
		*res = true;
		return 0;
	}
	if (strchr("nNfF0", s[0]) && s[0]) {
		*res = false;
		return 0;
	}
	if ((s[0] | 32) == 'o' && ((s[1] | 32) == 'n' || (s[1] | 32) == 'f')) {
		*res = (s[1] | 32) == 'n';
		return 0;
	}
	return -EINVAL;
}

unsigned long long kapi_simple_strtoull(const char *s, char **end, unsigned int base)
{
	unsigned long long v;
	bool overflow;

	s = guess_base(s, &base);
	s = digits(s, base, &v, &overflow);
	if (end)
		*end = (char *)s;
	return v;
}

unsigned long kapi_simple_strtoul(const char *s, char **end, unsigned int base)
{
	return kapi_simple_strtoull(s, end, base);
}

long long kapi_simple_strtoll(const char *s, char **end, unsigned int base)
{
	if (*s == '-')
		return -(long long)kapi_simple_strtoull(s + 1, end, base);
	return (long long)kapi_simple_strtoull(s, end, base);
}

long kapi_simple_strtol(const char *s, char **end, unsigned int base)
{
	return kapi_simple_strtoll(s, end, base);
}

unsigned long long kapi_memparse(const char *s, char **end)
{
	static const char suffixes[] = "KMGTPE";
	unsigned long long v;
	const char *suffix;
	char *rest;

	v = kapi_simple_strtoull(s, &rest, 0);
	suffix = *rest ? strchr(suffixes, toupper((unsigned char)*rest)) : NULL;
	if (suffix) {
		v <<= 10 * (suffix - suffixes + 1);
		rest++;
	}
	if (end)
		*end = rest;
	return v;
}

int kapi_vsscanf(const char *s, const char *fmt, va_list ap)
{
	return vsscanf(s, fmt, ap);
}

int kapi_sscanf(const char *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsscanf(s, fmt, ap);
	va_end(ap);
	return n;
}

/* ---- bytes in hexadecimal ----------------------------------------------- */

int kapi_hex2bin(uint8_t *to, const char *from, size_t n)
{
	for (; n; n--, from += 2) {
		int high = kapi_hex_to_bin((unsigned char)from[0]);
		int low = high < 0 ? -1 : kapi_hex_to_bin((unsigned char)from[1]);

		if (low < 0)
			return -EINVAL;
		*to++ = (uint8_t)(high << 4 | low);
	}
	return 0;
}

char *kapi_bin2hex(char *to, const void *from, size_t n)
{
	const uint8_t *p = from;

	for (; n; n--, p++) {
		*to++ = kapi_hex_asc[*p >> 4];
		*to++ = kapi_hex_asc[*p & 15];
	}
	return to;
}

bool kapi_mac_pton(const char *s, uint8_t *mac)
{
	uint8_t bytes[6];

	if (strnlen(s, 17) < 17)
		return false;
	for (int i = 0; i < 6; i++)
		if (kapi_hex2bin(&bytes[i], s + 3 * i, 1) || (i < 5 && s[3 * i + 2] != ':'))
			return false;
	memcpy(mac, bytes, 6);
	return true;
}

static uint64_t group(const uint8_t *p, int size)
{
	uint64_t v = 0;

	memcpy(&v, p, size);
	return v;
}

/* One line of a dump. Return: characters that it has, whatever fits. */
int kapi_hex_dump_to_buffer(const void *buf, size_t len, int row, int size, char *line,
			    size_t room, bool ascii)
{
	struct out o = { .buf = line, .size = room };
	struct spec hex = { .precision = -1, .base = 16, .zeropad = true };
	const uint8_t *p = buf;
	size_t column;

	if (row != 16 && row != 32)
		row = 16;
	if (len > (size_t)row)
		len = (size_t)row;
	if ((size != 2 && size != 4 && size != 8) || len % (size_t)size)
		size = 1;
	column = (size_t)(row * 2 + row / size + 1);
	hex.width = size * 2;
	for (size_t i = 0; i < len; i += (size_t)size) {
		if (i)
			format_char(&o, ' ');
		format_number(&o, group(p + i, size), hex);
	}
	if (ascii && len) {
		while (o.used < column)
			format_char(&o, ' ');
		for (size_t i = 0; i < len; i++)
			format_char(&o, p[i] >= 0x20 && p[i] < 0x7f ? (char)p[i] : '.');
	}
	if (room)
		line[o.used < room ? o.used : room - 1] = '\0';
	return (int)o.used;
}
