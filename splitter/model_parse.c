// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads one entry of the model into its structure: a function, a slot, a type. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "model_parse.h"
#include "yaml.h"

bool model__policy(const struct model_source *s, const char *name, const json_t *entry,
		   enum model_policy *policy)
{
	static const char *const words[] = { "forward", "local", "address", "kernel", "forbidden",
					     NULL };
	int i = model__word(s, name, entry, "policy", words, MODEL_FORWARD);

	*policy = i < 0 ? MODEL_KERNEL : (enum model_policy)i;
	return i >= 0;
}

static bool context(const struct model_source *s, const char *name, const json_t *entry,
		    bool slot, enum model_context *out)
{
	static const char *const words[] = { "any", "sleep", "atomic", "frozen", NULL };
	int i = model__word(s, name, entry, "context", words, MODEL_ANY);

	*out = i < 0 ? MODEL_ATOMIC : (enum model_context)i;
	if (i == MODEL_FROZEN && !slot)
		return model__wrong(s, name, "only slots may be frozen");
	return i >= 0;
}

static bool parse_region(const struct model_source *s, const char *name, const json_t *region,
			 struct model_returns *r)
{
	static const struct model_key keys[] = {
		{ "phys", KEY_TEXT, offsetof(struct model_returns, phys) },
		{ "size", KEY_TEXT, offsetof(struct model_returns, size) },
		{ "dev", KEY_TEXT, offsetof(struct model_returns, dev) },
		{ "dma", KEY_TEXT, offsetof(struct model_returns, dma) },
		{ "table", KEY_TEXT, offsetof(struct model_returns, table) },
		{}
	};

	return !region || model__read(s, name, region, keys, r);
}

static bool parse_returns(const struct model_source *s, const char *name, const json_t *entry,
			  struct model_returns *r)
{
	static const struct model_key keys[] = {
		{ .name = "mmio" }, { .name = "coherent" },
		{ "object", KEY_TEXT, offsetof(struct model_returns, object) },
		{ "size", KEY_TEXT, offsetof(struct model_returns, size) },
		{ "trailing", KEY_TEXT, offsetof(struct model_returns, trailing) },
		{ "type", KEY_TEXT, offsetof(struct model_returns, type) },
		{ "at", KEY_ARGUMENT, offsetof(struct model_returns, at) },
		{ "lasts", KEY_FLAG, offsetof(struct model_returns, lasts) },
		{ "managed", KEY_TEXT, offsetof(struct model_returns, managed) },
		{ "bytes", KEY_TEXT, offsetof(struct model_returns, bytes) },
		{ "clear", KEY_FLAG, offsetof(struct model_returns, clear) },
		{ "errors", KEY_FLAG, offsetof(struct model_returns, errors) },
		{}
	};
	const json_t *json = json_object_get(entry, "returns"), *mmio, *coherent;

	r->at = -1;
	if (!json)
		return true;
	if (json_is_string(json)) {
		r->pointer = !strcmp(json_string_value(json), "pointer");
		r->opaque = !strcmp(json_string_value(json), "opaque");
		r->string = !strcmp(json_string_value(json), "string");
		return r->pointer || r->opaque || r->string ||
		       model__wrong(s, name, "returns is pointer, opaque, string or a mapping");
	}
	if (!model__read(s, name, json, keys, r))
		return false;
	mmio = json_object_get(json, "mmio");
	coherent = json_object_get(json, "coherent");
	r->birth = mmio ? BIRTH_MMIO : coherent ? BIRTH_COHERENT :
		   r->object ? BIRTH_OBJECT : BIRTH_NONE;
	return parse_region(s, name, mmio ? mmio : coherent, r);
}

static bool parse_keys(const struct model_source *s, const char *name, const json_t *entry,
		       struct model_function *f)
{
	const json_t *keys = json_object_get(entry, "key");

	if (!keys)
		return true;
	if (!json_is_array(keys) || json_array_size(keys) > MODEL_KEYS)
		return model__wrong(s, name, "key is not a list of at most %d", MODEL_KEYS);
	for (size_t i = 0; i < json_array_size(keys); i++) {
		f->keys[i] = model__text(s, json_array_get(keys, i));
		if (!f->keys[i])
			return model__wrong(s, name, "key is not a list of expressions");
	}
	return true;
}

static bool parse_acquires(const struct model_source *s, const char *name, const json_t *entry,
			   struct model_function *f)
{
	static const struct model_key keys[] = {
		{ .name = "key" }, { .name = "until" },
		{ "undo", KEY_TEXT, offsetof(struct model_function, undo) },
		{ "quiesce", KEY_TEXT, offsetof(struct model_function, quiesce) },
		{ "always", KEY_FLAG, offsetof(struct model_function, always) },
		{ "first", KEY_FLAG, offsetof(struct model_function, first) },
		{}
	};
	static const char *const ends[] = { "answer", "root", NULL };
	const json_t *acquires = json_object_get(entry, "acquires");
	int until;

