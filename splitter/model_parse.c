// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads one entry of the model into its structure. Strict: a key that is not
 * known, or a value of another form, is an error that names file and line.
 */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "model_parse.h"
#include "report.h"
#include "yaml.h"

__attribute__((format(printf, 4, 5)))
static bool wrong(const struct model_source *s, const char *name, const json_t *entry,
		  const char *format, ...)
{
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	va_list ap;
	char *why;

	(void)entry;
	va_start(ap, format);
	if (vasprintf(&why, format, ap) < 0)
		abort();
	va_end(ap);
	report__at(s->report, where.file, where.line, "%s: %s", name, why);
	free(why);
	return false;
}

bool model__keys(const struct model_source *s, const char *name, const json_t *entry,
		 const char *const *allowed)
{
	const char *key;
	json_t *value;

	if (json_is_null(entry))
		return true;
	if (!json_is_object(entry))
		return wrong(s, name, entry, "not a mapping");
	json_object_foreach((json_t *)entry, key, value) {
		const char *const *a;

		for (a = allowed; *a && strcmp(*a, key); a++)
			;
		if (!*a)
			return wrong(s, name, entry, "key %s is not known; docs/model.md lists them",
				     key);
	}
	return true;
}

/* A word out of a list: its index; -1 if there is none, reported. */
static int word(const struct model_source *s, const char *name, const json_t *entry,
		const char *key, const char *const *words, int missing)
{
	const json_t *value = json_object_get(entry, key);
	const char *text = json_string_value(value);

	if (!value)
		return missing;
	for (int i = 0; text && words[i]; i++)
		if (!strcmp(words[i], text))
			return i;
	wrong(s, name, entry, "%s is none of the words that it may be", key);
	return -1;
}

bool model__policy(const struct model_source *s, const char *name, const json_t *entry,
		   enum model_policy *policy)
{
	static const char *const words[] = { "forward", "local", "address", "kernel", "forbidden",
					     NULL };
	int i = word(s, name, entry, "policy", words, MODEL_FORWARD);

	*policy = i < 0 ? MODEL_KERNEL : (enum model_policy)i;
	return i >= 0;
}

static bool context(const struct model_source *s, const char *name, const json_t *entry,
		    bool slot, enum model_context *out)
{
	static const char *const words[] = { "any", "sleep", "atomic", "frozen", NULL };
	int i = word(s, name, entry, "context", words, MODEL_ANY);

	*out = i < 0 ? MODEL_ATOMIC : (enum model_context)i;
	if (i == MODEL_FROZEN && !slot)
		return wrong(s, name, entry, "only slots may be frozen");
	return i >= 0;
}

/* Text or number, as text; NULL if it is neither. */
static const char *text_of(const struct model_source *s, const json_t *value)
{
	if (json_is_integer(value))
		return strings__format(s->model->strings, "%lld",
				       (long long)json_integer_value(value));
	return strings__intern(s->model->strings, json_string_value(value));
}

static bool text(const struct model_source *s, const char *name, const json_t *entry,
		 const char *key, const char **out)
{
	const json_t *value = json_object_get(entry, key);

	if (!value)
		return true;
	*out = text_of(s, value);
	return *out || wrong(s, name, entry, "%s is not text", key);
}

static bool flag(const struct model_source *s, const char *name, const json_t *entry,
		 const char *key, bool *out)
{
	const json_t *value = json_object_get(entry, key);

	if (!value)
		return true;
	if (!json_is_boolean(value))
		return wrong(s, name, entry, "%s is neither true nor false", key);
	*out = json_is_true(value);
	return true;
}

/* "$2": 2. Several keys take one as their value. */
static bool number(const struct model_source *s, const char *name, const json_t *entry,
		   const char *key, int *out)
{
	const char *value = json_string_value(json_object_get(entry, key));

	if (!json_object_get(entry, key))
		return true;
	if (!value || value[0] != '$' || value[1] < '0' || value[1] > '9')
		return wrong(s, name, entry, "%s is not an argument ($0, $1 ...)", key);
	*out = atoi(value + 1);
	return true;
}

