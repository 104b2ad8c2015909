// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Regions under a lock: in the user view a call takes the place of each, in the
 * kernel view each is a function, made of the driver's own text, in a file that
 * is included before the tail.
 */
#include <stdlib.h>
#include <string.h>

#include "emit_parts.h"

static bool is_in(const struct emit *e, const struct plan_outline *outline, unsigned int source)
{
	return (unsigned int)e->plan->functions[outline->function].source == source;
}

const struct plan_outline *emit__next_outline(const struct emit *e, unsigned int source,
					      size_t from)
{
	const struct plan_outline *next = NULL;

	for (unsigned int i = 0; i < e->plan->nr_outlines; i++) {
		const struct plan_outline *outline = &e->plan->outlines[i];

		if (is_in(e, outline, source) && outline->start >= from &&
		    (!next || outline->start < next->start))
			next = outline;
	}
	return next;
}

bool emit__has_outlines(const struct emit *e, unsigned int source)
{
	for (unsigned int i = 0; i < e->plan->nr_outlines; i++)
		if (is_in(e, &e->plan->outlines[i], source) && !e->plan->outlines[i].whole)
			return true;
	return false;
}

/* The variable that an argument is the address of; NULL: it is a value. */
static const struct plan_outline_var *pointed(const struct plan_outline *outline, unsigned int arg)
{
	for (unsigned int i = 0; i < outline->nr_vars; i++)
		if (outline->vars[i].arg == (int)arg)
			return &outline->vars[i];
	return NULL;
}

void emit__outline_call(struct emit *e, struct text *out, const struct plan_outline *outline)
{
	const struct plan_downcall *down = &e->plan->downcalls[outline->downcall];
	const char *name = e->downs[outline->downcall];

	text__put(out, "{ extern ");
	emit__prototype(out, &down->ret, "cleave_down_", name, down->args, down->nr_args);
	text__put(out, outline->nr_exits ? "; int cleave_exit = 0; " : "; ");
	for (unsigned int i = 0; i < outline->nr_vars; i++)
		if (outline->vars[i].arg < 0)
			text__printf(out, "(void)&%s; ", outline->vars[i].name);
	text__printf(out, "%scleave_down_%s(",
		     outline->whole && down->ret.kind != ARG_VOID ? "return " : "", name);
	for (unsigned int i = 0; i < down->nr_args; i++) {
		const struct plan_outline_var *var = pointed(outline, i);

		text__printf(out, "%s%s%s", i ? ", " : "", var ? "&" : "",
			     var ? var->name : down->args[i].name);
	}
	if (outline->whole && down->ret.kind == ARG_VOID)
		text__put(out, "); return; }");
	else
		text__put(out, outline->nr_exits ? ");" : "); }");
}

static unsigned int lines_of(const struct text *text)
{
	unsigned int lines = 1;

	for (size_t i = 0; i < text->len; i++)
		lines += text->s[i] == '\n';
	return lines;
}

static void put_variables(struct text *out, const struct plan_outline *outline,
			  const struct plan_downcall *down)
{
	for (unsigned int i = 0; i < outline->nr_vars; i++) {
		const struct plan_outline_var *var = &outline->vars[i];

		text__put(out, "\t");
		emit__declare(out, var->type, var->name);
		if (var->arg >= 0)
			text__printf(out, " = *%s", down->args[var->arg].name);
		text__put(out, ";\n");
	}
}

static void put_text(struct emit *e, struct text *out, const struct plan_outline *outline,
		     const struct text *in, size_t from, size_t to)
{
	emit__copy(e, out, VIEW_KERNEL, e->plan->functions[outline->function].source, in, from, to);
}

/* The text from @from to @to, with its guards; @i: the first that may be in it. */
static unsigned int put_guarded(struct emit *e, struct text *out,
				const struct plan_outline *outline,
				const struct plan_downcall *down, const struct text *in,
				size_t from, size_t to, unsigned int i)
{
	while (i < outline->nr_guards && outline->guards[i].start < to) {
		const struct plan_guard *guard = &outline->guards[i];
		const char *buffer = down->args[guard->arg].name;

		put_text(e, out, outline, in, from, guard->start);
		text__put(out, "({ __auto_type cleave_n = (");
		i = put_guarded(e, out, outline, down, in, guard->start, guard->end, i + 1);
		text__put(out, ") + 0; ");
		if (guard->count)
			text__printf(out, "if ((u64)cleave_n >= %zu)", guard->count);
		else if (guard->index)
			text__printf(out, "if ((u64)cleave_n >= cleave_len_%s / sizeof(*%s))", buffer,
				     buffer);
		else
			text__printf(out, "if ((u64)cleave_n > cleave_len_%s)", buffer);
		text__put(out, " goto cleave_end; cleave_n; })");
		from = guard->end;
	}
	put_text(e, out, outline, in, from, to);
	return i;
}

