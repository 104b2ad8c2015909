// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of the report that shows what crosses: calls, regions, shared fields. */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "html.h"

static const char *kind_name(const struct plan_arg *arg)
{
	static const char *const names[] = {
		[ARG_VALUE] = "value", [ARG_OBJECT] = "object", [ARG_POINTER] = "tracked pointer",
		[ARG_BUFFER] = "buffer", [ARG_STRING] = "string",
		[ARG_STRING_KEPT] = "string, kept",
		[ARG_FORMAT] = "text of a format", [ARG_IGNORED] = "not transported",
		[ARG_RESULT] = "where a pointer is put", [ARG_VOID] = "nothing",
	};

	return arg->kind == ARG_OBJECT && arg->class == PLAN_REGION ? "into a region" :
	       names[arg->kind];
}

static const char *way(int dir)
{
	switch (dir & (CLEAVE_TO_USER | CLEAVE_TO_KERNEL)) {
	case CLEAVE_TO_USER:
		return "to the user half";
	case CLEAVE_TO_KERNEL:
		return "to the kernel";
	default:
		return "both ways";
	}
}

static void put_remarks(struct text *page, const struct plan *plan, const struct plan_arg *arg)
{
	struct text s = {};

	if (arg->kind == ARG_OBJECT && arg->class > 0)
		text__printf(&s, "must lead to %s; ", plan->classes[arg->class]);
	if (arg->birth)
		text__put(&s, "is tracked from then on; ");
	if (arg->ends)
		text__put(&s, "ends when the call returns; ");
	if (arg->null)
		text__put(&s, "may be NULL; ");
	if (arg->check)
		text__printf(&s, "refused unless %s; ", arg->check);
	if (arg->answer)
		text__printf(&s, "answered with %s; ", arg->answer);
	for (char **member = arg->limit; member && *member; member++)
		text__printf(&s, "%s may not grow; ", *member);
	if (s.len)
		s.s[s.len - 2] = '\0';
	html__cell(page, s.s);
	text__free(&s);
}

static void put_arg(struct text *page, const struct plan *plan, const struct plan_arg *arg,
		    const char *name)
{
	text__put(page, "<tr>");
	html__cell(page, name);
	html__cell(page, arg->type);
	html__cell(page, kind_name(arg));
	html__cell(page, arg->kind == ARG_BUFFER ? arg->len : NULL);
	html__cell(page, arg->kind == ARG_BUFFER ? way(arg->dir) : NULL);
	put_remarks(page, plan, arg);
	text__put(page, "</tr>\n");
}

static void put_args(struct text *page, const struct plan *plan, const struct plan_arg *args,
		     unsigned int nr, const struct plan_arg *ret)
{
	text__put(page, "<table><thead><tr><th>argument</th><th>type</th><th>crosses as</th>"
		  "<th>bytes</th><th>direction</th><th>rules</th></tr></thead><tbody>\n");
	for (unsigned int i = 0; i < nr; i++)
		put_arg(page, plan, &args[i], args[i].name ? args[i].name : "?");
	put_arg(page, plan, ret, "returns");
	text__put(page, "</tbody></table>\n");
}

static void put_line(struct text *page, const char *what, const char *code)
{
	if (!code)
		return;
	text__printf(page, "<p>%s <code>", what);
	html__put(page, code);
	text__put(page, "</code></p>\n");
}

/* ---- upcalls ----------------------------------------------------------------- */

static void put_names(struct text *page, const char *what, char *const *names, unsigned int nr)
{
	text__put(page, what);
	for (unsigned int i = 0; i < nr; i++) {
		text__put(page, i ? ", " : " ");
		html__put(page, names[i]);
	}
	text__put(page, ".</p>\n");
}

/* The downcalls that the kernel half accepts meanwhile, and the objects that it synchronises. */
static void put_within(struct text *page, const struct plan_upcall *up)
{
	put_names(page, up->nr_downs ? "<p>May make the downcalls" : "<p>Makes no downcalls", up->downs,
		  up->nr_downs);
	put_names(page, up->anything ? "<p>May look at all objects" : up->nr_types ?
		  "<p>Looks at objects of" : "<p>Looks at no objects", up->types, up->nr_types);
}

void html__upcalls(struct text *page, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_upcalls; i++) {
		const struct plan_upcall *up = &plan->upcalls[i];
		const struct plan_function *f = &plan->functions[up->function];

		text__printf(page, "<details id=\"up%u\"><summary>", i);
		html__put(page, f->name);
		if (up->slot) {
			text__put(page, " <small>");
			html__put(page, up->slot);
			text__put(page, "</small>");
		}
		text__put(page, "</summary>\n<p>Upcall of ");
		html__link(page, plan, up->function);
		text__printf(page, "; waits %u ms for a user half to come back.</p>\n", up->wait_ms);
		put_line(page, "If no user half serves, the caller gets", up->on_failure);
		put_line(page, "The caller gets at most", up->at_most);
		put_args(page, plan, f->args, f->nr_args, &f->ret);
		put_within(page, up);
		text__put(page, "</details>\n");
	}
}

