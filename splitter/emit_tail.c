// SPDX-License-Identifier: GPL-2.0-or-later
/* Tails: what is included at the end of a unit, where its types and static names are known. */
#include <string.h>

#include "emit_parts.h"

#define MAX_WIDTH	100

/*
 * Where to break a line that is too wide: after the last ", " that fits,
 * outside of strings; NULL for nowhere.
 */
static const char *break_at(const char *line, size_t len, unsigned int width)
{
	const char *found = NULL;
	bool string = false;

	for (const char *p = line; p < line + len; p++) {
		width += *p == '\t' ? 8 - width % 8 : 1;
		if (*p == '"' && (p == line || p[-1] != '\\'))
			string = !string;
		if (width > MAX_WIDTH)
			return found;
		if (!string && *p == ' ' && p > line && p[-1] == ',')
			found = p + 1;
	}
	return NULL;
}

static void put_wrapped(struct text *out, const char *line, size_t len)
{
	size_t indent = strspn(line, "\t");
	unsigned int width = 0;
	const char *at;

	while (*line != '#' && (at = break_at(line, len, width))) {
		text__put_n(out, line, at - line - 1);
		text__put(out, "\n");
		for (size_t i = 0; i < indent + 2; i++)
			text__put(out, "\t");
		width = 8 * (indent + 2);
		len -= at - line;
		line = at;
	}
	text__put_n(out, line, len);
}

/* Breaks the lines that are too wide to read. */
static struct text wrap(const struct text *text)
{
	struct text out = {};

	for (const char *line = text->s; line && *line;) {
		size_t len = strcspn(line, "\n");

		put_wrapped(&out, line, len);
		line += len;
		if (*line)
			text__put_n(&out, line++, 1);
	}
	return out;
}

static void kernel_tail(struct emit *e, struct text *out, int unit)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	for (i = 0; i < plan->nr_natives; i++)
		text__printf(out, "#undef %s\n", plan->natives[i].name);
	for (i = 0; i < plan->nr_natives; i++)
		if (plan->natives[i].unit == unit)
			emit__native(e, out, &plan->natives[i]);
	if (!unit)
		emit__define_strings(e, out);
	for (i = 0; i < plan->nr_types; i++)
		if (plan->types[i].unit == unit)
			emit__type(e, out, &plan->types[i]);
	for (i = 0; i < plan->nr_upcalls; i++)
		if (plan->functions[plan->upcalls[i].function].unit == unit)
			emit__up_kernel(e, out, i);
	for (i = 0; i < plan->nr_downcalls; i++)
		if (plan->downcalls[i].unit == unit)
			emit__down_kernel(e, out, i);
	for (i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].unit == unit)
			emit__symbol_kernel(e, out, i);
}

static void user_tail(struct emit *e, struct text *out, int unit)
{
	const struct plan *plan = e->plan;
	unsigned int i;

	if (!unit) {
		text__put(out, "\nconst unsigned int cleave_hz = HZ;\n");
		emit__define_strings(e, out);
	}
	for (i = 0; i < plan->nr_downcalls; i++)
		if (plan->downcalls[i].unit == unit)
			emit__down_user(e, out, i);
	for (i = 0; i < plan->nr_upcalls; i++)
		if (plan->functions[plan->upcalls[i].function].unit == unit)
			emit__up_user(e, out, i);
	for (i = 0; i < plan->nr_symbols; i++)
		if (plan->symbols[i].unit == unit)
			emit__symbol_user(e, out, i);
}

static void emit_tail(struct emit *e, enum view view, int unit)
{
	const struct plan *plan = e->plan;
	struct text out = {}, wrapped;

	emit__banner(e, &out, true, view == VIEW_KERNEL ?
		     "Stubs and tables of one unit of the kernel half." :
		     "Stubs and entries of one unit of the user half.");
	text__printf(&out, "#include \"%s-cleave.h\"\n", plan->driver);
	if (view == VIEW_KERNEL)
		kernel_tail(e, &out, unit);
	else
		user_tail(e, &out, unit);
	wrapped = wrap(&out);
	emit__file(e, &wrapped, view, plan->sources[plan->units[unit].source].rel, "-tail.h");
	text__free(&wrapped);
	text__free(&out);
}

void emit__tails(struct emit *e)
{
	for (unsigned int unit = 0; unit < e->plan->nr_units && !e->err; unit++) {
		emit_tail(e, VIEW_KERNEL, unit);
		emit_tail(e, VIEW_USER, unit);
	}
}
