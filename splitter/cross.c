// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How calls cross: the model's word where there is one, else what a type
 * allows. What is left is refused: see splitter/cross.h.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "cross_parts.h"
#include "stack.h"

void cross__trouble(struct partition *p, struct crossing *out, const char *format, ...)
{
	va_list ap;

	if (out->trouble.why)
		return;
	va_start(ap, format);
	out->trouble.why = strings__vformat(p->strings, format, ap);
	va_end(ap);
}

static void advise(struct crossing *out, bool first, const char *symbol, const char *advice)
{
	if (!first)
		return;
	out->trouble.symbol = symbol;
	out->trouble.advice = advice;
}

/* ---- arguments ----------------------------------------------------------- */

static void name_arg(struct partition *p, struct cross_arg *arg, const struct func *func,
		     unsigned int at)
{
	const char *name = func->params[at].name;

	arg->name = *name ? name : strings__format(p->strings, "a%u", at);
	arg->type = func->params[at].type->spelling;
	arg->to = cross__pointee(func->params[at].type);
}

static void say_needed(struct partition *p, struct crossing *out, const struct func *func,
		       unsigned int at, const char *section)
{
	bool first = !out->trouble.why;

	cross__trouble(p, out, "it is not known how its argument %u (%s) crosses", at,
		       func->params[at].type->spelling);
	advise(out, first, func->name,
	       strings__format(p->strings, "%s: %s: {args: [...]}", section, func->name));
}

/* What the model takes an argument for must be what its type is. */
static void fit(struct partition *p, struct crossing *out, struct cross_arg *arg,
		const struct model_arg *model, const struct func *func, unsigned int at)
{
	/* Nothing but a function may be where the kernel will call one. */
	if (arg->kind == ARG_POINTER && arg->to && arg->to->kind == TYPE_FUNCTION)
		arg->kind = ARG_OBJECT;
	if (arg->kind == ARG_RESULT) {
		if (!arg->to || arg->to->kind != TYPE_POINTER)
			cross__trouble(p, out,
				       "the model takes its argument %u for a pointer's address",
				       at);
	} else if (arg->kind == ARG_OBJECT && arg->class && arg->to && arg->to->kind == TYPE_VOID) {
		;	/* The model says what it leads to. */
	} else if (arg->kind == ARG_OBJECT && !cross__object(p, func->params[at].type)) {
		if (arg->to && arg->to->kind == TYPE_RECORD)
			cross__trouble(p, out,
				       "no object of the type of its argument %u (%s) is known", at,
				       func->params[at].type->spelling);
		else if (arg->to)
			arg->kind = ARG_POINTER;
		else
			cross__trouble(p, out, "the model takes its argument %u for a pointer", at);
	} else if (arg->kind == ARG_VALUE && arg->to && (model->user ||
			(arg->to->kind == TYPE_VOID && arg->check))) {
		return;		/* a number that the driver keeps in a pointer */
	} else if (arg->kind == ARG_VALUE && !cross__scalar(func->params[at].type)) {
		say_needed(p, out, func, at, "functions");
	} else if (arg->kind != ARG_VALUE && arg->kind != ARG_IGNORED && !arg->to) {
		cross__trouble(p, out, "the model takes its argument %u for a pointer", at);
	}
}

void cross__by_model(struct partition *p, struct crossing *out, struct cross_arg *arg,
		     const struct model_arg *model, const struct func *func, unsigned int at,
		     bool up)
{
	arg->kind = model->kind;
	arg->dir = model->dir;
	/* The model speaks of what the driver does, in a slot; of what the callee does, else. */
	if (up && (model->dir == CLEAVE_TO_KERNEL || model->dir == CLEAVE_TO_USER))
		arg->dir = CLEAVE_BOTH ^ model->dir;
	arg->len = model->len || model->kind == ARG_IGNORED ? model->len :
		   strings__format(p->strings, "sizeof(*$%u)", at);
	arg->check = up && model->user ? NULL : model->check;
	arg->user = model->user;
	arg->answer = model->answer;
	arg->limit = model->limit;
	arg->null = model->null;
	arg->table = model->table;
	arg->birth = model->birth;
	arg->host = model->host;
	arg->ends = model->ends;
	arg->managed = model->birth && arg->to && arg->to->kind == TYPE_RECORD &&
		       !map__get(&p->ended, arg->to->record->name);
	arg->class = model->as;
	fit(p, out, arg, model, func, at);
}