	if (!acquires)
		return true;
	f->acquires = true;
	until = model__word(s, name, acquires, "until", ends, 1);
	f->until_answer = !until;
	return until >= 0 && model__read(s, name, acquires, keys, f) &&
	       parse_keys(s, name, acquires, f) &&
	       (f->undo || model__wrong(s, name, "acquires has no undo"));
}

/* A section of its own would say the same: they become slots NAME#N. */
static bool parse_callbacks(const struct model_source *s, const char *name, const json_t *entry)
{
	json_t *callbacks = json_object_get(entry, "callbacks"), *value;
	const char *key;

	json_object_foreach(callbacks, key, value) {
		const char *slot = strings__format(s->model->strings, "%s#%s", name, key);
		struct model_slot *parsed = model__parse_slot(s, slot, value);
		struct yaml_where where = yaml__where(s->yaml, s->section, name);

		if (!parsed)
			return false;
		parsed->file = strings__intern(s->model->strings, where.file);
		parsed->line = where.line;
		free(map__get(&s->model->slots, slot));
		map__put(&s->model->slots, slot, parsed);
	}
	return true;
}

/* What does not go together. */
static bool check_function(const struct model_source *s, const struct model_function *f, bool macro)
{
	bool elsewhere = f->anywhere || f->by_worker;
	const struct {
		bool wrong;
		const char *why;
	} rules[] = {
		{ f->already && !f->releases, "only what releases can have been given back already" },
		{ f->first && (f->until_answer || f->returns.birth != BIRTH_NONE),
		  "what makes an object, or is a lock, is not given back first" },
		{ f->static_key && (!macro || !f->nr_args || f->returns.type),
		  "only a macro that returns nothing can have a static key" },
		{ f->ends >= 0 && f->fails >= 0, "ends and ends_on_failure do not go together" },
		{ !f->means != !f->params, "params and means go together" },
		{ f->means && !macro, "only a macro means something else" },
		{ elsewhere && model__copies_for_caller(f), "what copies for a caller runs in its thread" },
		{ elsewhere && f->in_caller, "what asks who calls runs in its caller's thread" },
		{ elsewhere && (f->needs || f->instead),
		  "what needs a lock, or waits, cannot run anywhere" },
		{ f->by_worker && (f->anywhere || f->until_answer || f->takes ||
				   f->context == MODEL_SLEEP),
		  "what sleeps, or keeps a lock, cannot run by_worker" },
	};

	for (unsigned int i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i].wrong)
			return model__wrong(s, f->name, "%s", rules[i].why);
	return true;
}

static const struct model_key function_keys[] = {
	{ .name = "policy" }, { .name = "context" }, { .name = "args" }, { .name = "returns" },
	{ .name = "acquires" }, { .name = "key" }, { .name = "callbacks" },
	{ "until", KEY_WORDS, offsetof(struct model_function, until) },
	{ "lock", KEY_GIVEN, offsetof(struct model_function, lock) },
	{ "unlock", KEY_GIVEN, offsetof(struct model_function, unlock) },
	{ "releases", KEY_WORDS, offsetof(struct model_function, releases) },
	{ "already", KEY_TEXT, offsetof(struct model_function, already) },
	{ "unless", KEY_TEXT, offsetof(struct model_function, unless) },
	{ "ends", KEY_ARGUMENT, offsetof(struct model_function, ends) },
	{ "ends_on_failure", KEY_ARGUMENT, offsetof(struct model_function, fails) },
	{ "deferred", KEY_FLAG, offsetof(struct model_function, deferred) },
	{ "constant", KEY_ARGUMENTS, offsetof(struct model_function, constant) },
	{ "reads", KEY_TEXT, offsetof(struct model_function, reads) },
	{ "driver_reads", KEY_TEXT, offsetof(struct model_function, driver_reads) },
	{ "anywhere", KEY_FLAG, offsetof(struct model_function, anywhere) },
	{ "by_worker", KEY_FLAG, offsetof(struct model_function, by_worker) },
	{ "in_caller", KEY_FLAG, offsetof(struct model_function, in_caller) },
	{ "alone", KEY_FLAG, offsetof(struct model_function, alone) },
	{ "delays", KEY_FLAG, offsetof(struct model_function, delays) },
	{ "clock", KEY_FLAG, offsetof(struct model_function, clock) },
	{ "fits", KEY_FLAG, offsetof(struct model_function, fits) },
	{ "overruns", KEY_FLAG, offsetof(struct model_function, overruns) },
	{ "fills", KEY_FLAG, offsetof(struct model_function, fills) },
	{ "bits", KEY_FLAG, offsetof(struct model_function, bits) },
	{ "to_device", KEY_FLAG, offsetof(struct model_function, to_device) },
	{ "from_device", KEY_FLAG, offsetof(struct model_function, from_device) },
	{ "registers", KEY_FLAG, offsetof(struct model_function, registers) },
	{ "links", KEY_FLAG, offsetof(struct model_function, links) },
	{ "static_key", KEY_FLAG, offsetof(struct model_function, static_key) },
	{ "in_place", KEY_FLAG, offsetof(struct model_function, in_place) },
	{ "instead", KEY_TEXT, offsetof(struct model_function, instead) },
	{ "takes", KEY_LOCKS, offsetof(struct model_function, takes) },
	{ "holds", KEY_LOCKS, offsetof(struct model_function, holds) },
	{ "needs", KEY_LOCKS, offsetof(struct model_function, needs) },
	{ "params", KEY_TEXT, offsetof(struct model_function, params) },
	{ "means", KEY_TEXT, offsetof(struct model_function, means) },
	{}
};