/* A list of arguments, as bits. */
static bool arguments(const struct model_source *s, const char *name, const json_t *entry,
		      const char *key, uint32_t *mask)
{
	const json_t *list = json_object_get(entry, key);

	if (list && !json_array_size(list))
		return wrong(s, name, entry, "%s is not a list of arguments", key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));

		if (!one || one[0] != '$' || one[1] < '0' || one[1] > '9' || one[2])
			return wrong(s, name, entry, "%s is not a list of arguments", key);
		*mask |= UINT32_C(1) << (one[1] - '0');
	}
	return true;
}

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

/* One word or a list of words, kept with blanks between them. */
static bool words(const struct model_source *s, const char *name, const json_t *entry,
		  const char *key, const char **out)
{
	const json_t *list = json_object_get(entry, key);
	const char *all = json_string_value(list);

	if (!list)
		return true;
	all = strings__intern(s->model->strings, all);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));

		if (!one)
			return wrong(s, name, entry, "%s is not a list of words", key);
		all = all ? strings__format(s->model->strings, "%s %s", all, one) :
			    strings__intern(s->model->strings, one);
	}
	*out = all;
	return all || wrong(s, name, entry, "%s is not a list of words", key);
}

/* Names of locks, as bits: a name that is new gets one. */
static bool locks(const struct model_source *s, const char *name, const json_t *entry,
		  const char *key, uint64_t *mask)
{
	const json_t *list = json_object_get(entry, key);
	struct model *model = s->model;

	if (list && !json_array_size(list))
		return wrong(s, name, entry, "%s is not a list of locks", key);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *one = json_string_value(json_array_get(list, i));
		unsigned int bit = 0;

		if (!one || strchr(one, ' '))
			return wrong(s, name, entry, "%s is not a list of locks", key);
		while (bit < model->nr_locks && strcmp(model->locks[bit], one))
			bit++;
		if (bit == MODEL_LOCKS)
			return wrong(s, name, entry, "%s is one lock too many", one);
		if (bit == model->nr_locks)
			model->locks[model->nr_locks++] = strings__intern(model->strings, one);
		*mask |= UINT64_C(1) << bit;
	}
	return true;
}

/* {user: LEN}: an address in the process that called, as a pointer or as a number. */
static bool of_caller(const struct model_source *s, const char *name, const json_t *json,
		      unsigned int at, struct model_arg *arg)
{
	if (!text(s, name, json, "user", &arg->user) || !arg->user)
		return !arg->user && !json_object_get(json, "user");
	if (arg->kind != ARG_VALUE || arg->check)
		return wrong(s, name, json, "user is of a value that has no other check");
	arg->check = strings__format(s->model->strings, "cleave_lent_user(call, (u64)$%u, %s)", at,
				     arg->user);
	return true;
}

/* {port: LEN}, {irq: true}: what must be the device's own. */
static bool owned(const struct model_source *s, const char *name, const json_t *json,
		  unsigned int at, struct model_arg *arg)
{
	const char *len = NULL;
	bool irq = false;

	if (!text(s, name, json, "port", &len) || !flag(s, name, json, "irq", &irq))
		return false;
	if (!len && !irq)
		return true;
	if (arg->kind != ARG_VALUE || arg->check || (len && irq))
		return wrong(s, name, json, "port or irq is of a value that has no other check");
	arg->owner = len ? OWNER_PORT : OWNER_IRQ;
	arg->check = model__owner_check(s->model->strings, arg->owner, at, len);
	return true;
}

