// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads what the model says of arguments: the kind of each, and what stands behind it. */
#include <stddef.h>
#include <string.h>

#include <cleave/wire.h>

#include "model_parse.h"

static const struct word_kind {
	const char *word;
	enum arg_kind kind;
	int dir;
} kinds[] = {
	{ "value", ARG_VALUE, 0 },
	{ "object", ARG_OBJECT, 0 },
	{ "pointer", ARG_POINTER, 0 },
	{ "in", ARG_BUFFER, CLEAVE_TO_KERNEL },
	{ "out", ARG_BUFFER, CLEAVE_TO_USER },
	{ "inout", ARG_BUFFER, CLEAVE_BOTH },
	{ "string", ARG_STRING, 0 },
	{ "format", ARG_FORMAT, 0 },
	{ "ignored", ARG_IGNORED, 0 },
	{ "result", ARG_RESULT, 0 },
};

static bool arg_kind(const char *name, struct model_arg *arg)
{
	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].word, name)) {
			arg->kind = kinds[i].kind;
			arg->dir = kinds[i].dir;
			return true;
		}
	return false;
}

/* {user: LEN}: an address in the process that called, as a pointer or as a number. */
static bool of_caller(const struct model_source *s, const char *name, unsigned int at,
		      struct model_arg *arg)
{
	if (!arg->user)
		return true;
	if (arg->kind != ARG_VALUE || arg->check)
		return model__wrong(s, name, "user is of a value that has no other check");
	arg->check = strings__format(s->model->strings, "cleave_lent_user(call, (u64)$%u, %s)", at,
				     arg->user);
	return true;
}

/* {port: LEN}, {irq: true}: what must be the device's own. */
static bool owned(const struct model_source *s, const char *name, unsigned int at,
		  struct model_arg *arg)
{
	if (!arg->port && !arg->irq)
		return true;
	if (arg->kind != ARG_VALUE || arg->check || (arg->port && arg->irq))
		return model__wrong(s, name, "port or irq is of a value that has no other check");
	arg->owner = arg->port ? OWNER_PORT : OWNER_IRQ;
	arg->check = model__owner_check(s->model->strings, arg->owner, at, arg->port);
	return true;
}

/* What stands behind the kind: {check: ...}, {birth: true}, a length, `kept`. */
static bool arg_detail(const struct model_source *s, const char *name, const json_t *json,
		       unsigned int at, struct model_arg *arg)
{
	static const struct model_key keys[] = {
		{ "check", KEY_TEXT, offsetof(struct model_arg, check) },
		{ "len", KEY_TEXT, offsetof(struct model_arg, len) },
		{ "type", KEY_TEXT, offsetof(struct model_arg, as) },
		{ "user", KEY_TEXT, offsetof(struct model_arg, user) },
		{ "fixed", KEY_FLAG, offsetof(struct model_arg, fixed) },
		{ "answer", KEY_TEXT, offsetof(struct model_arg, answer) },
		{ "port", KEY_TEXT, offsetof(struct model_arg, port) },
		{ "irq", KEY_FLAG, offsetof(struct model_arg, irq) },
		{ "birth", KEY_FLAG, offsetof(struct model_arg, birth) },
		{ "guest", KEY_TEXT, offsetof(struct model_arg, host) },
		{ "within", KEY_TEXT, offsetof(struct model_arg, within) },
		{ "ends", KEY_FLAG, offsetof(struct model_arg, ends) },
		{ "table", KEY_FLAG, offsetof(struct model_arg, table) },
		{ "null", KEY_FLAG, offsetof(struct model_arg, null) },
		{}
	};
	const char *value;

	if (json_is_null(json))
		return true;
	if (json_is_object(json))
		return model__read(s, name, json, keys, arg) && owned(s, name, at, arg) &&
		       of_caller(s, name, at, arg);
	value = model__text(s, json);
	if (arg->kind == ARG_STRING && value && !strcmp(value, "kept"))
		arg->kind = ARG_STRING_KEPT;
	else if ((arg->kind == ARG_BUFFER || arg->kind == ARG_IGNORED) && value)
		arg->len = value;
	else
		return model__wrong(s, name, "an argument has something odd behind its kind");
	return true;
}

/* A word alone: a kind, or of a macro the C type. */
static bool plain_arg(const struct model_source *s, const char *name, const char *plain, bool macro,
		      struct model_arg *arg)
{
	if (arg_kind(plain, arg))
		return true;
	if (!macro)
		return model__wrong(s, name, "no kind of argument is called %s", plain);
	arg->kind = strchr(plain, '*') ? ARG_OBJECT : ARG_VALUE;
	arg->type = strings__intern(s->model->strings, plain);
	return true;
}

static bool parse_arg(const struct model_source *s, const char *name, const json_t *json,
		      bool macro, unsigned int at, struct model_arg *arg)
{
	static const struct model_key plain[] = {
		{ "type", KEY_TEXT, offsetof(struct model_arg, type) },
		{ "null", KEY_FLAG, offsetof(struct model_arg, null) },
		{ "limit", KEY_WORDS, offsetof(struct model_arg, limit) },
		{ .name = "value" }, { .name = "object" }, { .name = "pointer" }, { .name = "in" },
		{ .name = "out" }, { .name = "inout" }, { .name = "string" }, { .name = "format" },
		{ .name = "ignored" }, { .name = "result" },
		{}
	};
	bool kind = false;
	const char *key;
	json_t *value;

	if (json_is_string(json))
		return plain_arg(s, name, json_string_value(json), macro, arg);
	if (!model__read(s, name, json, plain, arg))
		return false;
	if (!arg->type == macro)
		return model__wrong(s, name, macro ? "an argument of a macro needs its type" :
				    "only an argument of a macro has a type");
	json_object_foreach((json_t *)json, key, value) {
		if (!arg_kind(key, arg))
			continue;
		if (kind)
			return model__wrong(s, name, "an argument is of one kind, not %s, too", key);
		kind = true;
		if (!arg_detail(s, name, value, at, arg))
			return false;
	}
	if (!kind)
		arg->kind = arg->type && strchr(arg->type, '*') ? ARG_OBJECT : ARG_VALUE;
	return true;
}

bool model__args(const struct model_source *s, const char *name, const json_t *entry, bool macro,
		 struct model_arg **args, unsigned int *nr)
{
	const json_t *list = json_object_get(entry, "args");

	if (!list)
		return true;
	if (!json_is_array(list))
		return model__wrong(s, name, "args is not a list");
	*args = store__alloc((json_array_size(list) + 1) * sizeof(**args));
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!parse_arg(s, name, json_array_get(list, i), macro, i, &(*args)[(*nr)++]))
			return false;
	return true;
}
