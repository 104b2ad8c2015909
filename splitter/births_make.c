// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the pass "births": functions of one type, made of the model's functions of any. */
#include <stdlib.h>
#include <string.h>

#include "births_parts.h"

struct model_function *births__known(const struct births *b, const char *name)
{
	return name ? map__get(&b->model->functions, name) : NULL;
}

bool births__allocates(const struct model_function *entry)
{
	return entry && entry->returns.birth == BIRTH_OBJECT &&
	       !strcmp(entry->returns.object, "any");
}

/* "kmalloc__ring kzalloc__ring" of "kmalloc kzalloc" */
static const char *each_of(struct births *b, const char *names, const char *type)
{
	char *out = store__copy(""), *more;

	while (names && *names) {
		int len = strcspn(names, " ");

		more = store__format("%s%s%.*s__%s", out, *out ? " " : "", len, names, type);
		free(out);
		out = more;
		names += len + strspn(names + len, " ");
	}
	names = strings__intern(b->model->strings, out);
	free(out);
	return *names ? names : NULL;
}

static bool ends_open(const struct record *record)
{
	const struct type *last = record->nr_fields ?
		record->fields[record->nr_fields - 1].type : NULL;

	return last && last->kind == TYPE_ARRAY && last->count <= 0;
}

static void new_type(struct births *b, const struct record *record)
{
	struct model_type *type = map__get(&b->model->types, record->name);

	if (!type) {
		type = store__alloc(sizeof(*type));
		type->name = strings__intern(b->model->strings, record->name);
		map__put(&b->model->types, type->name, type);
	}
	type->root = true;
	type->allocated = true;
	type->array = !ends_open(record);
}

/* A copy of the model's word on @entry, under another name; NULL if there is one by that name. */
static struct model_function *new_copy(struct births *b, const struct model_function *entry,
				       const char *name)
{
	struct model_function *copy;

	if (births__known(b, name))
		return NULL;
	copy = store__alloc(sizeof(*copy));
	*copy = *entry;
	copy->args = store__alloc((entry->nr_args + 1) * sizeof(*copy->args));
	if (entry->nr_args)
		memcpy(copy->args, entry->args, entry->nr_args * sizeof(*copy->args));
	copy->name = name;
	copy->of = entry->name;
	map__put(&b->model->functions, name, copy);
	return copy;
}

/* The model's word on @entry where it is about objects of @record. */
static void new_entry(struct births *b, const struct model_function *entry, const char *name,
		      const struct record *record)
{
	struct model_function *copy = new_copy(b, entry, name);

	if (!copy)
		return;
	copy->object = strings__intern(b->model->strings, record->name);
	copy->frees = births__allocates(entry) ? NULL : copy->object;
	if (births__allocates(entry))
		copy->returns.object = copy->object;
	else
		copy->releases = each_of(b, entry->releases, record->name);
	if (copy->ends >= 0 && (unsigned int)copy->ends < copy->nr_args)
		copy->args[copy->ends].kind = ARG_OBJECT;
	new_type(b, record);
}

static void new_local(struct births *b, const struct model_function *entry, const char *name)
{
	struct model_function *copy = new_copy(b, entry, name);

	if (!copy)
		return;
	copy->policy = MODEL_LOCAL;
	copy->returns = (struct model_returns){ 0 };
	copy->acquires = false;
	copy->releases = NULL;
	copy->keys[0] = NULL;
	copy->ends = -1;
}

/* A function with the prototype of @callee. */
static struct func *new_func(struct births *b, const struct func *callee, const char *name)
{
	struct func *func = map__get(&b->facts->funcs, name);

	if (func)
		return func;
	func = store__alloc(sizeof(*func));
	func->name = name;
	func->plain = callee->plain ?: callee->name;
	func->index = b->facts->nr_all;
	func->file = callee->file;
	func->source = -1;
	func->unit = callee->unit;
	func->line = callee->line;
	func->has_body = true;
	func->type = callee->type;
	func->ret = callee->ret;
	func->variadic = callee->variadic;
	func->nr_params = callee->nr_params;
	func->params = store__alloc((callee->nr_params + 1) * sizeof(*func->params));
	for (unsigned int i = 0; i < callee->nr_params; i++)
		func->params[i] = callee->params[i];
	map__put(&b->facts->funcs, name, func);
	*STORE_ADD(b->facts->all, b->facts->nr_all) = func;
	return func;
}

void births__typed(struct births *b, struct call *call, const struct model_function *entry,
		   const struct record *record)
{
	const char *name = strings__format(b->model->strings, "%s__%s", entry->name, record->name);

	new_entry(b, entry, name, record);
	call->callee = new_func(b, call->callee, name);
}

/* It may free an object, but nothing tells. */
void births__void(struct births *b, struct call *call, const struct model_function *entry)
{
	const char *name = strings__format(b->model->strings, "%s__void", entry->name);

	new_copy(b, entry, name);
	call->callee = new_func(b, call->callee, name);
}

void births__member(struct births *b, struct call *call, const struct model_function *entry,
		    const char *slot, const char *types)
{
	const struct model_function *of = births__known(b, entry->of);
	const char *name = strings__format(b->model->strings, "%s__%.*s__%s", entry->of,
					   (int)strcspn(slot, "."), slot, strchr(slot, '.') + 1);
	struct model_function *copy = new_copy(b, of, name);

	if (copy) {
		copy->frees = strings__intern(b->model->strings, types);
		copy->releases = NULL;
	}
	for (const char *t = types; copy && *t; t += strcspn(t, " "), t += *t == ' ') {
		const char *type = strings__format(b->model->strings, "%.*s",
						   (int)strcspn(t, " "), t);
		const char *more = each_of(b, of->releases, type);

		copy->releases = copy->releases ? strings__format(b->model->strings, "%s %s",
								  copy->releases, more) : more;
	}
	call->callee = new_func(b, call->callee, name);
}

void births__bytes(struct births *b, struct call *call, const struct bytes *bytes)
{
	const struct model_function *entry = births__written(b, call);
	const char *name = strings__format(b->model->strings, "%s__%s", entry->name, bytes->name);
	struct model_function *copy = new_copy(b, entry, name);

	if (copy) {
		copy->bytes = bytes;
		copy->releases = each_of(b, entry->releases, bytes->name);
		copy->instead = entry->returns.bytes;
		copy->returns.clear = false;
		copy->returns.object = NULL;
		if (births__allocates(entry))
			copy->returns.birth = BIRTH_BYTES;
	}
	call->callee = new_func(b, call->callee, name);
}

void births__local(struct births *b, struct call *call, const struct model_function *entry)
{
	const char *name = strings__format(b->model->strings, "cleave_local_%s", entry->name);

	new_local(b, entry, name);
	call->callee = new_func(b, call->callee, name);
}