/* What stands behind the kind: {check: ...}, {birth: true}, a length, `kept`. */
static bool arg_detail(const struct model_source *s, const char *name, const json_t *json,
		       unsigned int at, struct model_arg *arg)
{
	static const char *const allowed[] = { "check", "birth", "ends", "null", "table", "len", "type",
					       "port", "irq", "user", NULL };

	if (json_is_null(json))
		return true;
	if (!json_is_object(json)) {
		const char *value = text_of(s, json);

		if (arg->kind == ARG_STRING && value && !strcmp(value, "kept"))
			arg->kind = ARG_STRING_KEPT;
		else if ((arg->kind == ARG_BUFFER || arg->kind == ARG_IGNORED) && value)
			arg->len = value;
		else
			return wrong(s, name, json, "an argument has something odd behind its kind");
		return true;
	}
	return model__keys(s, name, json, allowed) && text(s, name, json, "check", &arg->check) &&
	       text(s, name, json, "len", &arg->len) && text(s, name, json, "type", &arg->as) &&
	       flag(s, name, json, "birth", &arg->birth) &&
	       flag(s, name, json, "ends", &arg->ends) &&
	       flag(s, name, json, "table", &arg->table) &&
	       flag(s, name, json, "null", &arg->null) && owned(s, name, json, at, arg) &&
	       of_caller(s, name, json, at, arg);
}

static bool parse_arg(const struct model_source *s, const char *name, const json_t *json,
		      bool macro, unsigned int at, struct model_arg *arg)
{
	const char *key, *plain = json_string_value(json);
	bool kind = false;
	json_t *value;

	if (plain) {
		if (arg_kind(plain, arg))
			return true;
		if (!macro)
			return wrong(s, name, json, "no kind of argument is called %s", plain);
		arg->kind = strchr(plain, '*') ? ARG_OBJECT : ARG_VALUE;
		arg->type = strings__intern(s->model->strings, plain);
		return true;
	}
	if (!json_is_object(json))
		return wrong(s, name, json, "an argument is neither a word nor a mapping");
	json_object_foreach((json_t *)json, key, value) {
		if (!strcmp(key, "type") && macro) {
			arg->type = text_of(s, value);
		} else if (!strcmp(key, "null")) {
			arg->null = json_is_true(value);
		} else if (!strcmp(key, "limit")) {
			if (!words(s, name, json, "limit", &arg->limit))
				return false;
		} else if (!kind && arg_kind(key, arg)) {
			kind = true;
			if (!arg_detail(s, name, value, at, arg))
				return false;
		} else {
			return wrong(s, name, json, "no kind of argument is called %s", key);
		}
	}
	if (macro && !arg->type)
		return wrong(s, name, json, "an argument of a macro needs its type");
	if (!kind)
		arg->kind = arg->type && strchr(arg->type, '*') ? ARG_OBJECT : ARG_VALUE;
	return true;
}

static bool parse_args(const struct model_source *s, const char *name, const json_t *entry,
		       bool macro, struct model_arg **args, unsigned int *nr)
{
	const json_t *list = json_object_get(entry, "args");

	if (!list)
		return true;
	if (!json_is_array(list))
		return wrong(s, name, entry, "args is not a list");
	*args = store__alloc((json_array_size(list) + 1) * sizeof(**args));
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!parse_arg(s, name, json_array_get(list, i), macro, i, &(*args)[(*nr)++]))
			return false;
	return true;
}

static bool parse_returns(const struct model_source *s, const char *name, const json_t *entry,
			  struct model_returns *r)
{
	static const char *const allowed[] = { "object", "size", "trailing", "mmio", "coherent",
					       "type", "at", "lasts", "managed", "clear", NULL };
	static const char *const inner[] = { "phys", "size", "dev", "dma", NULL };
	const json_t *json = json_object_get(entry, "returns"), *region;

	r->at = -1;
	if (!json)
		return true;
	if (json_is_string(json)) {
		r->pointer = !strcmp(json_string_value(json), "pointer");
		r->opaque = !strcmp(json_string_value(json), "opaque");
		r->string = !strcmp(json_string_value(json), "string");
		return r->pointer || r->opaque || r->string ||
		       wrong(s, name, entry, "returns is pointer, opaque, string or a mapping");
	}
	if (!model__keys(s, name, json, allowed) || !text(s, name, json, "object", &r->object) ||
	    !text(s, name, json, "size", &r->size) || !text(s, name, json, "type", &r->type) ||
	    !text(s, name, json, "trailing", &r->trailing) ||
	    !text(s, name, json, "managed", &r->managed) ||
	    !flag(s, name, json, "lasts", &r->lasts) || !number(s, name, json, "at", &r->at))
		return false;
	r->clear = json_is_true(json_object_get(json, "clear"));
	r->birth = r->object ? BIRTH_OBJECT : BIRTH_NONE;
	region = json_object_get(json, "mmio");
	if (region)
		r->birth = BIRTH_MMIO;
	else if ((region = json_object_get(json, "coherent")))
		r->birth = BIRTH_COHERENT;
	return !region || (model__keys(s, name, region, inner) &&
			   text(s, name, region, "phys", &r->phys) &&
			   text(s, name, region, "size", &r->size) &&
			   text(s, name, region, "dev", &r->dev) &&
			   text(s, name, region, "dma", &r->dma));
}

