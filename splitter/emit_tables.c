// SPDX-License-Identifier: GPL-2.0-or-later
/* Types with their shared fields, and symbols, in the tail of the unit that knows them. */
#include <string.h>

#include "emit_parts.h"

/* As enum cleave_field_kind and enum cleave_symbol_kind number them. */
static const char *const field_kinds[] = {
	"CLEAVE_RAW", "CLEAVE_BITS", "CLEAVE_POINTER", "CLEAVE_STRING", "CLEAVE_BLOCK",
};

static const char *const symbol_kinds[] = {
	[SYMBOL_FUNCTION] = "CLEAVE_FUNCTION", [SYMBOL_TABLE] = "CLEAVE_TABLE",
	[SYMBOL_GLOBAL] = "CLEAVE_GLOBAL",
};

static const char *const owners[] = {
	[OWNER_PORT] = "CLEAVE_OWNS_PORT", [OWNER_IRQ] = "CLEAVE_OWNS_IRQ",
};
static const char *const merges[] = {
	[MERGE_BITS] = "CLEAVE_MERGE_BITS", [MERGE_SUM] = "CLEAVE_MERGE_SUM",
};

static void put_repeat(struct text *out, const char *count, const char *stride)
{
	text__printf(out, "\t\t.count = %s,\n", count);
	if (strcmp(stride, "0"))
		text__printf(out, "\t\t.stride = %s,\n", stride);
}

static void put_field(struct emit *e, struct text *out, const struct plan_field *field)
{
	const char *kind = field_kinds[field->kind];

	text__printf(out, "\t{\n\t\t.name = \"%s\",\n\t\t.offset = %s,\n", field->name, field->offset);
	if (!strcmp(kind, "CLEAVE_BITS"))
		text__printf(out, "\t\t.length = %u,\n\t\t.mask = 0x%llx,\n", field->bit_word,
			     (unsigned long long)field->mask);
	else
		text__printf(out, "\t\t.length = %s,\n", field->size);
	put_repeat(out, field->count, field->stride);
	text__printf(out, "\t\t.kind = %s,\n\t\t.dir = %s,\n", kind, emit__dir(field->dir));
	if (!strcmp(kind, "CLEAVE_POINTER")) {
		text__put(out, "\t\t.class = ");
		emit__class(e, out, field->class);
		text__put(out, ",\n");
	}
	if (field->owner)
		text__printf(out, "\t\t.owns = %s,\n", owners[field->owner]);
	if (field->once)
		text__put(out, "\t\t.once = true,\n");
	if (field->set)
		text__put(out, "\t\t.set = true,\n");
	if (field->least)
		text__printf(out, "\t\t.least = %s,\n", field->least);
	if (field->below)
		text__printf(out, "\t\t.below = %s,\n", field->below);
	if (field->text)
		text__printf(out, "\t\t.text = %u,\n", field->text);
	if (field->number)
		text__printf(out, "\t\t.number = %u,\n", field->number);
	if (field->merge)
		text__printf(out, "\t\t.merge = %s,\n", merges[field->merge]);
	text__put(out, "\t},\n");
}

static void put_point(struct emit *e, struct text *out, const struct plan_point *point)
{
	text__printf(out, "\t{\n\t\t.offset = %s,\n", point->offset);
	put_repeat(out, point->count, point->stride);
	text__put(out, "\t\t.class = ");
	emit__class(e, out, point->class);
	text__put(out, ",\n\t},\n");
}

static void put_stop(struct emit *e, struct text *out, const struct plan_stop *stop)
{
	struct plan_arg it = { .name = "p" };
	const struct binding bind = { .args = &it, .nr_args = 1 };

	text__printf(out, "\tfor (i = 0; i < %s; i++) {\n\t\t%s *p = object + %s + i * %s;\n\n",
		     stop->count, stop->type, stop->offset, stop->stride);
	text__put(out, "\t\tif (!(");
	emit__expr(e, out, stop->live, &bind);
	text__put(out, "))\n\t\t\tcontinue;\n");
	if (stop->idle) {
		text__put(out, "\t\tif (!wait) {\n\t\t\tidle &= ");
		emit__expr(e, out, stop->idle, &bind);
		text__put(out, ";\n\t\t\tcontinue;\n\t\t}\n");
	}
	text__put(out, "\t\t");
	emit__expr(e, out, stop->stop, &bind);
	text__put(out, ";\n\t}\n");
}

/* Before such an object ends. */
static void put_stop_function(struct emit *e, struct text *out, const struct plan_type *type)
{
	text__printf(out, "\nstatic bool cleave_stop_%s(void *object, bool wait)\n{\n", type->ident);
	text__put(out, "\tbool idle = true;\n\tsize_t i;\n\n");
	for (unsigned int i = 0; i < type->nr_stops; i++)
		put_stop(e, out, &type->stops[i]);
	text__put(out, "\treturn idle;\n}\n");
}

/* What comes with a root. */
static void put_companions(struct emit *e, struct text *out, const struct plan_type *type)
{
	struct plan_arg root = { .name = "root" };
	const struct binding bind = { .args = &root, .nr_args = 1 };

	for (unsigned int i = 0; i < type->nr_brings; i++) {
		const struct plan_bring *bring = &type->brings[i];

		text__printf(out, "\nstatic const void *cleave_brings_%s_%u(const void *p)\n{\n"
			     "\t%s *root = (void *)p;\n\n\treturn ", type->ident, i, bring->of);
		emit__expr(e, out, bring->at, &bind);
		text__put(out, ";\n}\n");
	}
	text__printf(out, "\nstatic const struct cleave_companion cleave_companions_%s[] = {\n",
		     type->ident);
	for (unsigned int i = 0; i < type->nr_brings; i++)
		text__printf(out, "\t{ .type = CLEAVE_TYPE_%s, .of = cleave_brings_%s_%u },\n",
			     e->plan->types[type->brings[i].type].ident, type->ident, i);
	text__put(out, "};\n");
}

