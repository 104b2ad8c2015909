// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What compilers and checking headers make of ordinary code, random numbers,
 * arithmetic, and the scheduler's hints.
 */
#include "kapi.h"

#include <sched.h>
#include <string.h>
#include <sys/random.h>

#include "libcleave.h"

/* ---- checks that failed --------------------------------------------------- */

/* kernel/panic.c */
void kapi___stack_chk_fail(void)
{
	cleave_die("stack smashed");
}

/* lib/string_helpers.c */
void kapi_fortify_panic(const char *name)
{
	cleave_die("buffer overflow in %s()", name);
}

/* include/linux/thread_info.h, include/linux/fortify-string.h */
void kapi___bad_copy_from(void)
{
	cleave_die("copy from a buffer that is too small");
}

void kapi___bad_copy_to(void)
{
	cleave_die("copy to a buffer that is too small");
}

void kapi___read_overflow2_field(size_t room, size_t wanted)
{
	cleave_say("read of %zu bytes from a field of %zu", wanted, room);
}

void kapi___write_overflow_field(size_t room, size_t wanted)
{
	cleave_say("write of %zu bytes to a field of %zu", wanted, room);
}

/* lib/list_debug.c */
struct list {
	struct list *next, *prev;
};

bool kapi___list_add_valid(struct list *new, struct list *prev, struct list *next)
{
	if (prev && next && next->prev == prev && prev->next == next && new != prev && new != next)
		return true;
	cleave_say("list_add corruption");
	return false;
}

bool kapi___list_del_entry_valid(struct list *entry)
{
	if (entry->next && entry->prev && entry->prev->next == entry && entry->next->prev == entry)
		return true;
	cleave_say("list_del corruption");
	return false;
}

bool kapi___list_add_valid_or_report(struct list *new, struct list *prev, struct list *next)
{
	return kapi___list_add_valid(new, prev, next);
}

bool kapi___list_del_entry_valid_or_report(struct list *entry)
{
	return kapi___list_del_entry_valid(entry);
}

/* lib/refcount.c */
void kapi_refcount_warn_saturate(int *refs, int type)
{
	static const char *const what[] = { "overflow in add_not_zero", "overflow in add",
					    "use after free", "underflow",
					    "decrement to zero", "unknown" };

	__atomic_store_n(refs, INT32_MIN / 2, __ATOMIC_RELAXED);	/* REFCOUNT_SATURATED */
	cleave_say("refcount: %s", what[type >= 0 && type < 5 ? type : 5]);
}

/* ---- the scheduler -------------------------------------------------------- */

/* kernel/sched/core.c */
int kapi___cond_resched(void)
{
	return 0;
}

int kapi___SCT__cond_resched(void)
{
	return 0;
}

int kapi___SCT__might_resched(void)
{
	return 0;
}

void kapi___might_sleep(const char *file, int line)
{
	(void)file;
	(void)line;
}

void kapi___might_resched(const char *file, int line, unsigned int offsets)
{
	(void)file;
	(void)line;
	(void)offsets;
}

void kapi_yield(void)
{
	sched_yield();
}

/* ---- drivers/char/random.c ------------------------------------------------ */

void kapi_get_random_bytes(void *buf, size_t len)
{
	char *p = buf;

	while (len) {
		ssize_t n = getrandom(p, len, 0);

		if (n > 0) {
			p += n;
			len -= (size_t)n;
		}
	}
}

uint8_t kapi_get_random_u8(void)
{
	uint8_t v;

	kapi_get_random_bytes(&v, sizeof(v));
	return v;
}

uint16_t kapi_get_random_u16(void)
{
	uint16_t v;

	kapi_get_random_bytes(&v, sizeof(v));
	return v;
}

uint32_t kapi_get_random_u32(void)
{
	uint32_t v;

	kapi_get_random_bytes(&v, sizeof(v));
	return v;
}

uint64_t kapi_get_random_u64(void)
{
	uint64_t v;

	kapi_get_random_bytes(&v, sizeof(v));
	return v;
}

/* ---- lib/bcd.c ------------------------------------------------------------ */

unsigned int kapi__bcd2bin(unsigned char bcd)
{
	return (bcd & 0xf) + (bcd >> 4) * 10;
}

unsigned char kapi__bin2bcd(unsigned int bin)
{
	return bin / 10 << 4 | bin % 10;
}

/* ---- lib/math, lib/bsearch.c ---------------------------------------------- */

unsigned long kapi_int_sqrt(unsigned long x)
{
	unsigned long r = 0;

	for (unsigned long bit = 1UL << 62; bit; bit >>= 2) {
		if (x >= r + bit) {
			x -= r + bit;
			r = (r >> 1) + bit;
		} else {
			r >>= 1;
		}
	}
	return r;
}

uint64_t kapi_int_pow(uint64_t base, unsigned int exp)
{
	uint64_t r = 1;

	for (; exp; exp >>= 1, base *= base)
		if (exp & 1)
			r *= base;
	return r;
}

unsigned long kapi_gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

unsigned long kapi_lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / kapi_gcd(a, b) * b : 0;
}

void *kapi_bsearch(const void *key, const void *base, size_t n, size_t size,
		   int (*compare)(const void *key, const void *element))
{
	const char *p = base;

	while (n) {
		const char *middle = p + n / 2 * size;
		int c = compare(key, middle);

		if (!c)
			return (void *)middle;
		if (c > 0) {
			p = middle + size;
			n--;
		}
		n /= 2;
	}
	return NULL;
}