static bool parse_keys(const struct model_source *s, const char *name, const json_t *entry,
		       struct model_function *f)
{
	const json_t *keys = json_object_get(entry, "key");

	if (!keys)
		return true;
	if (!json_is_array(keys) || json_array_size(keys) > MODEL_KEYS)
		return wrong(s, name, entry, "key is not a list of at most %d", MODEL_KEYS);
	for (size_t i = 0; i < json_array_size(keys); i++) {
		f->keys[i] = text_of(s, json_array_get(keys, i));
		if (!f->keys[i])
			return wrong(s, name, entry, "key is not a list of expressions");
	}
	return true;
}

static bool parse_acquires(const struct model_source *s, const char *name, const json_t *entry,
			   struct model_function *f)
{
	static const char *const allowed[] = { "undo", "quiesce", "key", "until", "always", NULL };
	static const char *const ends[] = { "answer", "root", NULL };
	const json_t *acquires = json_object_get(entry, "acquires");
	int until;

	if (!acquires)
		return true;
	f->acquires = true;
	until = word(s, name, acquires, "until", ends, 1);
	f->until_answer = !until;
	return until >= 0 && model__keys(s, name, acquires, allowed) &&
	       flag(s, name, acquires, "always", &f->always) &&
	       text(s, name, acquires, "undo", &f->undo) &&
	       text(s, name, acquires, "quiesce", &f->quiesce) &&
	       parse_keys(s, name, acquires, f) &&
	       (f->undo || wrong(s, name, entry, "acquires has no undo"));
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

/* Memory of the process that called is there in its own thread alone. */
static bool in_callers_thread(const struct model_source *s, const char *name, const json_t *entry,
			      const struct model_function *f)
{
	for (unsigned int i = 0; i < f->nr_args; i++)
		if (f->args[i].user && (f->anywhere || f->by_worker))
			return wrong(s, name, entry, "what copies for a caller runs in its thread");
	return true;
}

void *model__parse_function(const struct model_source *s, const char *name, const json_t *entry,
			    bool macro)
{
	static const char *const allowed[] = { "policy", "context", "until", "lock", "unlock",
		"args", "returns", "acquires", "releases", "key", "ends", "ends_on_failure", "deferred",
		"anywhere", "by_worker", "alone", "delays", "clock", "fills", "to_device", "registers",
		"already", "unless", "in_place", "callbacks",
		"static_key", "takes", "holds", "needs", "instead", "reads", "driver_reads", "params",
		"means", "constant", NULL };
	struct model_function *f = store__alloc(sizeof(*f));
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	int lock = -1, unlock = -1;

	f->name = name;
	f->file = strings__intern(s->model->strings, where.file);
	f->line = where.line;
	f->ends = -1;
	f->fails = -1;
	f->profile = s->profile;
	if (model__keys(s, name, entry, allowed) && model__policy(s, name, entry, &f->policy) &&
	    context(s, name, entry, false, &f->context) &&
	    words(s, name, entry, "until", &f->until) && text(s, name, entry, "unless", &f->unless) &&
	    text(s, name, entry, "already", &f->already) && number(s, name, entry, "lock", &lock) &&
	    number(s, name, entry, "unlock", &unlock) && number(s, name, entry, "ends", &f->ends) &&
	    number(s, name, entry, "ends_on_failure", &f->fails) &&
	    parse_args(s, name, entry, macro, &f->args, &f->nr_args) &&
	    parse_returns(s, name, entry, &f->returns) && parse_keys(s, name, entry, f) &&
	    parse_acquires(s, name, entry, f) && words(s, name, entry, "releases", &f->releases) &&
	    flag(s, name, entry, "deferred", &f->deferred) &&
	    flag(s, name, entry, "anywhere", &f->anywhere) &&
	    flag(s, name, entry, "registers", &f->registers) &&
	    flag(s, name, entry, "by_worker", &f->by_worker) &&
	    flag(s, name, entry, "alone", &f->alone) &&
	    flag(s, name, entry, "delays", &f->delays) &&
	    flag(s, name, entry, "clock", &f->clock) &&
	    flag(s, name, entry, "fills", &f->fills) &&
	    flag(s, name, entry, "to_device", &f->to_device) &&
	    flag(s, name, entry, "in_place", &f->in_place) &&
	    flag(s, name, entry, "static_key", &f->static_key) &&
	    (!f->already || f->releases ||
	     wrong(s, name, entry, "only what releases can have been given back already")) &&
	    (!f->static_key || (macro && f->nr_args && !f->returns.type) ||
	     wrong(s, name, entry, "only a macro that returns nothing can have a static key")) &&
	    locks(s, name, entry, "takes", &f->takes) && locks(s, name, entry, "holds", &f->holds) &&
	    locks(s, name, entry, "needs", &f->needs) && parse_callbacks(s, name, entry) &&
	    text(s, name, entry, "instead", &f->instead) && text(s, name, entry, "reads", &f->reads) &&
	    text(s, name, entry, "driver_reads", &f->driver_reads) &&
	    text(s, name, entry, "params", &f->params) && text(s, name, entry, "means", &f->means) &&
	    (!f->means == !f->params || wrong(s, name, entry, "params and means go together")) &&
	    (!f->means || macro || wrong(s, name, entry, "only a macro means something else")) &&
	    in_callers_thread(s, name, entry, f) &&
	    arguments(s, name, entry, "constant", &f->constant) &&
	    (!(f->anywhere || f->by_worker) || !(f->needs || f->instead) ||
	     wrong(s, name, entry, "what needs a lock, or waits, cannot run anywhere")) &&
	    (!f->by_worker || !(f->anywhere || f->until_answer || f->takes ||
				 f->context == MODEL_SLEEP) ||
	     wrong(s, name, entry, "what sleeps, or keeps a lock, cannot run by_worker"))) {
		f->lock = lock >= 0 || f->context == MODEL_ATOMIC;
		f->unlock = unlock >= 0;
		return f;
	}
	free(f->args);
	free(f);
	return NULL;
}

void *model__parse_slot(const struct model_source *s, const char *name, const json_t *entry)
{
	static const char *const allowed[] = { "context", "args", "on_failure", "decline", "wait_ms",
					       "remember", "holds", "atomic_with", "only_with", "undoes", NULL };
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	const json_t *wait = json_object_get(entry, "wait_ms");
	const json_t *remember = json_object_get(entry, "remember");
	struct model_slot *slot = store__alloc(sizeof(*slot));

	slot->name = name;
	slot->file = strings__intern(s->model->strings, where.file);
	slot->line = where.line;
	slot->profile = s->profile;
	if (model__keys(s, name, entry, allowed) &&
	    context(s, name, entry, true, &slot->context) &&
	    parse_args(s, name, entry, false, &slot->args, &slot->nr_args) &&
	    text(s, name, entry, "on_failure", &slot->on_failure) &&
	    text(s, name, entry, "decline", &slot->decline) &&
	    text(s, name, entry, "atomic_with", &slot->atomic_with) &&
	    words(s, name, entry, "only_with", &slot->only_with) &&
	    text(s, name, entry, "undoes", &slot->undoes) &&
	    (!slot->decline || slot->context == MODEL_FROZEN ||
	     wrong(s, name, entry, "only what is frozen may be declined")) &&
	    locks(s, name, entry, "holds", &slot->holds) &&
	    (!wait || json_is_integer(wait) || wrong(s, name, entry, "wait_ms is no number")) &&
	    (!remember || json_is_boolean(remember) ||
	     wrong(s, name, entry, "remember is neither true nor false"))) {
		slot->wait_ms = json_integer_value(wait);
		slot->remember = json_is_true(remember);
		return slot;
	}
	free(slot->args);
	free(slot);
	return NULL;
}

static bool parse_field(const struct model_source *s, const char *name, const json_t *json,
			struct model_field *field)
{
	static const char *const allowed[] = { "block", "string", "pointer", "read_only", "raw",
					       "opaque", "along", "below", "once", NULL };
	const char *plain = json_string_value(json);

