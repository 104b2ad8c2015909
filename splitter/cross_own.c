// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of splitter/cross.h: downcalls of the driver's own functions, regions among them. */
#include <stdlib.h>
#include <string.h>

#include "cross_parts.h"
#include "stack.h"

/* ---- what is said ---------------------------------------------------------- */

/* What is said of a slot in a structure of the driver's, which the driver alone calls through. */
static const struct model_slot *own_slot(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		if (slot && slot->args && context__own_slot(p->facts, slot->name))
			return slot;
	}
	return NULL;
}

const struct model_arg *cross__told(const struct partition *p, const struct func *func,
				    unsigned int at)
{
	const struct model_function *entry = map__get(&p->model->functions, func->name);
	const struct model_slot *slot = entry ? NULL : own_slot(p, func);

	if (entry)
		return at < entry->nr_args ? &entry->args[at] : NULL;
	return slot && at < slot->nr_args ? &slot->args[at] : NULL;
}

/* ---- what a region is given -------------------------------------------------- */

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
	return (cross__copyable(to) && cross__single(p, func, at)) ||
	       (!called && slot_lends(p, of, n, to));
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
	cross__loan(p, arg, at, false);
	arg->lent = true;
	return true;
}

static bool borrows(struct partition *p, const struct func *func, unsigned int at,
		    const struct crossing *out)
{
	if (func->outline && !changed(func, at))
		return region_borrows(p, func, at, out);
	return cross__copyable(func->params[at].type->to) && cross__single(p, func, at);
}

/* ---- all of the call ---------------------------------------------------------- */

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

	cross__trouble(p, out, "its argument %s (%s) cannot cross", arg->name, arg->type);
	if (first && arg->to)
		out->trouble.advice = strings__format(p->strings, "functions: %s: {args: [...]}",
						      func->name);
}

void cross__driver(struct partition *p, struct func *func, struct crossing *out)
{
	if (!cross__prototype(p, out, func, NULL))
		return;
	for (unsigned int i = 0; i < func->nr_params; i++) {
		const struct type *type = func->params[i].type;
		const struct model_arg *told = cross__told(p, func, i);
		struct cross_arg *arg = &out->args[i];

		if (told)
			cross__by_model(p, out, arg, told, func, i, false);
		else if (cross__scalar(type))
			arg->kind = ARG_VALUE;
		else if (arg->to && stack__only(p, func, i) && cross__single(p, func, i) &&
			 (cross__copyable(arg->to) || stack__numbers(func, i)))
			cross__loan(p, arg, i, false);
		else if (cross__object(p, type))
			arg->kind = ARG_OBJECT;
		else if (arg->to && arg->to->kind != TYPE_FUNCTION && regions__param(p, func, i))
			into_region(arg);
		else if (cross__into_table(p, func, i, arg, true))
			continue;
		else if (arg->to && borrows(p, func, i, out))
			cross__loan(p, arg, i, false);
		else if (arg->to && lend(p, func, i, out, arg))
			continue;
		else
			untold(p, out, func, arg);
	}
	cross__returned(p, out, func, NULL);
}
