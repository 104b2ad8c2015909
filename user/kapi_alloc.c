// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Memory that a driver's function allocates, uses by itself and frees again: the user half's own.
 * cleave_local_NAME stands for the kernel's NAME; include/cleave/view-shim.h declares them.
 */
#include "kapi.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

#define MOST	(16UL << 20)

static void *clear(size_t nr, size_t size)
{
	return size && nr > MOST / size ? NULL : calloc(nr, size);
}

/* What is not cleared is so all the same: nothing of another call shows. */
void *cleave_local_kmalloc(size_t size, unsigned int flags)
{
	(void)flags;
	return clear(1, size);
}

void *cleave_local_kmalloc_array(size_t nr, size_t size, unsigned int flags)
{
	(void)flags;
	return clear(nr, size);
}

void *cleave_local_vmalloc(unsigned long size)
{
	return clear(1, size);
}

void *cleave_local_kmemdup(const void *from, size_t size, unsigned int flags)
{
	void *to = cleave_local_kmalloc(size, flags);

	return to ? memcpy(to, from, size) : NULL;
}

char *cleave_local_kstrdup(const char *from, unsigned int flags)
{
	return from ? cleave_local_kmemdup(from, strlen(from) + 1, flags) : NULL;
}

char *cleave_local_kstrndup(const char *from, size_t most, unsigned int flags)
{
	size_t len = from ? strnlen(from, most) : 0;
	char *to = from ? cleave_local_kmalloc(len + 1, flags) : NULL;

	return to ? memcpy(to, from, len) : NULL;
}

char *cleave_local_kasprintf(unsigned int flags, const char *format, ...)
{
	va_list ap, again;
	char *to;
	int len;

	va_start(ap, format);
	va_copy(again, ap);
	len = cleave_vformat(NULL, 0, format, ap);
	to = cleave_local_kmalloc(len + 1, flags);
	if (to)
		cleave_vformat(to, len + 1, format, again);
	va_end(again);
	va_end(ap);
	return to;
}

void cleave_local_kfree(const void *p)
{
	free((void *)p);
}
