// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How calls cross: the model's word where there is one, else what a type
 * allows. What is left is refused: see splitter/cross.h.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "cross.h"
#include "stack.h"
#include "tables.h"

__attribute__((format(printf, 3, 4)))
static void trouble(struct partition *p, struct crossing *out, const char *format, ...)
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

/* ---- what types allow ---------------------------------------------------- */

static const struct type *pointee(const struct type *type)
{
	return type->kind == TYPE_POINTER ? type->to : NULL;
}

static bool scalar(const struct type *type)
{
	return type->kind == TYPE_SCALAR && type->size <= 8;
}

static bool object(const struct partition *p, const struct type *type)
{
	const struct type *to = pointee(type);

	return to && (to->kind == TYPE_FUNCTION ||
		      (to->kind == TYPE_RECORD && tracked__is(p, to->record)));
}

/* Bytes that mean the same in both halves, as many as the type says. */
static bool copyable(const struct type *to)
{
	if (to->kind == TYPE_RECORD)
		return to->record->size > 0 && !tracked__has_pointers(to->record);
	return scalar(to);
}

/* ---- one element, or an array? ------------------------------------------- */

static bool single(const struct partition *p, const struct func *func, unsigned int param,
		   unsigned int depth);

static bool is_param(const struct func *func, const struct origins *from, unsigned int param,
		     bool *moved)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		if (all.items[i].kind == ORIGIN_PARAM && (unsigned int)all.items[i].index == param) {
			found = true;
			*moved |= all.items[i].moved;
		}
	free(all.items);
	return found;
}

static bool single_in_call(const struct partition *p, const struct func *func,
			   const struct call *call, unsigned int param, unsigned int depth)
{
	bool moved = false;

	for (unsigned int a = 0; a < call->nr_args; a++) {
		if (!is_param(func, &call->args[a], param, &moved))
			continue;
		if (moved || !call->callee || !call->callee->walked ||
		    a >= call->callee->nr_params || !single(p, call->callee, a, depth + 1))
			return false;
	}
	return true;
}

/* A function uses no more of what @param points to than one element, and keeps it nowhere. */
static bool single(const struct partition *p, const struct func *func, unsigned int param,
		   unsigned int depth)
{
	bool moved = false;

	if (depth > 8 || is_param(func, &func->returned, param, &moved))
		return false;
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		if (is_param(func, &func->derefs[i].from, param, &moved) &&
		    (moved || func->derefs[i].indexed))
			return false;
	for (unsigned int i = 0; i < func->nr_stores; i++)
		if (is_param(func, &func->stores[i].from, param, &moved))
			return false;
	for (unsigned int i = 0; i < func->nr_calls; i++)
		if (!single_in_call(p, func, &func->calls[i], param, depth))
			return false;
	return true;
}

/* ---- arguments ----------------------------------------------------------- */

static void name_arg(struct partition *p, struct cross_arg *arg, const struct func *func,
		     unsigned int at)
{
	const char *name = func->params[at].name;

	arg->name = *name ? name : strings__format(p->strings, "a%u", at);
	arg->type = func->params[at].type->spelling;
	arg->to = pointee(func->params[at].type);
}

static void say_needed(struct partition *p, struct crossing *out, const struct func *func,
		       unsigned int at, const char *section)
{
	bool first = !out->trouble.why;

	trouble(p, out, "it is not known how its argument %u (%s) crosses", at,
		func->params[at].type->spelling);
	advise(out, first, func->name,
	       strings__format(p->strings, "%s: %s: {args: [...]}", section, func->name));
}

static void by_model(struct partition *p, struct crossing *out, struct cross_arg *arg,
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
	arg->limit = model->limit;
	arg->null = model->null;
	arg->table = model->table;
	arg->birth = model->birth;
	arg->ends = model->ends;
	arg->managed = model->birth && arg->to && arg->to->kind == TYPE_RECORD &&
		       !map__get(&p->ended, arg->to->record->name);
	arg->class = model->as;
	/* Nothing but a function may be where the kernel will call one. */
	if (arg->kind == ARG_POINTER && arg->to && arg->to->kind == TYPE_FUNCTION)
		arg->kind = ARG_OBJECT;
	if (arg->kind == ARG_RESULT) {
		if (!arg->to || arg->to->kind != TYPE_POINTER)
			trouble(p, out, "the model takes its argument %u for a pointer's address", at);
	} else if (arg->kind == ARG_OBJECT && arg->class && arg->to && arg->to->kind == TYPE_VOID) {
		;	/* The model says what it leads to. */
	} else if (arg->kind == ARG_OBJECT && !object(p, func->params[at].type)) {
		if (arg->to && arg->to->kind == TYPE_RECORD)
			trouble(p, out, "no object of the type of its argument %u (%s) is known",
				at, func->params[at].type->spelling);
		else if (arg->to)
			arg->kind = ARG_POINTER;
		else
			trouble(p, out, "the model takes its argument %u for a pointer", at);
	} else if (arg->kind == ARG_VALUE && arg->to && (model->user ||
			(arg->to->kind == TYPE_VOID && arg->check))) {
		return;		/* a number that the driver keeps in a pointer */
	} else if (arg->kind == ARG_VALUE && !scalar(func->params[at].type)) {
		say_needed(p, out, func, at, "functions");
	} else if (arg->kind != ARG_VALUE && arg->kind != ARG_IGNORED && !arg->to) {
		trouble(p, out, "the model takes its argument %u for a pointer", at);
	}
}