	if (plain && !strcmp(plain, "raw")) {
		field->kind = MODEL_FIELD_RAW;
	} else if (plain && !strcmp(plain, "string")) {
		field->kind = MODEL_FIELD_STRING;
	} else if (plain && !strcmp(plain, "opaque")) {
		field->kind = MODEL_FIELD_OPAQUE;
	} else if (plain || !model__keys(s, name, json, allowed)) {
		return !plain ? false : wrong(s, name, json, "%s: no kind of field is called %s",
					      field->name, plain);
	} else if (json_object_get(json, "block")) {
		field->kind = MODEL_FIELD_BLOCK;
		if (!text(s, name, json, "block", &field->arg))
			return false;
	} else if (json_object_get(json, "pointer")) {
		field->kind = MODEL_FIELD_POINTER;
		if (!text(s, name, json, "pointer", &field->arg))
			return false;
	} else if (json_object_get(json, "string")) {
		field->kind = MODEL_FIELD_STRING;
	} else if (json_object_get(json, "raw")) {
		field->kind = MODEL_FIELD_RAW;
	}
	return plain || (flag(s, name, json, "read_only", &field->read_only) &&
			 flag(s, name, json, "along", &field->along) &&
			 text(s, name, json, "below", &field->below) &&
			 flag(s, name, json, "once", &field->once));
}

void *model__parse_type(const struct model_source *s, const char *name, const json_t *entry)
{
	static const char *const allowed[] = { "root", "device", "opaque", "private", "fields",
					       "guest", "own", "stop", "live", "idle", "handle", "mode",
					       NULL };
	static const char *const part[] = { "offset", "by", "at", "in", NULL };
	struct yaml_where where = yaml__where(s->yaml, s->section, name);
	json_t *fields = json_object_get(entry, "fields"), *value;
	const json_t *private = json_object_get(entry, "private");
	struct model_type *type = store__alloc(sizeof(*type));
	const char *key;
	bool ok;

	type->name = name;
	type->file = strings__intern(s->model->strings, where.file);
	type->line = where.line;
	type->profile = s->profile;
	ok = model__keys(s, name, entry, allowed) && flag(s, name, entry, "root", &type->root) &&
	     flag(s, name, entry, "opaque", &type->opaque) &&
	     flag(s, name, entry, "handle", &type->handle) &&
	     text(s, name, entry, "device", &type->device) &&
	     text(s, name, entry, "guest", &type->guest) && flag(s, name, entry, "own", &type->own) &&
	     text(s, name, entry, "stop", &type->stop) && text(s, name, entry, "live", &type->live) &&
	     text(s, name, entry, "idle", &type->idle) && text(s, name, entry, "mode", &type->mode) &&
	     (!type->stop == !type->live || wrong(s, name, entry, "stop and live go together")) &&
	     (!private || (model__keys(s, name, private, part) &&
			   text(s, name, private, "offset", &type->private) &&
			   text(s, name, private, "by", &type->private_by) &&
			   text(s, name, private, "at", &type->private_at) &&
			   text(s, name, private, "in", &type->private_in)));
	type->fields = store__alloc((json_object_size(fields) + 1) * sizeof(*type->fields));
	type->root |= type->handle;
	json_object_foreach(fields, key, value) {
		struct model_field *field = &type->fields[type->nr_fields++];

		field->name = strings__intern(s->model->strings, key);
		ok = ok && parse_field(s, name, value, field);
	}
	if (ok)
		return type;
	free(type->fields);
	free(type);
	return NULL;
}