/* Behind an early end: the lines stay, for what follows is at its own. */
static void put_exit(struct text *out, const struct plan_outline *outline, unsigned int nr,
		     const struct text *in)
{
	text__printf(out, " {%s cleave_exit = %u; goto cleave_left; }",
		     outline->nr_guards ? " cleave_good = true;" : "", nr + 1);
	for (size_t i = outline->exits[nr].start; i < outline->exits[nr].end; i++)
		if (in->s[i] == '\n')
			text__put(out, "\n");
}

/* What leads out of a buffer leads to the end of the region, and the caller is told. */
static void put_region(struct emit *e, struct text *out, const struct plan_outline *outline,
		       const struct plan_downcall *down, const struct text *in)
{
	size_t from = outline->start;
	unsigned int guard = 0;

	for (unsigned int i = 0; i < outline->nr_exits; i++) {
		guard = put_guarded(e, out, outline, down, in, from, outline->exits[i].start, guard);
		put_exit(out, outline, i, in);
		from = outline->exits[i].end;
		while (guard < outline->nr_guards && outline->guards[guard].start < from)
			guard++;
	}
	put_guarded(e, out, outline, down, in, from, outline->unlock, guard);
	text__put(out, outline->nr_guards ? "cleave_good = true; cleave_end: " : "");
	put_text(e, out, outline, in, outline->unlock, outline->end);
	text__put(out, outline->nr_exits ? " cleave_left: ;" : "");
}

static void put_parameters(struct text *out, const struct plan_outline *outline,
			   const struct plan_downcall *down)
{
	for (unsigned int i = 0; i < down->nr_args; i++) {
		text__put(out, i ? ", " : "");
		emit__declare(out, down->args[i].type, down->args[i].name);
	}
	for (unsigned int i = 0; i < down->nr_args; i++)
		if (down->args[i].lent)
			text__printf(out, ", size_t cleave_len_%s", down->args[i].name);
	text__put(out, down->nr_args ? ")\n{\n" : "void)\n{\n");
	if (outline->nr_guards)
		text__put(out, "\tbool cleave_good = false;\n");
}

static void put_function(struct emit *e, struct text *out, const struct plan_outline *outline,
			 const struct text *in, const char *file)
{
	const struct plan_downcall *down = &e->plan->downcalls[outline->downcall];
	const struct plan_function *fn = &e->plan->functions[outline->function];
	const struct plan_source *source = &e->plan->sources[fn->source];

	text__printf(out, "\n/* %s, %s:%u */\nstatic %s %s(", fn->name, source->rel, outline->line,
		     outline->nr_guards ? "bool" : "void", outline->name);
	put_parameters(out, outline, down);
	put_variables(out, outline, down);
	for (unsigned int i = 0; outline->followed && outline->followed[i]; i++)
		text__printf(out, "\tif (!(%s))\n\t\treturn;\n", outline->followed[i]);
	text__printf(out, "\n#line %u ", outline->line);
	text__string(out, source->path);
	text__put(out, "\n\t");
	put_region(e, out, outline, down, in);
	text__put(out, "\n");
	text__printf(out, "#line %u ", lines_of(out) + 1);
	text__string(out, file);
	text__put(out, "\n");
	for (unsigned int i = 0; i < outline->nr_vars; i++)
		if (outline->vars[i].arg >= 0)
			text__printf(out, "\t*%s = %s;\n", down->args[outline->vars[i].arg].name,
				     outline->vars[i].name);
	text__put(out, outline->nr_guards ? "\treturn cleave_good;\n}\n" : "}\n");
}

void emit__outlines(struct emit *e, unsigned int source, const struct text *in)
{
	const char *rel = e->plan->sources[source].rel;
	char *file = store__format("%.*s-outline.h", (int)strcspn(rel, "."), rel);
	const struct plan_outline *outline;
	struct text out = {};
	size_t at = 0;

	emit__banner(e, &out, true, "Regions under a lock of functions of the user half.");
	while ((outline = emit__next_outline(e, source, at))) {
		if (!outline->whole)
			put_function(e, &out, outline, in, file);
		at = outline->end;
	}
	emit__file(e, &out, VIEW_KERNEL, rel, "-outline.h");
	text__free(&out);
	free(file);
}