static void by_type(struct partition *p, struct crossing *out, struct cross_arg *arg,
		    const struct func *func, unsigned int at, const char *section)
{
	const struct type *type = func->params[at].type;

	arg->kind = ARG_VALUE;
	if (object(p, type))
		arg->kind = ARG_OBJECT;
	else if (!scalar(type))
		say_needed(p, out, func, at, section);
}

/* The text comes in one more argument of the message. */
static void text_returned(struct partition *p, struct crossing *out)
{
	out->ret.kind = ARG_STRING;
	if (out->nr_args == CLEAVE_MAX_ARGS)
		trouble(p, out, "it has no argument to spare for the string that it returns");
}

static void returned(struct partition *p, struct crossing *out, const struct func *func,
		     const struct model_returns *model)
{
	const struct type *type = func->ret;

	out->ret = (struct cross_arg){ .type = type->spelling, .to = pointee(type) };
	out->ret.kind = ARG_VALUE;
	if (type->kind == TYPE_VOID)
		out->ret.kind = ARG_VOID;
	else if (object(p, type))
		out->ret.kind = ARG_OBJECT;
	else if (model && model->string && literals__is_string(type))
		text_returned(p, out);
	else if (out->ret.to && model && (model->pointer || model->opaque ||
					  (model->birth != BIRTH_NONE && model->at < 0)))
		out->ret.kind = ARG_POINTER;
	else if (!scalar(type))
		trouble(p, out, "it is not known how what it returns (%s) crosses", type->spelling);
	if (!model || model->birth != BIRTH_OBJECT)
		return;
	if (!map__get(&p->model->types, model->object))
		trouble(p, out, "of which type the object is that it makes is not known");
	else if (!map__get(&p->born, model->object))
		trouble(p, out, "%s", tracked__why_not(p, model->object));
}

/* What follows a format becomes its text in the user half. */
static bool formats(const struct model_function *entry, const struct func *func)
{
	return entry && func->nr_params && entry->nr_args == func->nr_params &&
	       entry->args[entry->nr_args - 1].kind == ARG_FORMAT;
}