static void by_type(struct partition *p, struct crossing *out, struct cross_arg *arg,
		    const struct func *func, unsigned int at, const char *section)
{
	const struct type *type = func->params[at].type;

	arg->kind = ARG_VALUE;
	if (cross__object(p, type))
		arg->kind = ARG_OBJECT;
	else if (!cross__scalar(type))
		say_needed(p, out, func, at, section);
}

/* The text comes in one more argument of the message. */
static void text_returned(struct partition *p, struct crossing *out)
{
	out->ret.kind = ARG_STRING;
	if (out->nr_args == CLEAVE_MAX_ARGS)
		cross__trouble(p, out,
			       "it has no argument to spare for the string that it returns");
}

void cross__returned(struct partition *p, struct crossing *out, const struct func *func,
		     const struct model_returns *model)
{
	const struct type *type = func->ret;

	out->ret = (struct cross_arg){ .type = type->spelling, .to = cross__pointee(type) };
	out->ret.kind = ARG_VALUE;
	if (type->kind == TYPE_VOID)
		out->ret.kind = ARG_VOID;
	else if (cross__object(p, type))
		out->ret.kind = ARG_OBJECT;
	else if (model && model->string && literals__is_string(type))
		text_returned(p, out);
	else if (out->ret.to && model && (model->pointer || model->opaque ||
					  (model->birth != BIRTH_NONE && model->at < 0)))
		out->ret.kind = ARG_POINTER;
	else if (!cross__scalar(type))
		cross__trouble(p, out, "it is not known how what it returns (%s) crosses",
			       type->spelling);
	if (!model || model->birth != BIRTH_OBJECT)
		return;
	if (!map__get(&p->model->types, model->object))
		cross__trouble(p, out, "of which type the object is that it makes is not known");
	else if (!map__get(&p->born, model->object))
		cross__trouble(p, out, "%s", tracked__why_not(p, model->object));
}

/* What follows a format becomes its text in the user half. */
static bool formats(const struct model_function *entry, const struct func *func)
{
	return entry && func->nr_params && entry->nr_args == func->nr_params &&
	       entry->args[entry->nr_args - 1].kind == ARG_FORMAT;
}

bool cross__prototype(struct partition *p, struct crossing *out, const struct func *func,
		      const struct model_function *entry)
{
	memset(out, 0, sizeof(*out));
	if (func->variadic && !formats(entry, func))
		cross__trouble(p, out, "it takes any number of arguments");
	if (func->nr_params > CLEAVE_MAX_ARGS)
		cross__trouble(p, out, "it takes more than %d arguments", CLEAVE_MAX_ARGS);
	if (out->trouble.why)
		return false;
	out->nr_args = func->nr_params;
	for (unsigned int i = 0; i < func->nr_params; i++)
		name_arg(p, &out->args[i], func, i);
	return true;
}

void cross__down(struct partition *p, const struct func *func,
		 const struct model_function *entry, struct crossing *out)
{
	if (!cross__prototype(p, out, func, entry))
		return;
	if (entry && tracked__unknown(p, entry))
		cross__trouble(p, out, "%s", tracked__why_not(p, tracked__unknown(p, entry)));
	for (unsigned int i = 0; i < func->nr_params; i++)
		if (entry && i < entry->nr_args)
			cross__by_model(p, out, &out->args[i], &entry->args[i], func, i, false);
		else
			by_type(p, out, &out->args[i], func, i,
				func->walked ? "inlines" : "functions");
	if (entry && entry->object && entry->ends >= 0) {
		out->args[entry->ends].kind = ARG_OBJECT;
		out->args[entry->ends].to = NULL;
		out->args[entry->ends].class = entry->object;
	}
	cross__returned(p, out, func, entry ? &entry->returns : NULL);
}