void *model__parse_function(const struct model_source *s, const char *name, const json_t *entry,
			    bool macro)
{
	struct model_function *f = store__alloc(sizeof(*f));
	struct yaml_where where = yaml__where(s->yaml, s->section, name);

	f->name = name;
	f->file = strings__intern(s->model->strings, where.file);
	f->line = where.line;
	f->ends = f->fails = -1;
	f->profile = s->profile;
	if (model__read(s, name, entry, function_keys, f) &&
	    model__policy(s, name, entry, &f->policy) &&
	    context(s, name, entry, false, &f->context) &&
	    model__args(s, name, entry, macro, &f->args, &f->nr_args) &&
	    parse_returns(s, name, entry, &f->returns) && parse_keys(s, name, entry, f) &&
	    parse_acquires(s, name, entry, f) && parse_callbacks(s, name, entry) &&
	    check_function(s, f, macro)) {
		f->lock |= f->context == MODEL_ATOMIC;
		return f;
	}
	free(f->args);
	free(f);
	return NULL;
}

static const struct model_key slot_keys[] = {
	{ .name = "context" }, { .name = "args" },
	{ "on_failure", KEY_TEXT, offsetof(struct model_slot, on_failure) },
	{ "at_most", KEY_TEXT, offsetof(struct model_slot, at_most) },
	{ "decline", KEY_TEXT, offsetof(struct model_slot, decline) },
	{ "wait_ms", KEY_NUMBER, offsetof(struct model_slot, wait_ms) },
	{ "remember", KEY_FLAG, offsetof(struct model_slot, remember) },
	{ "more", KEY_FLAG, offsetof(struct model_slot, more) },
	{ "holds", KEY_LOCKS, offsetof(struct model_slot, holds) },
	{ "atomic_with", KEY_TEXT, offsetof(struct model_slot, atomic_with) },
	{ "only_with", KEY_WORDS, offsetof(struct model_slot, only_with) },
	{ "called_by", KEY_WORDS, offsetof(struct model_slot, called_by) },
	{ "ended_by", KEY_WORDS, offsetof(struct model_slot, ended_by) },
	{ "given_to", KEY_WORDS, offsetof(struct model_slot, given_to) },
	{ "guest_to", KEY_WORDS, offsetof(struct model_slot, guest_to) },
	{ "undoes", KEY_WORDS, offsetof(struct model_slot, undoes) },
	{}
};

void *model__parse_slot(const struct model_source *s, const char *name, const json_t *entry)
{
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	struct model_slot *slot = store__alloc(sizeof(*slot));

	slot->name = name;
	slot->file = strings__intern(s->model->strings, where.file);
	slot->line = where.line;
	slot->profile = s->profile;
	if (model__read(s, name, entry, slot_keys, slot) &&
	    context(s, name, entry, true, &slot->context) &&
	    model__args(s, name, entry, false, &slot->args, &slot->nr_args) &&
	    (!slot->decline || slot->context == MODEL_FROZEN ||
	     model__wrong(s, name, "only what is frozen may be declined")))
		return slot;
	free(slot->args);
	free(slot);
	return NULL;
}

/* The kinds of a field, each with whether something stands behind its name. */
static const struct {
	const char *word;
	enum model_field_kind kind;
	bool more;
} fields[] = {
	{ "raw", MODEL_FIELD_RAW, false },
	{ "string", MODEL_FIELD_STRING, false },
	{ "opaque", MODEL_FIELD_OPAQUE, false },
	{ "block", MODEL_FIELD_BLOCK, true },
	{ "pointer", MODEL_FIELD_POINTER, true },
};

