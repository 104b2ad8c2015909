// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bits: lib/find_bit.c, lib/bitmap.c, lib/bitrev.c. A bitmap is an array of
 * unsigned long. The bitmaps here are the driver's own; bits that others change
 * at the same time are the kernel half's affair.
 */
#include "kapi.h"

#include <string.h>

#define BITS		(8 * sizeof(long))
#define WORDS(bits)	(((bits) + BITS - 1) / BITS)

/* The bits of the last word that count. */
static unsigned long last_mask(size_t bits)
{
	return bits % BITS ? (1UL << bits % BITS) - 1 : ~0UL;
}

/* ---- finding ------------------------------------------------------------ */

/* First bit at or after @at for which ((a & b) ^ flip) is set; @bits if none. */
static size_t find(const unsigned long *a, const unsigned long *b, unsigned long flip_a,
		   unsigned long flip_b, size_t bits, size_t at)
{
	while (at < bits) {
		unsigned long word = a[at / BITS] ^ flip_a;

		if (b)
			word &= b[at / BITS] ^ flip_b;
		word &= ~0UL << at % BITS;
		if (word) {
			at = at / BITS * BITS + (size_t)__builtin_ctzl(word);
			return at < bits ? at : bits;
		}
		at = (at / BITS + 1) * BITS;
	}
	return bits;
}

unsigned long kapi__find_first_bit(const unsigned long *a, unsigned long bits)
{
	return find(a, NULL, 0, 0, bits, 0);
}

unsigned long kapi__find_first_zero_bit(const unsigned long *a, unsigned long bits)
{
	return find(a, NULL, ~0UL, 0, bits, 0);
}

unsigned long kapi__find_first_and_bit(const unsigned long *a, const unsigned long *b,
				       unsigned long bits)
{
	return find(a, b, 0, 0, bits, 0);
}

unsigned long kapi__find_next_bit(const unsigned long *a, unsigned long bits, unsigned long at)
{
	return find(a, NULL, 0, 0, bits, at);
}

unsigned long kapi__find_next_zero_bit(const unsigned long *a, unsigned long bits,
				       unsigned long at)
{
	return find(a, NULL, ~0UL, 0, bits, at);
}

unsigned long kapi__find_next_and_bit(const unsigned long *a, const unsigned long *b,
				      unsigned long bits, unsigned long at)
{
	return find(a, b, 0, 0, bits, at);
}

unsigned long kapi__find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
					 unsigned long bits, unsigned long at)
{
	return find(a, b, 0, ~0UL, bits, at);
}

unsigned long kapi__find_last_bit(const unsigned long *a, unsigned long bits)
{
	for (size_t at = bits; at--;)
		if (a[at / BITS] >> at % BITS & 1)
			return at;
	return bits;
}

/* ---- sets --------------------------------------------------------------- */

int kapi___bitmap_weight(const unsigned long *a, unsigned int bits)
{
	int n = 0;

	for (size_t i = 0; i < WORDS(bits); i++)
		n += __builtin_popcountl(a[i] & (i + 1 < WORDS(bits) ? ~0UL : last_mask(bits)));
	return n;
}

bool kapi___bitmap_equal(const unsigned long *a, const unsigned long *b, unsigned int bits)
{
	size_t n = WORDS(bits);

	return !n || (!memcmp(a, b, (n - 1) * sizeof(*a)) &&
		      !((a[n - 1] ^ b[n - 1]) & last_mask(bits)));
}

bool kapi___bitmap_subset(const unsigned long *a, const unsigned long *b, unsigned int bits)
{
	return find(a, b, 0, ~0UL, bits, 0) == bits;
}

bool kapi___bitmap_intersects(const unsigned long *a, const unsigned long *b, unsigned int bits)
{
	return find(a, b, 0, 0, bits, 0) != bits;
}

bool kapi___bitmap_and(unsigned long *to, const unsigned long *a, const unsigned long *b,
		       unsigned int bits)
{
	for (size_t i = 0; i < WORDS(bits); i++)
		to[i] = a[i] & b[i] & (i + 1 < WORDS(bits) ? ~0UL : last_mask(bits));
	return find(to, NULL, 0, 0, bits, 0) != bits;
}