/* What a probe in the kernel half calls first. */
static void put_root(struct text *out, const struct plan_type *type)
{
	text__printf(out, "\nconst void *cleave_root_%s(const void *p)\n{\n"
		     "\tcleave_native_root(&cleave_half, p, CLEAVE_TYPE_%s);\n"
		     "\treturn p;\n}\n", type->ident, type->ident);
}

void emit__type(struct emit *e, struct text *out, const struct plan_type *type)
{
	unsigned int i;

	text__printf(out, "\nstatic const struct cleave_field cleave_fields_%s[] = {\n", type->ident);
	for (i = 0; i < type->nr_fields; i++)
		put_field(e, out, &type->fields[i]);
	text__printf(out, "};\n\nstatic const struct cleave_point cleave_points_%s[] = {\n",
		     type->ident);
	for (i = 0; i < type->nr_points; i++)
		put_point(e, out, &type->points[i]);
	text__put(out, "};\n");
	if (type->nr_stops)
		put_stop_function(e, out, type);
	if (type->native)
		put_root(out, type);
	if (type->nr_brings)
		put_companions(e, out, type);
	text__printf(out, "\nconst struct cleave_type cleave_type_%s = {\n", type->ident);
	text__printf(out, "\t.name = \"%s\",\n\t.size = %s,\n\t.device = %s,\n\t.class = ",
		     type->name, type->size, type->device ? type->device : "-1");
	emit__class(e, out, type->class);
	if (type->array)
		text__put(out, ",\n\t.array = true");
	if (type->settled)
		text__put(out, ",\n\t.settled = true");
	text__printf(out, ",\n\t.fields = cleave_fields_%s,\n", type->ident);
	text__printf(out, "\t.nr_fields = ARRAY_SIZE(cleave_fields_%s),\n", type->ident);
	text__printf(out, "\t.points = cleave_points_%s,\n", type->ident);
	text__printf(out, "\t.nr_points = ARRAY_SIZE(cleave_points_%s),\n", type->ident);
	if (type->nr_brings) {
		text__printf(out, "\t.companions = cleave_companions_%s,\n", type->ident);
		text__printf(out, "\t.nr_companions = ARRAY_SIZE(cleave_companions_%s),\n",
			     type->ident);
	}
	if (type->nr_stops)
		text__printf(out, "\t.stop = cleave_stop_%s,\n", type->ident);
	text__put(out, "};\n");
}

void emit__symbol_kernel(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_symbol *symbol = &e->plan->symbols[index];
	bool function = symbol->kind == SYMBOL_FUNCTION;

	text__printf(out, "\nconst struct cleave_symbol cleave_symbol_%s = {\n", e->symbols[index]);
	text__printf(out, "\t.name = \"%s\",\n", symbol->name);
	text__printf(out, "\t.addr = (void *)%s%s,\n", function ? "" : "&", symbol->name);
	if (function)
		text__put(out, "\t.size = 1,\n");
	else
		text__printf(out, "\t.size = sizeof(%s%s),\n", symbol->name,
			     symbol->open ? "[0]" : "");
	if (symbol->kind == SYMBOL_TABLE && symbol->array && !symbol->open)
		text__printf(out, "\t.stride = sizeof(%s[0]),\n", symbol->name);
	text__put(out, "\t.class = ");
	emit__class(e, out, symbol->class);
	text__printf(out, ",\n\t.kind = %s,\n", symbol_kinds[symbol->kind]);
	if (symbol->kind == SYMBOL_GLOBAL)
		text__printf(out, "\t.type = CLEAVE_TYPE_%s,\n", e->plan->types[symbol->type].ident);
	text__put(out, "};\n");
}

/* Whether the user half lacks a kernel symbol of which it needs but the address. */
bool emit__needs_dummy(const struct emit *e, const char *name)
{
	unsigned int i;

	for (i = 0; i < e->plan->nr_downcalls; i++)
		if (e->plan->downcalls[i].kind != DOWN_DRIVER &&
		    !strcmp(e->plan->downcalls[i].name, name))
			return false;
	for (i = 0; i < e->plan->nr_policies; i++)
		if (!strcmp(e->plan->policies[i].symbol, name))
			return e->plan->policies[i].policy == POLICY_ADDRESS;
	return true;
}

/*
 * A name for the symbol that the table in another unit can use; data of the
 * kernel gets a dummy as large as itself.
 */
void emit__symbol_user(struct emit *e, struct text *out, unsigned int index)
{
	const struct plan_symbol *symbol = &e->plan->symbols[index];
	const char *name = symbol->name;

	if (!symbol->external)
		text__printf(out, "\nextern typeof(%s) cleave_symbol_%s __attribute__((alias(\"%s\")));\n",
			     name, e->symbols[index], name);
	else if (symbol->kind != SYMBOL_FUNCTION && emit__needs_dummy(e, name))
		text__printf(out, "\nextern typeof(%s) kapi_%s;\ntypeof(%s%s) kapi_%s%s;\n", name, name,
			     name, symbol->open ? "[0]" : "", name, symbol->open ? "[1]" : "");
}