static const struct model_key field_keys[] = {
	{ .name = "raw" }, { .name = "string" }, { .name = "opaque" },
	{ "block", KEY_TEXT, offsetof(struct model_field, arg) },
	{ "pointer", KEY_TEXT, offsetof(struct model_field, arg) },
	{ "read_only", KEY_FLAG, offsetof(struct model_field, read_only) },
	{ "along", KEY_FLAG, offsetof(struct model_field, along) },
	{ "below", KEY_TEXT, offsetof(struct model_field, below) },
	{ "once", KEY_FLAG, offsetof(struct model_field, once) },
	{}
};

static bool parse_field(const struct model_source *s, const char *name, const json_t *json,
			struct model_field *field)
{
	const char *plain = json_string_value(json);

	if (!plain && !model__read(s, name, json, field_keys, field))
		return false;
	for (unsigned int i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (plain ? fields[i].more || strcmp(fields[i].word, plain) :
			    !json_object_get(json, fields[i].word))
			continue;
		field->kind = fields[i].kind;
		return true;
	}
	return !plain || model__wrong(s, name, "%s: no kind of field is called %s", field->name,
				      plain);
}

static bool parse_fields(const struct model_source *s, const char *name, json_t *fields,
			 struct model_type *type)
{
	const char *key;
	json_t *value;

	type->fields = store__alloc((json_object_size(fields) + 1) * sizeof(*type->fields));
	json_object_foreach(fields, key, value) {
		struct model_field *field = &type->fields[type->nr_fields++];

		field->name = strings__intern(s->model->strings, key);
		if (!parse_field(s, name, value, field))
			return false;
	}
	return true;
}

static bool parse_private(const struct model_source *s, const char *name, const json_t *private,
			  struct model_type *type)
{
	static const struct model_key keys[] = {
		{ "offset", KEY_TEXT, offsetof(struct model_type, private) },
		{ "by", KEY_TEXT, offsetof(struct model_type, private_by) },
		{ "at", KEY_TEXT, offsetof(struct model_type, private_at) },
		{ "in", KEY_TEXT, offsetof(struct model_type, private_in) },
		{}
	};

	return !private || model__read(s, name, private, keys, type);
}

static bool parse_brings(const struct model_source *s, const char *name, json_t *brings,
			 struct model_type *type)
{
	const char *key;
	json_t *value;

	type->brings = store__alloc((json_object_size(brings) + 1) * sizeof(*type->brings));
	json_object_foreach(brings, key, value) {
		struct model_bring *bring = &type->brings[type->nr_brings++];

		if (!json_is_string(value))
			return model__wrong(s, name, "%s: where it is must be a C expression", key);
		bring->type = strings__intern(s->model->strings, key);
		bring->at = strings__intern(s->model->strings, json_string_value(value));
	}
	return true;
}

static const struct model_key type_keys[] = {
	{ .name = "fields" }, { .name = "private" }, { .name = "brings" },
	{ "root", KEY_FLAG, offsetof(struct model_type, root) },
	{ "opaque", KEY_FLAG, offsetof(struct model_type, opaque) },
	{ "handle", KEY_FLAG, offsetof(struct model_type, handle) },
	{ "device", KEY_TEXT, offsetof(struct model_type, device) },
	{ "guest", KEY_TEXT, offsetof(struct model_type, guest) },
	{ "visits", KEY_TEXT, offsetof(struct model_type, visits) },
	{ "behind", KEY_TEXT, offsetof(struct model_type, behind) },
	{ "told_by", KEY_TEXT, offsetof(struct model_type, told_by) },
	{ "own", KEY_FLAG, offsetof(struct model_type, own) },
	{ "stop", KEY_TEXT, offsetof(struct model_type, stop) },
	{ "live", KEY_TEXT, offsetof(struct model_type, live) },
	{ "idle", KEY_TEXT, offsetof(struct model_type, idle) },
	{ "mode", KEY_TEXT, offsetof(struct model_type, mode) },
	{}
};

void *model__parse_type(const struct model_source *s, const char *name, const json_t *entry)
{
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	struct model_type *type = store__alloc(sizeof(*type));

	type->name = name;
	type->file = strings__intern(s->model->strings, where.file);
	type->line = where.line;
	type->profile = s->profile;
	if (model__read(s, name, entry, type_keys, type) &&
	    parse_private(s, name, json_object_get(entry, "private"), type) &&
	    parse_fields(s, name, json_object_get(entry, "fields"), type) &&
	    parse_brings(s, name, json_object_get(entry, "brings"), type) &&
	    (!type->stop == !type->live || model__wrong(s, name, "stop and live go together"))) {
		type->root |= type->handle;
		return type;
	}
	free(type->brings);
	free(type->fields);
	free(type);
	return NULL;
}
