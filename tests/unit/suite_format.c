// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel's formats: tables of {format and arguments, what the kernel prints}.
 * Expectations come from Documentation/core-api/printk-formats.rst and
 * lib/test_printf.c of Linux 6.1.
 */
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "../../user/format.h"
#include "suites.h"

/* The extensions of %p are not the C library's; its checks do not apply. */
static int print(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = cleave_vformat(buf, size, fmt, ap);
	va_end(ap);
	return n;
}

/* Also that the length is right and that a short buffer keeps the front. */
#define SAME(expected, ...)						\
	do {								\
		char buf_[256], short_[8];				\
									\
		CU_ASSERT_EQUAL(print(buf_, sizeof(buf_), __VA_ARGS__), (int)strlen(expected)); \
		UNIT_SAME_TEXT(buf_, expected);				\
		print(short_, sizeof(short_), __VA_ARGS__);		\
		CU_ASSERT_EQUAL(strncmp(short_, expected, 7), 0);	\
		CU_ASSERT_TRUE(strlen(short_) <= 7);			\
	} while (0)

static void numbers(void)
{
	SAME("12 34 -567", "%d %u %i", 12, 34U, -567);
	SAME("0xc0ffee    |    0xc0ffee", "%#-12x|%#12x", 0xc0ffee, 0xc0ffee);
	SAME("+5 -5  5 -5", "%+d %+d % d % d", 5, -5, 5, -5);
	SAME("255 1 -1 127", "%hhu %hhu %hhd %hhd", -1, 257, 255, 127);
	SAME("65535 -1", "%hu %hd", -1, 65535);
	SAME("17 017 0", "%o %#o %#o", 15, 15, 0);
	SAME("-9223372036854775808 18446744073709551615", "%lld %llu", LLONG_MIN, ULLONG_MAX);
	SAME("7 -7 8", "%zu %zd %td", (size_t)7, (ssize_t)-7, (ptrdiff_t)8);
	SAME("DEADBEEF 0XDEADBEEF", "%X %#X", 0xdeadbeefU, 0xdeadbeefU);
	/* Where the C library differs: 0 of it, blank for it, no zeros for it. */
	SAME("0x0", "%#x", 0);
	SAME("0|0", "%.0d|%1.0d", 0, 0);
	SAME("   0012|0000012", "%7.4d|%07.4d", 12, 12);
	SAME("00012|   12|12   |", "%05d|%5d|%-5d|", 12, 12, 12);
	SAME("00ff", "%4.4x", 255);
	SAME("   12|12   ", "%*d|%*d", 5, 12, -5, 12);
}

static void strings(void)
{
	SAME("", "%s%.0s", "", "unseen");
	SAME("eth0|eth|et", "%s|%.3s|%.*s", "eth0", "eth0", 2, "eth0");
	SAME("lo  |  lo|lo  |  lo", "%-4s|%4s|%*s|%*s", "lo", "lo", -4, "lo", 4, "lo");
	SAME("eth   |   eth", "%-6.3s|%6.3s", "eth0", "eth0");
	SAME("(null)", "%s", (char *)NULL);
	SAME("(efault)", "%s", (char *)16);
	SAME("a  b|b  ", "%c%3c|%-3c", 'a', 'b', 'b');
	SAME("100%", "%d%%", 100);
	SAME("known ", "known %y and the rest", 1);
}

static void pointers(void)
{
	SAME("00000000deadbeef", "%p", (void *)0xdeadbeef);
	SAME("00000000deadbeef", "%px", (void *)0xdeadbeef);
	SAME("(null)", "%pM", NULL);
	SAME("(efault)", "%pI4", (void *)-10L);
	SAME("(opaque)", "%pM", (void *)0xdead000000000005);
	SAME("-EINVAL", "%pe", (void *)-EINVAL);
	SAME("-EPROBE_DEFER", "%pe", (void *)-517L);
	SAME("-EOPNOTSUPP", "%pe", (void *)-EOPNOTSUPP);
	SAME("-4000", "%pe", (void *)-4000L);
	SAME("[-EIO       ][        -EIO]", "[%-11pe][%12pe]", (void *)-EIO, (void *)-EIO);
	SAME("(%pOF?)", "%pOFcc", (void *)0x10000);
}

static void addresses(void)
{
	static const unsigned char mac[6] = { 0x2d, 0x48, 0xd6, 0xfc, 0x7a, 0x05 };
	static const unsigned char ip[4] = { 127, 0, 0, 1 };
	struct sockaddr_in in4 = { .sin_family = AF_INET, .sin_port = htons(12345),
				   .sin_addr.s_addr = htonl(0x7f000001) };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(80),
				    .sin6_scope_id = 3, .sin6_addr.s6_addr = { 0xfe, 0x80, [15] = 1 } };

	SAME("2d:48:d6:fc:7a:05", "%pM", mac);
	SAME("05:7a:fc:d6:48:2d", "%pMR", mac);
	SAME("2d-48-d6-fc-7a-05", "%pMF", mac);
	SAME("2d48d6fc7a05", "%pm", mac);
	SAME("057afcd6482d", "%pmR", mac);
	SAME("127.000.000.001|127.0.0.1", "%pi4|%pI4", ip, ip);
	SAME("001.000.000.127|1.0.0.127", "%pi4h|%pI4h", ip, ip);
	SAME("127.0.0.1:12345|127.0.0.1", "%pISpc|%pIS", &in4, &in4);
	SAME("[fe80::1]:80%3", "%pIScps", &in6);
	SAME("fe80:0000:0000:0000:0000:0000:0000:0001", "%pIS", &in6);
	SAME("(einval)", "%pIS", mac);
}

