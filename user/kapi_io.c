// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Registers: lib/iomap.c, lib/iomap_copy.c, arch/x86/lib/iomem.c. A region is
 * mapped, so each is one access of exactly its width. Ports that the driver has
 * mapped have addresses of their own, and go by downcall.
 */
#include "kapi.h"

#include "libcleave.h"

/* The compiler must neither merge nor move what a device can see. */
#define barrier()	__asm__ volatile("" ::: "memory")

static void *region(const void *at)
{
	if (!cleave_in_arena(at))
		cleave_die("register access at %p, which is not in a region", at);
	return (void *)at;
}

static bool is_port(const void *at)
{
	return (uintptr_t)at - CLEAVE_PORTS_BASE < CLEAVE_NR_PORTS;
}

static unsigned long long port(const void *at, size_t width, bool writes, unsigned long long value)
{
	struct cleave_frame f = CLEAVE_FRAME(CLEAVE_DOWN_PORT);

	if (width > 4)
		cleave_die("access of %zu bytes to the port at %p", width, at);
	cleave_put_pointer(&f, at);
	cleave_put_value(&f, width);
	cleave_put_value(&f, writes);
	cleave_put_value(&f, value);
	return cleave_down(&f);
}

#define READ(name, type, value)						\
type kapi_##name(const void *at)					\
{									\
	type v = is_port(at) ? (type)port(at, sizeof(type), false, 0) :	\
			       *(volatile type *)region(at);		\
									\
	barrier();							\
	return value;							\
}

#define WRITE(name, type, value)					\
void kapi_##name(type v, void *at)					\
{									\
	barrier();							\
	if (is_port(at)) {						\
		port(at, sizeof(type), true, value);			\
		return;							\
	}								\
	cleave_told();							\
	*(volatile type *)region(at) = value;				\
}

READ(ioread8, uint8_t, v)
READ(ioread16, uint16_t, v)
READ(ioread32, uint32_t, v)
READ(ioread64, uint64_t, v)
READ(ioread16be, uint16_t, __builtin_bswap16(v))
READ(ioread32be, uint32_t, __builtin_bswap32(v))
WRITE(iowrite8, uint8_t, v)
WRITE(iowrite16, uint16_t, v)
WRITE(iowrite32, uint32_t, v)
WRITE(iowrite64, uint64_t, v)
WRITE(iowrite16be, uint16_t, __builtin_bswap16(v))
WRITE(iowrite32be, uint32_t, __builtin_bswap32(v))

/* All from or to one register. */
#define REPEAT(bits)							\
void kapi_ioread##bits##_rep(const void *at, void *to, unsigned long n)	\
{									\
	for (uint##bits##_t *p = to; n; n--)				\
		*p++ = kapi_ioread##bits(at);				\
}									\
									\
void kapi_iowrite##bits##_rep(void *at, const void *from, unsigned long n) \
{									\
	for (const uint##bits##_t *p = from; n; n--)			\
		kapi_iowrite##bits(*p++, at);				\
}

REPEAT(8)
REPEAT(16)
REPEAT(32)

#define COPY(name, type, to_is_io)					\
void kapi_##name(void *to, const void *from, size_t n)			\
{									\
	volatile type *t = to_is_io ? region(to) : to;			\
	const volatile type *f = to_is_io ? from : region(from);	\
									\
	if (to_is_io)							\
		cleave_told();						\
	barrier();							\
	while (n--)							\
		*t++ = *f++;						\
	barrier();							\
}

COPY(__iowrite32_copy, uint32_t, true)
COPY(__iowrite64_copy, uint64_t, true)
COPY(__ioread32_copy, uint32_t, false)

/* Bytes up to an aligned address, then words, then bytes, as the kernel does. */
static void copy_bytes(volatile uint8_t *to, const volatile uint8_t *from, size_t n,
		       uintptr_t device)
{
	barrier();
	for (; n && device & 3; n--, device++)
		*to++ = *from++;
	for (; n >= 4; n -= 4, to += 4, from += 4)
		*(volatile uint32_t *)to = *(const volatile uint32_t *)from;
	while (n--)
		*to++ = *from++;
	barrier();
}

void kapi_memcpy_fromio(void *to, const void *from, size_t n)
{
	copy_bytes(to, region(from), n, (uintptr_t)from);
}

void kapi_memcpy_toio(void *to, const void *from, size_t n)
{
	cleave_told();
	copy_bytes(region(to), from, n, (uintptr_t)to);
}

void kapi_memset_io(void *to, int c, size_t n)
{
	volatile uint8_t *p = region(to);

	cleave_told();
	barrier();
	while (n--)
		*p++ = (uint8_t)c;
	barrier();
}