/* ---- downcalls --------------------------------------------------------------- */

static void put_birth(struct text *page, const struct plan *plan, const struct plan_downcall *down)
{
	if (down->birth == BIRTH_OBJECT && down->birth_type >= 0)
		put_line(page, "An object is born:", plan->types[down->birth_type].name);
	if (down->birth == BIRTH_BYTES)
		put_line(page, "Memory is allocated:", "bytes that the driver keeps");
	if (down->birth == BIRTH_MMIO || down->birth == BIRTH_COHERENT)
		put_line(page, down->birth == BIRTH_MMIO ? "Device memory is mapped, from" :
			 "DMA memory is mapped, at",
			 down->birth == BIRTH_MMIO ? down->birth_phys : down->birth_dma);
	put_line(page, "Its size:", down->birth_size);
	put_line(page, "Given back, if the user half dies for good, by", down->undo);
	put_line(page, "Before anything else is given back:", down->quiesce);
	put_line(page, "It gives back what was had by", down->releases);
	if (down->dies >= 0)
		text__printf(page, "<p>The object of argument %d ends with it.</p>\n", down->dies);
}

static void put_downcall(struct text *page, const struct plan *plan, unsigned int i)
{
	static const char *const kinds[] = {
		[DOWN_FUNCTION] = "function of the kernel",
		[DOWN_INLINE] = "inline function of a header", [DOWN_MACRO] = "macro of a header",
		[DOWN_DRIVER] = "the driver's own", [DOWN_OUTLINE] = "region under a lock",
		[DOWN_TYPED] = "function of the kernel, for objects of one type",
	};
	const struct plan_downcall *down = &plan->downcalls[i];

	text__printf(page, "<details id=\"down%u\"><summary>", i);
	html__put(page, down->name);
	text__printf(page, " <small>%s</small></summary>\n", kinds[down->kind]);
	if (down->function >= 0) {
		text__put(page, "<p>Downcall of ");
		html__link(page, plan, down->function);
		text__put(page, ".</p>\n");
	}
	if (down->anywhere)
		text__put(page, "<p>Runs at once, in whichever thread asks.</p>\n");
	if (down->by_worker)
		text__put(page, "<p>Runs in the worker's thread; the caller waits.</p>\n");
	put_birth(page, plan, down);
	put_args(page, plan, down->args, down->nr_args, &down->ret);
	text__put(page, "</details>\n");
}

void html__downcalls(struct text *page, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_downcalls; i++)
		put_downcall(page, plan, i);
}

/* ---- regions under a lock ------------------------------------------------------ */

void html__regions(struct text *page, const struct plan *plan)
{
	text__put(page, "<table><thead><tr><th>function</th><th>lines</th><th>is the downcall</th>"
		  "<th>local variables</th></tr></thead><tbody>\n");
	for (unsigned int i = 0; i < plan->nr_outlines; i++) {
		const struct plan_outline *o = &plan->outlines[i];

		text__put(page, "<tr><td>");
		html__link(page, plan, o->function);
		text__printf(page, "</td><td>%u-%u</td><td><a href=\"#down%d\">", o->line, o->end_line,
			     o->downcall);
		html__put(page, o->name);
		text__put(page, "</a></td><td>");
		for (unsigned int v = 0; v < o->nr_vars; v++) {
			html__put(page, v ? ", " : "");
			html__put(page, o->vars[v].name);
		}
		text__put(page, "</td></tr>\n");
	}
	text__put(page, "</tbody></table>\n");
}

/* ---- shared fields ------------------------------------------------------------- */

static void put_field(struct text *page, const struct plan *plan, const struct plan_field *field)
{
	static const char *const kinds[] = {
		[FIELD_RAW] = "bytes", [FIELD_BITS] = "bits", [FIELD_POINTER] = "pointer",
		[FIELD_STRING] = "string", [FIELD_BLOCK] = "block elsewhere",
	};

	text__put(page, "<tr>");
	html__cell(page, field->name);
	html__cell(page, kinds[field->kind]);
	html__cell(page, field->size);
	html__cell(page, field->count && strcmp(field->count, "1") ? field->count : NULL);
	html__cell(page, way(field->dir));
	html__cell(page, field->class == PLAN_REGION ? "device or DMA memory" :
		   field->class == PLAN_BYTES ? "bytes" :
		   field->class > 0 ? plan->classes[field->class] : NULL);
	text__put(page, "</tr>\n");
}

void html__types(struct text *page, const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_types; i++) {
		const struct plan_type *type = &plan->types[i];

		text__printf(page, "<details id=\"type%u\"><summary>", i);
		html__put(page, type->name);
		text__printf(page, " <small>%u shared fields</small></summary>\n"
			     "<table><thead><tr><th>field</th><th>kind</th><th>bytes</th>"
			     "<th>elements</th><th>direction</th><th>leads to</th></tr></thead><tbody>\n",
			     type->nr_fields);
		for (unsigned int f = 0; f < type->nr_fields; f++)
			put_field(page, plan, &type->fields[f]);
		text__put(page, "</tbody></table></details>\n");
	}
}
