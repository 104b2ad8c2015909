// SPDX-License-Identifier: LGPL-2.1-or-later
/* What kind of character each is, as lib/ctype.c tells: for isdigit(), tolower() and their like. */
#include "kapi.h"

enum {
	UPPER = 1, LOWER = 2, DIGIT = 4, CONTROL = 8, PUNCT = 16, SPACE = 32, HEX = 64, BLANK = 128,
};

const unsigned char kapi__ctype[256] = {
	[0x00 ... 0x08] = CONTROL,
	['\t' ... '\r'] = CONTROL | SPACE,
	[0x0e ... 0x1f] = CONTROL,
	[' '] = SPACE | BLANK,
	['!' ... '/'] = PUNCT,
	['0' ... '9'] = DIGIT,
	[':' ... '@'] = PUNCT,
	['A' ... 'F'] = UPPER | HEX,
	['G' ... 'Z'] = UPPER,
	['[' ... '`'] = PUNCT,
	['a' ... 'f'] = LOWER | HEX,
	['g' ... 'z'] = LOWER,
	['{' ... '~'] = PUNCT,
	[0x7f] = CONTROL,
	/* ISO 8859-1 */
	[0xa0] = SPACE | BLANK,
	[0xa1 ... 0xbf] = PUNCT,
	[0xc0 ... 0xd6] = UPPER,
	[0xd7] = PUNCT,
	[0xd8 ... 0xde] = UPPER,
	[0xdf ... 0xf6] = LOWER,
	[0xf7] = PUNCT,
	[0xf8 ... 0xff] = LOWER,
};