static bool prototype(struct partition *p, struct crossing *out, const struct func *func,
		      const struct model_function *entry)
{
	memset(out, 0, sizeof(*out));
	if (func->variadic && !formats(entry, func))
		trouble(p, out, "it takes any number of arguments");
	if (func->nr_params > CLEAVE_MAX_ARGS)
		trouble(p, out, "it takes more than %d arguments", CLEAVE_MAX_ARGS);
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
	if (!prototype(p, out, func, entry))
		return;
	if (entry && tracked__unknown(p, entry))
		trouble(p, out, "%s", tracked__why_not(p, tracked__unknown(p, entry)));
	for (unsigned int i = 0; i < func->nr_params; i++)
		if (entry && i < entry->nr_args)
			by_model(p, out, &out->args[i], &entry->args[i], func, i, false);
		else
			by_type(p, out, &out->args[i], func, i,
				func->walked ? "inlines" : "functions");
	if (entry && entry->object && entry->ends >= 0) {
		out->args[entry->ends].kind = ARG_OBJECT;
		out->args[entry->ends].to = NULL;
		out->args[entry->ends].class = entry->object;
	}
	returned(p, out, func, entry ? &entry->returns : NULL);
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
			trouble(p, out, "its argument %s has a type (%s) that is not known here",
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
		trouble(p, out, "it takes more than %d arguments", CLEAVE_MAX_ARGS);
	out->ret.type = entry->returns.type ? entry->returns.type : "void";
	out->ret.kind = !entry->returns.type ? ARG_VOID :
			strchr(entry->returns.type, '*') ? ARG_POINTER : ARG_VALUE;
}

/* A constant table of the driver's, or nothing. */
static bool is_table(const struct origin *origin)
{
	return origin->kind == ORIGIN_NULL ||
	       (origin->kind == ORIGIN_GLOBAL && origin->global->source >= 0 &&
		origin->global->type->is_const && tables__nameable(origin->global));
}

bool cross__is_table(const struct partition *p, const struct func *func,
		     const struct origins *from)
{
	return flow__all(p->flow, func, from, is_table);
}

/*
 * A table, or list of pointers, that each half has: its address crosses. There is no other way
 * for a list, so whoever gives one is asked.
 */
static bool into_table(struct partition *p, const struct func *func, unsigned int at,
		       struct cross_arg *arg, bool down)
{
	if (!arg->to || !arg->to->is_const ||
	    (arg->to->kind != TYPE_RECORD && arg->to->kind != TYPE_POINTER) ||
	    (!(down && arg->to->kind == TYPE_POINTER) &&
	     !flow__all_given(p->flow, func, at, is_table)))
		return false;
	arg->table = true;
	arg->kind = ARG_OBJECT;
	arg->null = true;
	return true;
}

/* A copy of one element, there and, unless it is const, back. */
static void loan(struct partition *p, struct cross_arg *arg, unsigned int at, bool up)
{
	arg->kind = ARG_BUFFER;
	arg->len = strings__format(p->strings, "sizeof(*$%u)", at);
	arg->dir = !arg->to->is_const ? CLEAVE_BOTH : up ? CLEAVE_TO_USER : CLEAVE_TO_KERNEL;
}

static void into_region(struct cross_arg *arg)
{
	arg->kind = ARG_OBJECT;
	arg->region = true;
}

/* A profile may say it of the driver's own functions. */
static void untold(struct partition *p, struct crossing *out, const struct func *func,
		   const struct cross_arg *arg)
{
	bool first = !out->trouble.why;

	trouble(p, out, "its argument %s (%s) cannot cross", arg->name, arg->type);
	if (first && arg->to)
		out->trouble.advice = strings__format(p->strings, "functions: %s: {args: [...]}",
						      func->name);
}

/* The parameter of a region's function that an argument of the region is, unchanged; or -1. */
static int given(const struct func *func, unsigned int at)
{
	const struct func *of = func->outline->of;
	struct origins all = { 0 };
	int n = -1;

	for (unsigned int i = 0; i < of->nr_calls; i++)
		if (of->calls[i].callee == func)
			flow__resolve(of, &of->calls[i].args[at], &all);
	if (all.nr == 1 && all.items[0].kind == ORIGIN_PARAM && !all.items[0].moved &&
	    !all.items[0].inside)
		n = all.items[0].index;
	free(all.items);
	return n;
}

/*
 * Whether the slot through which a region's function is called says that its parameter @n
 * is one element. Not if another parameter tells a length: the user half could change that
 * after it was looked at.
 */
static bool slot_lends(struct partition *p, const struct func *of, int n,
		       const struct type *to)
{
	const struct model_slot *slot = cross__slot(p, of);
	const struct type *same = of->params[n].type->to;
	char *len;
	bool one;

	if (!slot || !slot->args || (unsigned int)n >= slot->nr_args ||
	    slot->args[n].kind != ARG_BUFFER || !to->record || !same || same->record != to->record)
		return false;
	len = store__format("sizeof(*$%d)", n);
	one = !slot->args[n].len || !strcmp(slot->args[n].len, len);
	free(len);
	return one;
}

/* The address of a variable that a region changes. */
static bool changed(const struct func *func, unsigned int at)
{
	for (unsigned int i = 0; i < func->outline->nr_vars; i++)
		if (func->outline->vars[i].written && func->outline->vars[i].param == (int)at)
			return true;
	return false;
}

/*
 * A region gets copies of what is lent, so what is lent must not overlap: only what its
 * function was given, each once, and more than one thing only if the kernel gave them.
 */
static bool region_borrows(struct partition *p, const struct func *func, unsigned int at,
			   const struct crossing *out)
{
	const struct func *of = func->outline->of;
	bool called = p->flow->nodes[of->index].nr_callers;
	const struct type *to = func->params[at].type->to;
	int n = given(func, at);

	if (n < 0)
		return false;
	for (unsigned int i = 0; i < at; i++)
		if (out->args[i].kind == ARG_BUFFER &&
		    !changed(func, i) && (called || given(func, i) == n))
			return false;
	return (copyable(to) && single(p, func, at, 0)) || (!called && slot_lends(p, of, n, to));
}

/* A buffer that the upcall was given, of any length: its uses in the region are guarded. */
static bool lend(struct partition *p, const struct func *func, unsigned int at,
		 const struct crossing *out, struct cross_arg *arg)
{
	const struct outline *outline = func->outline;
	const struct model_slot *slot = outline ? cross__slot(p, outline->of) : NULL;
	bool guarded = false;
	int n;

	for (unsigned int i = 0; outline && i < outline->nr_vars; i++)
		guarded |= outline->vars[i].param == (int)at && outline->vars[i].guarded;
	if (!guarded || !slot || !slot->args || p->flow->nodes[outline->of->index].nr_callers)
		return false;
	n = given(func, at);
	for (unsigned int i = 0; i < at; i++)
		if (out->args[i].kind == ARG_BUFFER && !changed(func, i) && given(func, i) == n)
			return false;
	if (n < 0 || (unsigned int)n >= slot->nr_args || slot->args[n].kind != ARG_BUFFER)
		return false;
	loan(p, arg, at, false);
	arg->lent = true;
	return true;
}

static bool borrows(struct partition *p, const struct func *func, unsigned int at,
		    const struct crossing *out)
{
	if (func->outline && !changed(func, at))
		return region_borrows(p, func, at, out);
	return copyable(func->params[at].type->to) && single(p, func, at, 0);
}

void cross__driver(struct partition *p, struct func *func, struct crossing *out)
{
	if (!prototype(p, out, func, NULL))
		return;
	for (unsigned int i = 0; i < func->nr_params; i++) {
		const struct type *type = func->params[i].type;
		const struct model_arg *told = cross__told(p, func, i);
		struct cross_arg *arg = &out->args[i];

		if (told)
			by_model(p, out, arg, told, func, i, false);
		else if (scalar(type))
			arg->kind = ARG_VALUE;
		else if (arg->to && stack__only(p, func, i) && single(p, func, i, 0) &&
			 (copyable(arg->to) || stack__numbers(func, i)))
			loan(p, arg, i, false);
		else if (object(p, type))
			arg->kind = ARG_OBJECT;
		else if (arg->to && arg->to->kind != TYPE_FUNCTION && regions__param(p, func, i))
			into_region(arg);
		else if (into_table(p, func, i, arg, true))
			continue;
		else if (arg->to && borrows(p, func, i, out))
			loan(p, arg, i, false);
		else if (arg->to && lend(p, func, i, out, arg))
			continue;
		else
			untold(p, out, func, arg);
	}
	returned(p, out, func, NULL);
}

static void up_default(struct partition *p, struct crossing *out, struct func *func,
		       unsigned int at, bool slot)
{
	const struct type *type = func->params[at].type;
	struct cross_arg *arg = &out->args[at];

	if (scalar(type)) {
		arg->kind = ARG_VALUE;
	} else if (object(p, type) && stack__in_kernel(p, func, at)) {
		trouble(p, out, "its argument %s may be the address of a local variable", arg->name);
		out->stack = true;
	} else if (object(p, type)) {
		arg->kind = ARG_OBJECT;
	} else if (into_table(p, func, at, arg, false)) {
		return;
	} else if (arg->to && copyable(arg->to) && single(p, func, at, 0) &&
		   (!slot || arg->to->kind == TYPE_RECORD)) {
		loan(p, arg, at, true);
	} else if (arg->to && arg->to->kind == TYPE_VOID) {
		arg->kind = ARG_POINTER;
	} else {
		trouble(p, out, "its argument %s (%s) cannot cross", arg->name, arg->type);
	}
}

void cross__up(struct partition *p, struct func *func, const struct model_slot *slot,
	       struct crossing *out)
{
	bool first;

	if (!prototype(p, out, func, NULL))
		return;
	for (unsigned int i = 0; i < func->nr_params; i++) {
		first = !out->trouble.why;
		if (slot && slot->args && i < slot->nr_args)
			by_model(p, out, &out->args[i], &slot->args[i], func, i, true);
		else
			up_default(p, out, func, i, slot);
		if (out->args[i].kind == ARG_IGNORED && func->params[i].used)
			trouble(p, out, "it uses its argument %s, of which it is not told",
				out->args[i].name);
		if (slot && first && out->trouble.why)
			out->trouble.advice = strings__format(p->strings,
							      "slots: %s: {context: sleep, args: [...]}",
							      slot->name);
	}
	returned(p, out, func, NULL);
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
