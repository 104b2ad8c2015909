// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * %p and the extensions that follow it. Those that lead into kernel objects
 * of a layout that libcleave does not know (%pd, %pg, %pC ...) print their
 * own name in parentheses, as the kernel does for one it was built without.
 */
#include "format.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "libcleave.h"

/* Errors of the kernel that the C library has no names for: linux/errno.h */
static const struct {
	int err;
	const char *name;
} kernel_errors[] = {
	{ 512, "ERESTARTSYS" }, { 513, "ERESTARTNOINTR" }, { 514, "ERESTARTNOHAND" },
	{ 515, "ENOIOCTLCMD" }, { 516, "ERESTART_RESTARTBLOCK" }, { 517, "EPROBE_DEFER" },
	{ 518, "EOPENSTALE" }, { 519, "ENOPARAM" }, { 521, "EBADHANDLE" }, { 522, "ENOTSYNC" },
	{ 523, "EBADCOOKIE" }, { 524, "ENOTSUPP" }, { 525, "ETOOSMALL" }, { 526, "ESERVERFAULT" },
	{ 527, "EBADTYPE" }, { 528, "EJUKEBOX" }, { 529, "EIOCBQUEUED" },
	{ 530, "ERECALLCONFLICT" },
};

static void plain_pointer(struct out *o, const void *p, struct spec s)
{
	s.base = 16;
	s.zeropad = s.zeropad || s.width < 0;
	if (s.width < 0)
		s.width = 16;
	s.zeropad = s.zeropad && !s.left;
	format_number(o, (uintptr_t)p, s);
}

static const char *error_name(int err)
{
	const char *name;

	/* The C library has one number for two names here. */
	if (err == EOPNOTSUPP)
		return "EOPNOTSUPP";
	name = strerrorname_np(err);
	for (size_t i = 0; !name && i < sizeof(kernel_errors) / sizeof(*kernel_errors); i++)
		if (kernel_errors[i].err == err)
			name = kernel_errors[i].name;
	return name;
}

static void error_pointer(struct out *o, const void *p, struct spec s)
{
	int err = (int)-(intptr_t)p;
	const char *name;
	char text[32];

	if ((uintptr_t)p < (uintptr_t)-4095) {
		plain_pointer(o, p, s);
		return;
	}
	name = error_name(err);
	if (name) {
		snprintf(text, sizeof(text), "-%s", name);
		format_string(o, text, s);
	} else {
		s.is_signed = true;
		s.base = 10;
		format_number(o, (unsigned long long)-(long long)err, s);
	}
}

static void symbol(struct out *o, const char *ext, const void *p, struct spec s)
{
	const char *name = cleave_symbol_name(p);
	const ElfW(Sym) *sym = NULL;
	char text[160];
	Dl_info info;

	if (name) {
		snprintf(text, sizeof(text), "%s%s", name, *ext == 's' ? "" : "+0x0");
	} else if (dladdr1(p, &info, (void **)&sym, RTLD_DL_SYMENT) && info.dli_sname) {
		if (*ext == 's')
			snprintf(text, sizeof(text), "%s", info.dli_sname);
		else
			snprintf(text, sizeof(text), "%s+0x%zx/0x%zx", info.dli_sname,
				 (size_t)((const char *)p - (const char *)info.dli_saddr),
				 sym ? (size_t)sym->st_size : 0);
	} else {
		snprintf(text, sizeof(text), "0x%zx", (size_t)p);
	}
	format_string(o, text, s);
}

static void hex_dump(struct out *o, const char *ext, const unsigned char *p, struct spec s)
{
	int len = s.width < 0 ? 1 : s.width > 64 ? 64 : s.width;
	char separator = ' ';

	switch (ext[1]) {
	case 'C':
		separator = ':';
		break;
	case 'D':
		separator = '-';
		break;
	case 'N':
		separator = 0;
		break;
	}
	for (int i = 0; i < len; i++) {
		if (i && separator)
			format_char(o, separator);
		format_byte(o, p[i], false);
	}
}

