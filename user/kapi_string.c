// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * lib/string.c: memory and strings. Where the C library has a function of the
 * same meaning it does the work.
 */
#include "kapi.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/types.h>

/* ---- memory ------------------------------------------------------------- */

void *kapi_memcpy(void *to, const void *from, size_t n)
{
	return memcpy(to, from, n);
}

void *kapi___memcpy(void *to, const void *from, size_t n)
{
	return memcpy(to, from, n);
}

void *kapi_memmove(void *to, const void *from, size_t n)
{
	return memmove(to, from, n);
}

void *kapi___memmove(void *to, const void *from, size_t n)
{
	return memmove(to, from, n);
}

/* fs/libfs.c */
ssize_t kapi_memory_read_from_buffer(void *to, size_t n, long long *at, const void *from,
				     size_t room)
{
	size_t left;

	if (*at < 0)
		return -EINVAL;
	left = (size_t)*at < room ? room - *at : 0;
	n = n < left ? n : left;
	memcpy(to, (const char *)from + (n ? *at : 0), n);
	*at += n;
	return n;
}

void *kapi_memset(void *p, int c, size_t n)
{
	return memset(p, c, n);
}

void *kapi___memset(void *p, int c, size_t n)
{
	return memset(p, c, n);
}

int kapi_memcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

int kapi_bcmp(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void *kapi_memchr(const void *p, int c, size_t n)
{
	return (void *)memchr(p, c, n);
}

/* Unlike memchr(): the end if there is none. */
void *kapi_memscan(void *p, int c, size_t n)
{
	void *at = memchr(p, c, n);

	return at ? at : (char *)p + n;
}

void *kapi_memchr_inv(const void *p, int c, size_t n)
{
	const unsigned char *at = p;

	for (; n; n--, at++)
		if (*at != (unsigned char)c)
			return (void *)at;
	return NULL;
}

void *kapi_memset16(uint16_t *p, uint16_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void *kapi_memset32(uint32_t *p, uint32_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void *kapi_memset64(uint64_t *p, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = v;
	return p;
}

void kapi_memcpy_and_pad(void *to, size_t size, const void *from, size_t n, int pad)
{
	if (n > size)
		n = size;
	memcpy(to, from, n);
	memset((char *)to + n, pad, size - n);
}

/* ---- strings ------------------------------------------------------------ */

size_t kapi_strlen(const char *s)
{
	return strlen(s);
}

size_t kapi_strnlen(const char *s, size_t n)
{
	return strnlen(s, n);
}

int kapi_strcmp(const char *a, const char *b)
{
	int d = strcmp(a, b);

	return (d > 0) - (d < 0);
}

int kapi_strncmp(const char *a, const char *b, size_t n)
{
	int d = strncmp(a, b, n);

	return (d > 0) - (d < 0);
}

int kapi_strcasecmp(const char *a, const char *b)
{
	return strcasecmp(a, b);
}

int kapi_strncasecmp(const char *a, const char *b, size_t n)
{
	return strncasecmp(a, b, n);
}

char *kapi_strcpy(char *to, const char *from)
{
	return strcpy(to, from);
}

char *kapi_stpcpy(char *to, const char *from)
{
	return stpcpy(to, from);
}

char *kapi_strncpy(char *to, const char *from, size_t n)
{
	size_t len = strnlen(from, n);

	memcpy(to, from, len);
	memset(to + len, 0, n - len);
	return to;
}

ssize_t kapi_strscpy(char *to, const char *from, size_t n)
{
	size_t len;

	if (!n || n > INT32_MAX)
		return -E2BIG;
	len = strnlen(from, n);
	if (len == n) {
		memcpy(to, from, n - 1);
		to[n - 1] = '\0';
		return -E2BIG;
	}
	memcpy(to, from, len + 1);
	return (ssize_t)len;
}

ssize_t kapi_sized_strscpy(char *to, const char *from, size_t n)
{
	return kapi_strscpy(to, from, n);
}

ssize_t kapi_strscpy_pad(char *to, const char *from, size_t n)
{
	ssize_t len = kapi_strscpy(to, from, n);

	if (len >= 0)
		memset(to + len, 0, n - (size_t)len);
	return len;
}

size_t kapi_strlcpy(char *to, const char *from, size_t n)
{
	size_t len = strlen(from);

	if (n)
		kapi_strscpy(to, from, n);
	return len;
}

char *kapi_strcat(char *to, const char *from)
{
	return strcat(to, from);
}

char *kapi_strncat(char *to, const char *from, size_t n)
{
	size_t at = strlen(to), len = strnlen(from, n);

	memcpy(to + at, from, len);
	to[at + len] = '\0';
	return to;
}

size_t kapi_strlcat(char *to, const char *from, size_t n)
{
	size_t at = strnlen(to, n);

	return at + (at < n ? kapi_strlcpy(to + at, from, n - at) : strlen(from));
}

char *kapi_strchr(const char *s, int c)
{
	return (char *)strchr(s, c);
}

char *kapi_strchrnul(const char *s, int c)
{
	return (char *)strchrnul(s, c);
}

char *kapi_strrchr(const char *s, int c)
{
	return (char *)strrchr(s, c);
}

char *kapi_strnchr(const char *s, size_t n, int c)
{
	return (char *)memchr(s, c, strnlen(s, n) + (c == 0 && strnlen(s, n) < n));
}

char *kapi_strstr(const char *s, const char *what)
{
	return (char *)strstr(s, what);
}

char *kapi_strnstr(const char *s, const char *what, size_t n)
{
	return (char *)memmem(s, strnlen(s, n), what, strlen(what));
}

size_t kapi_strspn(const char *s, const char *accept)
{
	return strspn(s, accept);
}

size_t kapi_strcspn(const char *s, const char *reject)
{
	return strcspn(s, reject);
}

char *kapi_strpbrk(const char *s, const char *accept)
{
	return (char *)strpbrk(s, accept);
}

char *kapi_strsep(char **s, const char *delimiters)
{
	return strsep(s, delimiters);
}

char *kapi_skip_spaces(const char *s)
{
	while (isspace((unsigned char)*s))
		s++;
	return (char *)s;
}

char *kapi_strim(char *s)
{
	size_t len = strlen(s);

	while (len && isspace((unsigned char)s[len - 1]))
		s[--len] = '\0';
	return kapi_skip_spaces(s);
}

char *kapi_strreplace(char *s, char from, char to)
{
	for (; *s; s++)
		if (*s == from)
			*s = to;
	return s;
}

/* Equal but for one newline at the end of either. */
bool kapi_sysfs_streq(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);

	la -= la && a[la - 1] == '\n' && la == lb + 1;
	lb -= lb && b[lb - 1] == '\n' && lb == la + 1;
	return la == lb && !memcmp(a, b, la);
}

int kapi_match_string(const char *const *array, size_t n, const char *s)
{
	for (size_t i = 0; i < n && array[i]; i++)
		if (!strcmp(array[i], s))
			return (int)i;
	return -EINVAL;
}

int kapi___sysfs_match_string(const char *const *array, size_t n, const char *s)
{
	for (size_t i = 0; i < n && array[i]; i++)
		if (kapi_sysfs_streq(array[i], s))
			return (int)i;
	return -EINVAL;
}