static void ip6(void)
{
	static const struct {
		unsigned char bytes[16];
		const char *full, *compressed;
	} cases[] = {
		{ { [15] = 1 }, "0000:0000:0000:0000:0000:0000:0000:0001", "::1" },
		{ { 0 }, "0000:0000:0000:0000:0000:0000:0000:0000", "::" },
		{ { 0x20, 1, 0x0d, 0xb8, [15] = 1 }, "2001:0db8:0000:0000:0000:0000:0000:0001",
		  "2001:db8::1" },
		{ { 0x20, 1, 0x0d, 0xb8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1 },
		  "2001:0db8:0001:0000:0001:0000:0000:0001", "2001:db8:1:0:1::1" },
		{ { [10] = 0xff, 0xff, 192, 0, 2, 1 }, "0000:0000:0000:0000:0000:ffff:c000:0201",
		  "::ffff:192.0.2.1" },
		{ { 0xfe, 0x80, [8] = 0, 0, 0x5e, 0xfe, 10, 0, 0, 1 },
		  "fe80:0000:0000:0000:0000:5efe:0a00:0001", "fe80::5efe:10.0.0.1" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		SAME(cases[i].full, "%pI6", cases[i].bytes);
		SAME(cases[i].compressed, "%pI6c", cases[i].bytes);
	}
	SAME("20010db8000000000000000000000001", "%pi6", cases[2].bytes);
}

static void bytes(void)
{
	static const unsigned char data[6] = { 0xc0, 0xff, 0xee, 0, 0x0a, '"' };
	static const unsigned char id[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };

	SAME("c0 ff ee|c0:ff:ee|c0-ff-ee|c0ffee", "%3ph|%3phC|%3phD|%3phN", data, data, data, data);
	SAME("c0 ff ee|c0", "%*ph|%ph", 3, data, data);
	SAME("", "%*ph", 0, data);
	SAME("\\300\\377\\356\\0\\n\\\"", "%*pE", 6, data);
	SAME("00010203-0405-0607-0809-0a0b0c0d0e0f", "%pUb", id);
	SAME("00010203-0405-0607-0809-0A0B0C0D0E0F", "%pUB", id);
	SAME("03020100-0504-0706-0809-0a0b0c0d0e0f", "%pUl", id);
	SAME("03020100-0504-0706-0809-0A0B0C0D0E0F", "%pUL", id);
}

static void values(void)
{
	unsigned long map[2] = { 0xf00000000000000fUL, 1 };
	uint64_t address = 0x0123456789abcdef, features = 0x3b0000004000;
	uint32_t code = 0x20493459;	/* "Y4I " */
	struct {
		uint64_t start, end;
		const char *name;
		unsigned long flags;
	} mem = { 0xfebf1000, 0xfebf10ff, NULL, 0x200 }, io = { 0xc000, 0xc0ff, NULL, 0x100 },
	  irq = { 11, 11, NULL, 0x400 }, wide = { 0x100000000, 0x1ffffffff, NULL, 0x102200 };

	SAME("0x0123456789abcdef|0x0123456789abcdef", "%pa|%pad", &address, &address);
	SAME("0x00003b0000004000", "%pNF", &features);
	SAME("Y4I  little-endian (0x20493459)", "%p4cc", &code);
	SAME("1,f0000000,0000000f", "%*pb", 65, map);
	SAME("0-3,60-64", "%*pbl", 65, map);
	SAME("[mem 0xfebf1000-0xfebf10ff]", "%pR", &mem);
	SAME("[mem 0xfebf1000-0xfebf10ff flags 0x200]", "%pr", &mem);
	SAME("[io  0xc000-0xc0ff]", "%pR", &io);
	SAME("[irq 11]", "%pR", &irq);
	SAME("[mem 0x100000000-0x1ffffffff 64bit pref]", "%pR", &wide);
}

static void check_nested(const char *fmt, ...)
{
	struct {
		const char *fmt;
		va_list *va;
	} inner;
	va_list ap;

	va_start(ap, fmt);
	inner.fmt = fmt;
	inner.va = &ap;
	SAME("<7 and seven> 8", "<%pV> %d", &inner, 8);
	/* A second time: the first must not have used the arguments up. */
	SAME("7 and seven7 and seven", "%pV%pV", &inner, &inner);
	va_end(ap);
}

static void nested(void)
{
	check_nested("%d and %s", 7, "seven");
}

const struct unit_test suite_format[] = {
	{ "numbers have the kernel's widths, signs and prefixes", numbers },
	{ "strings are cut and padded; bad pointers are named", strings },
	{ "%p, %pe and what cannot be followed", pointers },
	{ "hardware and IPv4 addresses, socket addresses", addresses },
	{ "IPv6 addresses, compressed as RFC 5952 says", ip6 },
	{ "dumps, escapes and UUIDs", bytes },
	{ "bus addresses, features, bitmaps, resources", values },
	{ "%pV prints a format in a format", nested },
	{}
};