static bool bit(const unsigned long *map, int nr)
{
	return map[nr / 64] >> nr % 64 & 1;
}

static void bitmap(struct out *o, const unsigned long *map, int bits)
{
	int chunk = bits % 32 ? bits % 32 : 32;

	for (int at = (bits + 31) / 32 * 32 - 32; at >= 0; at -= 32, chunk = 32) {
		unsigned long long mask = (1ULL << chunk) - 1;

		format_number(o, map[at / 64] >> at % 64 & mask,
			      (struct spec){ .width = (chunk + 3) / 4, .precision = -1, .base = 16,
					     .zeropad = true });
		if (at)
			format_char(o, ',');
	}
}

static void bitmap_list(struct out *o, const unsigned long *map, int bits)
{
	struct spec decimal = { .width = -1, .precision = -1, .base = 10 };
	bool first = true;

	for (int from = 0, to; from < bits; from = to + 1) {
		to = from;
		if (!bit(map, from))
			continue;
		while (to + 1 < bits && bit(map, to + 1))
			to++;
		if (!first)
			format_char(o, ',');
		first = false;
		format_number(o, from, decimal);
		if (to > from) {
			format_char(o, '-');
			format_number(o, to, decimal);
		}
	}
}

/* The start of struct resource: include/linux/ioport.h */
struct resource_start {
	uint64_t start, end;
	const char *name;
	unsigned long flags;
};

static void resource_value(struct out *o, uint64_t value, int digits, bool prefix)
{
	struct spec s = { .width = digits, .precision = -1, .base = digits ? 16 : 10,
			  .special = prefix, .zeropad = true };

	format_number(o, value, s);
}

static void resource(struct out *o, const char *ext, const struct resource_start *r, struct spec s)
{
	static const struct {
		unsigned long type;
		const char *name;
		int digits;
		bool prefix;
	} types[] = { { 0x100, "[io  ", 6, true }, { 0x200, "[mem ", 10, true },
		      { 0x400, "[irq ", 0, false }, { 0x800, "[dma ", 0, false },
		      { 0x1000, "[bus ", 2, false }, { ~0UL, "[??? ", 10, true } };
	static const struct {
		unsigned long flag;
		const char *name;
	} flags[] = { { 0x100000, " 64bit" }, { 0x2000, " pref" }, { 0x200000, " window" },
		      { 0x10000000, " disabled" } };
	struct out text = { .buf = (char[128]){ 0 }, .size = 128 };
	int t = 0;

	while (t < 5 && !(r->flags & types[t].type))
		t++;
	format_plain(&text, types[t].name);
	if (*ext == 'R' && t < 5 && r->flags & 0x20000000) {	/* IORESOURCE_UNSET */
		format_plain(&text, "size ");
		resource_value(&text, r->end - r->start + 1, types[t].digits, types[t].prefix);
	} else {
		resource_value(&text, r->start, types[t].digits, types[t].prefix);
		if (r->start != r->end) {
			format_char(&text, '-');
			resource_value(&text, r->end, types[t].digits, types[t].prefix);
		}
	}
	if (*ext == 'R' && t < 5) {
		for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
			if (r->flags & flags[i].flag)
				format_plain(&text, flags[i].name);
	} else {
		format_plain(&text, " flags ");
		format_number(&text, r->flags, (struct spec){ .width = -1, .precision = -1, .base = 16,
							      .special = true });
	}
	format_char(&text, ']');
	format_field(o, &text, s);
}

