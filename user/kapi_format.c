// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Printing into buffers: lib/vsprintf.c, and its like elsewhere.
 */
#include "kapi.h"

#include <limits.h>

#include "format.h"

int kapi_vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	return size > INT_MAX ? 0 : cleave_vformat(buf, size, fmt, ap);
}

/* The characters that did fit. */
int kapi_vscnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{
	int n = kapi_vsnprintf(buf, size, fmt, ap);

	if (n >= 0 && (size_t)n < size)
		return n;
	return size ? (int)size - 1 : 0;
}

int kapi_vsprintf(char *buf, const char *fmt, va_list ap)
{
	return cleave_vformat(buf, INT_MAX, fmt, ap);
}

int kapi_snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kapi_vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

int kapi_scnprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kapi_vscnprintf(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

int kapi_sprintf(char *buf, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kapi_vsprintf(buf, fmt, ap);
	va_end(ap);
	return n;
}

/* fs/sysfs/file.c: the buffer is a page */
int kapi_sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = kapi_vscnprintf(buf, 4096, fmt, ap);
	va_end(ap);
	return n;
}

int kapi_sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (at < 0 || at >= 4096)
		return 0;
	va_start(ap, fmt);
	n = kapi_vscnprintf(buf + at, 4096 - (size_t)at, fmt, ap);
	va_end(ap);
	return n;
}

/* net/ethtool/ioctl.c: names are fields of ETH_GSTRING_LEN bytes */
void kapi_ethtool_sprintf(uint8_t **data, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cleave_vformat((char *)*data, 32, fmt, ap);
	va_end(ap);
	*data += 32;
}

void kapi_ethtool_puts(uint8_t **data, const char *str)
{
	kapi_ethtool_sprintf(data, "%s", str);
}
