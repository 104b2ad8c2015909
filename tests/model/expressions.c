// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes the model's C expressions as kernel code, each in a function whose
 * parameters have the types that the headers give, for the compiler to check. A
 * function is one line, so that an error names the entry.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "tests/model/check.h"

/* @expr with $0 .. as a0 .., $ret as ret. */
static void put(FILE *out, const char *expr)
{
	for (; *expr; expr++)
		if (*expr == '$' && isdigit((unsigned char)expr[1]))
			putc('a', out);
		else if (*expr != '$')
			putc(*expr, out);
}

static void put_value(FILE *out, const char *expr)
{
	if (!expr)
		return;
	fputs(" (void)(", out);
	put(out, expr);
	fputs(");", out);
}

static void put_statement(FILE *out, const char *statement)
{
	if (!statement)
		return;
	fputs(" { ", out);
	put(out, statement);
	fputs("; }", out);
}

static void put_args(FILE *out, const struct model_arg *args, unsigned int nr)
{
	for (unsigned int i = 0; i < nr; i++) {
		char *limit = store__copy(args[i].limit ? args[i].limit : ""), *state;

		if (args[i].kind == ARG_BUFFER && !args[i].len)
			fprintf(out, " (void)sizeof(*a%u);", i);
		put_value(out, args[i].len);
		put_value(out, args[i].check);
		for (char *m = strtok_r(limit, " ", &state); m; m = strtok_r(NULL, " ", &state))
			fprintf(out, " a%u->%s--;", i, m);
		free(limit);
	}
}

static void put_typed(FILE *out, CXType type, const char *name)
{
	CXString spelling = clang_getTypeSpelling(type);

	fprintf(out, ", typeof(%s) %s", clang_getCString(spelling), name);
	clang_disposeString(spelling);
}

static void open_function(FILE *out, const char *kind, const char *name, const char *file,
			  unsigned int line)
{
	fprintf(out, "\n#line %u \"%s\"\nstatic void __used check_%s_", line, file, kind);
	for (; *name; name++)
		putc(isalnum((unsigned char)*name) ? *name : '_', out);
	fputs("(struct cleave_call *call", out);
}

/* What an argument's address is for stands for itself in expressions. */
static bool is_result(const struct model_arg *args, unsigned int nr, int at)
{
	return (unsigned int)at < nr && args[at].kind == ARG_RESULT;
}

static void put_params(FILE *out, CXType type, const struct model_arg *args, unsigned int nr)
{
	CXType ret = clang_getResultType(type);

	for (int i = 0; i < clang_getNumArgTypes(type); i++) {
		char name[16];

		CXType arg = clang_getArgType(type, i);

		snprintf(name, sizeof(name), "a%d", i);
		put_typed(out, is_result(args, nr, i) ? clang_getPointeeType(arg) : arg, name);
	}
	if (ret.kind != CXType_Void && ret.kind != CXType_Invalid)
		put_typed(out, ret, "ret");
}

static void put_body(FILE *out, const struct model_function *f, bool returns)
{
	/* The index of a table's elements: which it is does not matter. */
	if (f->returns.table)
		fprintf(out, " int cleave_nr = %s;", f->returns.table);
	put_args(out, f->args, f->nr_args);
	if (f->instead && returns)
		fputs(" ret = ", out);
	if (f->instead)
		put(out, f->instead);
	fputs(";", out);
	put_value(out, f->returns.size);
	put_value(out, f->returns.trailing);
	put_value(out, f->returns.phys);
	put_value(out, f->returns.dev);
	put_value(out, f->returns.dma);
	put_value(out, f->returns.managed);
	put_value(out, f->unless);
	for (unsigned int i = 0; f->keys[i]; i++)
		put_value(out, f->keys[i]);
	put_statement(out, f->undo);
	put_statement(out, f->quiesce);
}

static void put_function(FILE *out, const struct kernel *k, const struct model_function *f)
{
	const CXCursor *cursor = map__get(&k->functions, f->name);

	if (!cursor || (!f->args && !f->acquires && !f->instead && !f->returns.birth && !f->releases))
		return;
	open_function(out, "function", f->name, f->file, f->line);
	put_params(out, clang_getCursorType(*cursor), f->args, f->nr_args);
	fputs(") {", out);
	put_body(out, f, clang_getResultType(clang_getCursorType(*cursor)).kind != CXType_Void);
	fputs("}\n", out);
}