/* string_escape_mem() with its default, ESCAPE_ANY_NP: lib/string_helpers.c */
static void escaped(struct out *o, const unsigned char *p, struct spec s)
{
	static const char from[] = "\n\r\t\v\f\\\a\033\"", to[] = "nrtvf\\ae\"";
	int len = s.width < 0 ? 1 : s.width;

	for (int i = 0; i < len; i++) {
		const char *known = p[i] ? strchr(from, p[i]) : NULL;

		if (p[i] >= 0x20 && p[i] < 0x7f && p[i] != '\\' && p[i] != '"') {
			format_char(o, (char)p[i]);
			continue;
		}
		format_char(o, '\\');
		if (known) {
			format_char(o, to[known - from]);
		} else if (!p[i]) {
			format_char(o, '0');
		} else {
			format_char(o, (char)('0' + (p[i] >> 6)));
			format_char(o, (char)('0' + (p[i] >> 3 & 7)));
			format_char(o, (char)('0' + (p[i] & 7)));
		}
	}
}

static void fourcc(struct out *o, const char *ext, const uint32_t *p, struct spec s)
{
	struct out text = { .buf = (char[48]){ 0 }, .size = 48 };
	const char *order = *p >> 31 ? " big-endian (" : " little-endian (";

	if (ext[1] != 'c' || ext[2] != 'c') {
		format_string(o, "(%p4?)", s);
		return;
	}
	for (int i = 0; i < 4; i++) {
		unsigned char c = (*p & 0x7fffffff) >> 8 * i;

		format_char(&text, c >= 0x20 && c < 0x7f ? (char)c : '.');
	}
	format_plain(&text, order);
	format_hex(&text, *p, 4);
	format_char(&text, ')');
	format_field(o, &text, s);
}

/* struct va_format: include/linux/printk.h */
struct va_format {
	const char *fmt;
	va_list *va;
};

static void nested(struct out *o, const struct va_format *v)
{
	va_list ap;

	va_copy(ap, *v->va);
	format_text(o, v->fmt, ap);
	va_end(ap);
}

static void unknown(struct out *o, const char *ext, struct spec s)
{
	char text[] = "(%p ?)";

	text[3] = *ext;
	format_string(o, text, s);
}

/* Those that do not follow the pointer, or check it themselves. Return: whether it is one. */
static bool unfollowed(struct out *o, const char *ext, const void *p, struct spec s)
{
	switch (*ext) {
	case 'S':
	case 's':
	case 'B':
		symbol(o, ext, p, s);
		return true;
	case 'e':
		error_pointer(o, p, s);
		return true;
	case 'd':
	case 'D':
	case 'g':
	case 'C':
	case 't':
	case 'G':
	case 'A':
		unknown(o, ext, s);
		return true;
	case 'O':
		format_string(o, "(%pOF?)", s);
		return true;
	case 'f':
		format_string(o, "(%pfw?)", s);
		return true;
	case 'h':
	case 'E':
		return !s.width;
	default:
		return false;
	}
}

static void followed(struct out *o, const char *ext, const void *p, struct spec s)
{
	switch (*ext) {
	case 'h':
		hex_dump(o, ext, p, s);
		break;
	case 'E':
		escaped(o, p, s);
		break;
	case 'R':
	case 'r':
		resource(o, ext, p, s);
		break;
	case 'b':
		(ext[1] == 'l' ? bitmap_list : bitmap)(o, p, s.width > 0 ? s.width : 0);
		break;
	case 'M':
	case 'm':
		format_mac(o, ext, p, s);
		break;
	case 'I':
	case 'i':
		format_ip(o, ext, p, s);
		break;
	case 'U':
		format_uuid(o, ext, p, s);
		break;
	case 'V':
		nested(o, p);
		break;
	case 'N':
	case 'a':		/* features, physical and bus addresses: eight bytes all */
		format_hex(o, *(const uint64_t *)p, 8);
		break;
	case '4':
		fourcc(o, ext, p, s);
		break;
	default:		/* %pus %pks */
		format_string(o, ext[1] == 's' ? p : "(einval)", s);
	}
}

void format_pointer(struct out *o, const char *ext, const void *p, struct spec s)
{
	if (unfollowed(o, ext, p, s))
		return;
	if (!*ext || !strchr("hERrbMmIiUVN4auk", *ext))
		plain_pointer(o, p, s);		/* %p %px %pK */
	else if (!format_bad_pointer(o, p, s))
		followed(o, ext, p, s);
}
