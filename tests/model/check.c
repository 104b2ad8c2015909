// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * model-check: does the model say what the headers of a kernel say? Names must
 * exist, lists of arguments have the prototype's length, kinds fit the types.
 * The expressions are written to a C file, for the compiler to judge.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/model/check.h"

struct check {
	const struct model *model;
	const struct kernel *kernel;
	struct report report;
	FILE *absent;		/* names that this kernel does not have */
};

static bool is_pointer(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_Pointer || type.kind == CXType_ConstantArray ||
	       type.kind == CXType_IncompleteArray;
}

static CXType pointee(CXType type)
{
	type = clang_getCanonicalType(type);
	return clang_getCanonicalType(type.kind == CXType_Pointer ? clang_getPointeeType(type) :
				      clang_getArrayElementType(type));
}

/* What is wrong with crossing a parameter of @type as @arg says; NULL if nothing is. */
static const char *misfit(const struct model_arg *arg, CXType type)
{
	CXType to;

	if (arg->kind == ARG_VALUE)
		return is_pointer(type) && !arg->user ? "is a pointer, not a value" :
		       clang_getCanonicalType(type).kind == CXType_Record ? "is a structure" : NULL;
	if (arg->kind == ARG_IGNORED)
		return NULL;
	if (!is_pointer(type))
		return "is no pointer";
	to = pointee(type);
	switch (arg->kind) {
	case ARG_OBJECT:
		return to.kind == CXType_Record ? NULL : "does not lead to a structure";
	case ARG_BUFFER:
		if (!arg->len && clang_Type_getSizeOf(to) <= 0)
			return "needs a length";
		return !arg->len && to.kind == CXType_Void ? "needs a length" : NULL;
	case ARG_STRING:
	case ARG_STRING_KEPT:
		return clang_Type_getSizeOf(to) == 1 ? NULL : "is no string";
	default:
		return NULL;
	}
}

static void check_args(struct check *c, const char *file, unsigned int line, const char *name,
		       const struct model_arg *args, unsigned int nr, CXType type, bool more)
{
	int params = clang_getNumArgTypes(type);

	if (type.kind == CXType_FunctionNoProto)
		params = 0;
	if (params >= 0 && nr != (unsigned int)params && (!more || nr > (unsigned int)params))
		report__at(&c->report, file, line, "%s has %d parameters, the model %u", name,
			   params, nr);
	for (int i = 0; i < params && (unsigned int)i < nr; i++) {
		const char *wrong = misfit(&args[i], clang_getArgType(type, i));

		if (wrong)
			report__at(&c->report, file, line, "%s: parameter %d %s", name, i, wrong);
	}
}

static bool leads_to_function(CXType pointer)
{
	enum CXTypeKind kind = pointee(pointer).kind;

	return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto;
}

/* Left out, they must be scalars and pointers to structures or functions. */
static void check_defaults(struct check *c, const struct model_function *f, CXType type)
{
	for (int i = 0; i < clang_getNumArgTypes(type); i++) {
		CXType arg = clang_getArgType(type, i);

		if (is_pointer(arg) && pointee(arg).kind != CXType_Record && !leads_to_function(arg))
			report__at(&c->report, f->file, f->line,
				   "%s: parameter %d is a pointer to no structure; it needs args",
				   f->name, i);
	}
	if (clang_isFunctionTypeVariadic(type))
		report__at(&c->report, f->file, f->line, "%s takes any number of arguments", f->name);
}

static void check_function(struct check *c, const struct model_function *f)
{
	const CXCursor *cursor = map__get(&c->kernel->functions, f->name);
	bool macro = map__get(&c->kernel->macros, f->name);
	bool exported = map__get(&c->kernel->exports, f->name);
	CXType type;

	if (!cursor || !(exported || clang_Cursor_isFunctionInlined(*cursor) ||
			 clang_Cursor_getStorageClass(*cursor) == CX_SC_Static)) {
		if (f->policy != MODEL_LOCAL && !(exported && f->policy != MODEL_FORWARD) && !macro)
			fprintf(c->absent, "%s\t%s:%u\n", f->name, f->file, f->line);
		return;
	}
	type = clang_getCursorType(*cursor);
	if (f->args)
		check_args(c, f->file, f->line, f->name, f->args, f->nr_args, type, false);
	else if (f->policy == MODEL_FORWARD && !f->lock && !f->unlock)
		check_defaults(c, f, type);
}