bool kapi___bitmap_andnot(unsigned long *to, const unsigned long *a, const unsigned long *b,
			  unsigned int bits)
{
	for (size_t i = 0; i < WORDS(bits); i++)
		to[i] = a[i] & ~b[i] & (i + 1 < WORDS(bits) ? ~0UL : last_mask(bits));
	return find(to, NULL, 0, 0, bits, 0) != bits;
}

void kapi___bitmap_or(unsigned long *to, const unsigned long *a, const unsigned long *b,
		      unsigned int bits)
{
	for (size_t i = 0; i < WORDS(bits); i++)
		to[i] = a[i] | b[i];
}

void kapi___bitmap_xor(unsigned long *to, const unsigned long *a, const unsigned long *b,
		       unsigned int bits)
{
	for (size_t i = 0; i < WORDS(bits); i++)
		to[i] = a[i] ^ b[i];
}

void kapi___bitmap_complement(unsigned long *to, const unsigned long *a, unsigned int bits)
{
	for (size_t i = 0; i < WORDS(bits); i++)
		to[i] = ~a[i];
}

void kapi___bitmap_set(unsigned long *a, unsigned int from, int n)
{
	for (; n > 0; n--, from++)
		a[from / BITS] |= 1UL << from % BITS;
}

void kapi___bitmap_clear(unsigned long *a, unsigned int from, int n)
{
	for (; n > 0; n--, from++)
		a[from / BITS] &= ~(1UL << from % BITS);
}

void kapi_bitmap_from_arr32(unsigned long *to, const uint32_t *from, unsigned int bits)
{
	memset(to, 0, WORDS(bits) * sizeof(*to));
	memcpy(to, from, (bits + 31) / 32 * 4);
	if (bits)
		to[WORDS(bits) - 1] &= last_mask(bits);
}

void kapi_bitmap_to_arr32(uint32_t *to, const unsigned long *from, unsigned int bits)
{
	memcpy(to, from, (bits + 31) / 32 * 4);
	if (bits % 32)
		to[bits / 32] &= (1U << bits % 32) - 1;
}

/* net/ethtool/common.c: the first 32 of the link modes are the old ones. */
#define LINK_MODES	92	/* __ETHTOOL_LINK_MODE_MASK_NBITS, rounded up to words anyway */

void kapi_ethtool_convert_legacy_u32_to_link_mode(unsigned long *to, uint32_t from)
{
	memset(to, 0, WORDS(LINK_MODES) * sizeof(*to));
	to[0] = from;
}

bool kapi_ethtool_convert_link_mode_to_legacy_u32(uint32_t *to, const unsigned long *from)
{
	*to = (uint32_t)from[0];
	return find(from, NULL, 0, 0, LINK_MODES, 32) == LINK_MODES;
}

/* ---- lib/bitrev.c ------------------------------------------------------- */

#define R2(n)	(n), (n) + 2 * 64, (n) + 1 * 64, (n) + 3 * 64
#define R4(n)	R2(n), R2((n) + 2 * 16), R2((n) + 1 * 16), R2((n) + 3 * 16)
#define R6(n)	R4(n), R4((n) + 2 * 4), R4((n) + 1 * 4), R4((n) + 3 * 4)

const uint8_t kapi_byte_rev_table[256] = { R6(0), R6(2), R6(1), R6(3) };

/* ---- lib/hweight.c: called from assembly that expects all registers back -- */

__asm__(".text\n"
	".globl kapi___sw_hweight32\n"
	".type kapi___sw_hweight32, @function\n"
	"kapi___sw_hweight32:\n"
	"	push %rcx\n	push %rdx\n	push %rdi\n"
	"	mov %edi, %edx\n	xor %eax, %eax\n"
	"1:	test %edx, %edx\n	jz 2f\n"
	"	lea -1(%rdx), %ecx\n	and %ecx, %edx\n	inc %eax\n	jmp 1b\n"
	"2:	pop %rdi\n	pop %rdx\n	pop %rcx\n	ret\n"
	".globl kapi___sw_hweight64\n"
	".type kapi___sw_hweight64, @function\n"
	"kapi___sw_hweight64:\n"
	"	push %rcx\n	push %rdx\n	push %rdi\n"
	"	mov %rdi, %rdx\n	xor %eax, %eax\n"
	"3:	test %rdx, %rdx\n	jz 4f\n"
	"	lea -1(%rdx), %rcx\n	and %rcx, %rdx\n	inc %rax\n	jmp 3b\n"
	"4:	pop %rdi\n	pop %rdx\n	pop %rcx\n	ret\n");