/* What an argument's type, known by its spelling alone, leads to. */
static void macro_pointer(struct partition *p, struct crossing *out, struct cross_arg *arg,
			  const char *spelling)
{
	const struct type *type = map__get(&p->facts->types, spelling);
	char *base;

	if (type && type->kind == TYPE_POINTER) {
		arg->to = type->to;
		if (arg->to->kind == TYPE_FUNCTION)
			arg->kind = ARG_OBJECT;
		return;
	}
	if (arg->kind != ARG_OBJECT) {
		if (arg->kind == ARG_POINTER)
			cross__trouble(p, out,
				       "its argument %s has a type (%s) that is not known here",
				       arg->name, spelling);
		return;
	}
	base = store__format("%.*s", (int)strcspn(spelling, "*"), spelling);
	while (*base && base[strlen(base) - 1] == ' ')
		base[strlen(base) - 1] = 0;
	type = map__get(&p->facts->types, base);
	arg->to = type;
	arg->class = strings__intern(p->strings, strncmp(base, "struct ", 7) ? base : base + 7);
	free(base);
}

void cross__macro(struct partition *p, const struct model_function *entry,
		  struct crossing *out)
{
	memset(out, 0, sizeof(*out));
	out->nr_args = entry->nr_args;
	for (unsigned int i = 0; i < entry->nr_args && i < CLEAVE_MAX_ARGS; i++) {
		const struct model_arg *model = &entry->args[i];
		struct cross_arg *arg = &out->args[i];

		arg->name = strings__format(p->strings, "a%u", i);
		arg->type = model->type;
		arg->kind = model->kind;
		arg->dir = model->dir;
		arg->len = model->len;
		arg->check = model->check;
		arg->null = model->null;
		if (arg->kind != ARG_VALUE)
			macro_pointer(p, out, arg, model->type);
	}
	if (entry->nr_args > CLEAVE_MAX_ARGS)
		cross__trouble(p, out, "it takes more than %d arguments", CLEAVE_MAX_ARGS);
	out->ret.type = entry->returns.type ? entry->returns.type : "void";
	out->ret.kind = !entry->returns.type ? ARG_VOID :
			strchr(entry->returns.type, '*') ? ARG_POINTER : ARG_VALUE;
}

static void up_default(struct partition *p, struct crossing *out, struct func *func,
		       unsigned int at, bool slot)
{
	const struct type *type = func->params[at].type;
	struct cross_arg *arg = &out->args[at];

	if (cross__scalar(type)) {
		arg->kind = ARG_VALUE;
	} else if (cross__object(p, type) && stack__in_kernel(p, func, at)) {
		cross__trouble(p, out, "its argument %s may be the address of a local variable",
			       arg->name);
		out->stack = true;
	} else if (cross__object(p, type)) {
		arg->kind = ARG_OBJECT;
	} else if (cross__into_table(p, func, at, arg, false)) {
		return;
	} else if (arg->to && cross__copyable(arg->to) && cross__single(p, func, at) &&
		   (!slot || arg->to->kind == TYPE_RECORD)) {
		cross__loan(p, arg, at, true);
	} else if (arg->to && arg->to->kind == TYPE_VOID) {
		arg->kind = ARG_POINTER;
	} else {
		cross__trouble(p, out, "its argument %s (%s) cannot cross", arg->name, arg->type);
	}
}

void cross__up(struct partition *p, struct func *func, const struct model_slot *slot,
	       struct crossing *out)
{
	bool first;

	if (!cross__prototype(p, out, func, NULL))
		return;
	for (unsigned int i = 0; i < func->nr_params; i++) {
		first = !out->trouble.why;
		if (slot && slot->args && i < slot->nr_args)
			cross__by_model(p, out, &out->args[i], &slot->args[i], func, i, true);
		else
			up_default(p, out, func, i, slot);
		if (slot && !context__hosted(p->context, func, slot))
			out->args[i].host = NULL;
		if (out->args[i].kind == ARG_IGNORED && func->params[i].used)
			cross__trouble(p, out, "it uses its argument %s, of which it is not told",
				       out->args[i].name);
		if (slot && first && out->trouble.why)
			out->trouble.advice = strings__format(p->strings,
							      "slots: %s: {context: sleep, args: [...]}",
							      slot->name);
	}
	cross__returned(p, out, func, NULL);
}

const struct model_slot *cross__slot(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		if (slot)
			return slot;
	}
	return NULL;
}