static void check_releases(struct check *c, const struct model_function *f)
{
	char *names = store__copy(f->releases ? f->releases : ""), *state;
	const struct model_function *first = NULL;

	for (char *n = strtok_r(names, " ", &state); n; n = strtok_r(NULL, " ", &state)) {
		const struct model_function *other = map__get(&c->model->functions, n);

		if (!other)
			other = map__get(&c->model->macros, n);
		if (other && other->holds)
			continue;
		if (!other || !other->acquires) {
			report__at(&c->report, f->file, f->line,
				   "%s releases %s, which acquires nothing", f->name, n);
			continue;
		}
		if (first && (strcmp(first->undo, other->undo) ||
			      !first->quiesce != !other->quiesce ||
			      (first->quiesce && strcmp(first->quiesce, other->quiesce))))
			report__at(&c->report, f->file, f->line, "%s: %s and %s differ in undo",
				   f->name, first->name, other->name);
		first = first ? first : other;
	}
	free(names);
}

static void check_slot(struct check *c, const struct model_slot *slot)
{
	CXType type = kernel__slot(c->kernel, c->model, slot->name);

	if (type.kind == CXType_Invalid)
		fprintf(c->absent, "%s\t%s:%u\n", slot->name, slot->file, slot->line);
	else if (type.kind == CXType_Unexposed)
		return;
	else if (type.kind != CXType_FunctionProto && type.kind != CXType_FunctionNoProto)
		report__at(&c->report, slot->file, slot->line, "%s holds no function", slot->name);
	else if (slot->args)
		check_args(c, slot->file, slot->line, slot->name, slot->args, slot->nr_args, type,
			   slot->more);
}

static void check_type(struct check *c, const struct model_type *type)
{
	if (!map__get(&c->kernel->records, type->name) &&
	    !map__get(&c->kernel->typedefs, type->name) && !type->opaque && !type->handle)
		fprintf(c->absent, "%s\t%s:%u\n", type->name, type->file, type->line);
}

static void check_all(struct check *c)
{
	const struct model *m = c->model;

	for (unsigned int i = 0; i < m->functions.room; i++) {
		const struct model_function *f = m->functions.slots[i].value;

		/* What stands for many is each driver's own. */
		if (!f || strchr(f->name, '*'))
			continue;
		check_function(c, f);
		check_releases(c, f);
	}
	for (unsigned int i = 0; i < m->macros.room; i++) {
		const struct model_function *f = m->macros.slots[i].value;

		if (f && !map__get(&c->kernel->macros, f->name))
			fprintf(c->absent, "%s\t%s:%u\n", f->name, f->file, f->line);
	}
	for (unsigned int i = 0; i < m->slots.room; i++)
		if (m->slots.slots[i].value)
			check_slot(c, m->slots.slots[i].value);
	for (unsigned int i = 0; i < m->types.room; i++)
		if (m->types.slots[i].value)
			check_type(c, m->types.slots[i].value);
	for (unsigned int i = 0; i < m->data.room; i++) {
		const struct model_data *d = m->data.slots[i].value;

		if (d && !map__get(&c->kernel->variables, d->name) &&
		    !map__get(&c->kernel->macros, d->name))
			fprintf(c->absent, "%s\tdata\n", d->name);
	}
}

int main(int argc, char **argv)
{
	struct check c = { 0 };
	struct kernel *kernel;
	struct model *model;
	FILE *out;

	if (argc != 6) {
		fprintf(stderr, "usage: model-check MODEL KERNEL-HEADERS DIR ABSENT EXPRESSIONS\n");
		return 2;
	}
	model = model__load((const char *const[]){ argv[1], NULL }, NULL, &c.report);
	kernel = model ? kernel__read(argv[3], argv[2], &c.report) : NULL;
	if (!kernel) {
		report__print(&c.report, "model-check", stderr);
		return 1;
	}
	c.model = model;
	c.kernel = kernel;
	c.absent = fopen(argv[4], "w");
	out = fopen(argv[5], "w");
	if (!c.absent || !out) {
		fprintf(stderr, "model-check: %s\n", strerror(errno));
		return 1;
	}
	check_all(&c);
	expressions__write(out, model, kernel);
	report__print(&c.report, "model-check", stdout);
	fclose(c.absent);
	if (fclose(out))
		return 1;
	kernel__free(kernel);
	model__free(model);
	return c.report.nr ? 1 : 0;
}
