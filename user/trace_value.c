// SPDX-License-Identifier: GPL-2.0-or-later
/* Words of calls as people read them. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <cleave/wire.h>
#include "trace_value.h"
#include "../splitter/plan.h"

/* Numbers beyond this say more in hexadecimal. */
#define DECIMAL_MAX	65536

static bool is_signed_int(const char *type)
{
	static const char *const names[] = { "int", "s32", "__s32", "int32_t", "signed int" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(type, names[i]))
			return true;
	return false;
}

static bool is_unsigned(const char *type)
{
	return strstr(type, "unsigned") || strstr(type, "size_t") || strstr(type, "bool") ||
	       strstr(type, "Bool") || strstr(type, "addr_t") || type[0] == 'u' ||
	       !strncmp(type, "__u", 3);
}

static void number(char *out, const char *type, uint64_t word)
{
	int64_t n = word;

	if (type && is_signed_int(type))
		n = (int32_t)word;
	if (n >= 0 && n < DECIMAL_MAX)
		snprintf(out, TRACE_VALUE_MAX, "%" PRId64, n);
	else if (n < 0 && n > -DECIMAL_MAX && !(type && is_unsigned(type)))
		snprintf(out, TRACE_VALUE_MAX, "%" PRId64, n);
	else
		snprintf(out, TRACE_VALUE_MAX, "0x%" PRIx64, word);
}

static void pointer(char *out, uint64_t word)
{
	uint64_t at = word - CLEAVE_ARENA_BASE;
	uint64_t off = at & ((1ULL << CLEAVE_SLOT_SHIFT) - 1);

	if (!word)
		strcpy(out, "NULL");
	else if (word == CLEAVE_WORD_BLOB)
		strcpy(out, "<bytes>");
	else if (word >> 48 == CLEAVE_OPAQUE >> 48)
		strcpy(out, "opaque");
	else if (at >= CLEAVE_ARENA_SIZE)
		snprintf(out, TRACE_VALUE_MAX, "0x%" PRIx64, word);
	else if (off)
		snprintf(out, TRACE_VALUE_MAX, "#%" PRIu64 "+0x%" PRIx64, at >> CLEAVE_SLOT_SHIFT, off);
	else
		snprintf(out, TRACE_VALUE_MAX, "#%" PRIu64, at >> CLEAVE_SLOT_SHIFT);
}

void trace_value(char out[TRACE_VALUE_MAX], const struct plan_arg *arg, uint64_t word)
{
	if (arg && (arg->kind == ARG_VALUE || arg->kind == ARG_IGNORED))
		number(out, arg->type, word);
	else if (arg || word == CLEAVE_WORD_BLOB || word - CLEAVE_ARENA_BASE < CLEAVE_ARENA_SIZE)
		pointer(out, word);
	else
		number(out, NULL, word);
}