static void put_macro(FILE *out, const struct kernel *k, const struct model_function *f)
{
	/* One that libcleave has, or that means something else, has no list of arguments. */
	if (!map__get(&k->macros, f->name) || f->policy == MODEL_LOCAL || f->means)
		return;
	open_function(out, "macro", f->name, f->file, f->line);
	for (unsigned int i = 0; i < f->nr_args; i++)
		fprintf(out, ", typeof(%s) a%u", f->args[i].type, i);
	if (f->returns.type)
		fprintf(out, ", typeof(%s) ret", f->returns.type);
	fprintf(out, ") { %s%s(", f->returns.type ? "ret = " : "", f->name);
	for (unsigned int i = 0; i < f->nr_args; i++)
		fprintf(out, "%sa%u", i ? ", " : "", i);
	fputs(");", out);
	put_body(out, f, f->returns.type);
	fputs("}\n", out);
}

static void put_slot(FILE *out, const struct kernel *k, const struct model *model,
		     const struct model_slot *slot)
{
	CXType type = kernel__slot(k, model, slot->name);
	CXType ret = clang_getResultType(type);

	if (type.kind != CXType_FunctionProto)
		return;
	open_function(out, "slot", slot->name, slot->file, slot->line);
	put_params(out, type, slot->args, slot->nr_args);
	fputs(") {", out);
	put_args(out, slot->args, slot->nr_args);
	if (slot->on_failure && ret.kind != CXType_Void) {
		fputs(" ret = ", out);
		put(out, slot->on_failure);
		fputs(";", out);
	} else {
		put_value(out, slot->on_failure);
	}
	fputs("}\n", out);
}

static void put_type(FILE *out, const struct kernel *k, const struct model_type *type)
{
	const CXCursor *record = map__get(&k->records, type->name);
	const char *tag = "";

	if (!map__get(&k->typedefs, type->name)) {
		if (!record)
			return;
		tag = clang_getCursorKind(*record) == CXCursor_UnionDecl ? "union " : "struct ";
	}
	open_function(out, "type", type->name, type->file, type->line);
	fprintf(out, ", %s%s *a0) {", tag, type->name);
	if (type->device)
		fprintf(out, " struct device *d = &a0->%s;  (void)d;", type->device);
	for (unsigned int i = 0; i < type->nr_fields; i++) {
		fprintf(out, " (void)a0->%s;", type->fields[i].name);
		if (type->fields[i].kind == MODEL_FIELD_BLOCK)
			put_value(out, type->fields[i].arg);
	}
	put_value(out, type->guest);
	put_value(out, type->live);
	put_value(out, type->idle);
	put_statement(out, type->stop);
	if (type->private && type->private_by) {
		fprintf(out, " BUILD_BUG_ON((unsigned long)%s((%s%s *)0) != (",
			type->private_by, tag, type->name);
		put(out, type->private);
		fputs("));", out);
	}
	fputs("}\n", out);
}

void expressions__write(FILE *out, const struct model *model, const struct kernel *k)
{
	fputs("// Generated by model-check. Do not edit.\n#include \"headers.c\"\n\n"
	      "#include <cleave/half.h>\n\nextern struct cleave_half cleave_half;\n",
	      out);
	for (unsigned int i = 0; i < model->functions.room; i++)
		if (model->functions.slots[i].value)
			put_function(out, k, model->functions.slots[i].value);
	for (unsigned int i = 0; i < model->macros.room; i++)
		if (model->macros.slots[i].value)
			put_macro(out, k, model->macros.slots[i].value);
	for (unsigned int i = 0; i < model->slots.room; i++)
		if (model->slots.slots[i].value)
			put_slot(out, k, model, model->slots.slots[i].value);
	for (unsigned int i = 0; i < model->types.room; i++)
		if (model->types.slots[i].value)
			put_type(out, k, model->types.slots[i].value);
}
