// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: functions, and those of them that are upcalls.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static char **words(const char *list)
{
	char **out = NULL;
	unsigned int nr = 0;

	while (list && *list) {
		size_t len = strcspn(list, " ");

		*STORE_ADD(out, nr) = store__format("%.*s", (int)len, list);
		list += len + strspn(list + len, " ");
	}
	if (out)
		STORE_ADD(out, nr);
	return out;
}

/* ---- arguments ----------------------------------------------------------- */

/* The driver's part of a guest leads to the whole of it. */
static char *whole_of(struct share *s, const struct cross_arg *arg)
{
	const struct partition *p = s->p;

	if (!arg->to || arg->to->kind != TYPE_RECORD || arg->to->record != p->private ||
	    !visitors__host(p, p->private_of))
		return NULL;
	return store__format("((struct %s *)((void *)%s - (%s)))", p->private_of->name, arg->name,
			     p->private_of->private);
}

static struct plan_arg fill_arg(struct share *s, const struct cross_arg *arg)
{
	struct plan_arg out = {
		.name = store__copy(arg->name),
		.type = store__copy(arg->type),
		.kind = arg->kind,
		.dir = arg->dir,
		.object_type = -1,
		.lent = arg->lent,
		.birth = arg->birth,
		.managed = arg->managed,
		.ends = arg->ends,
		.null = arg->null,
		.host = store__copy(arg->host),
		.check = store__copy(arg->check),
		.user = store__copy(arg->user),
		.answer = store__copy(arg->answer),
		.limit = words(arg->limit),
	};

	if (arg->kind == ARG_BUFFER || arg->kind == ARG_IGNORED)
		out.len = store__copy(arg->len);
	if (arg->kind == ARG_OBJECT) {
		out.class = share__class(s, arg->to);
		if (!out.class && arg->class)
			out.class = share__class_named(s, arg->class);
		if (arg->region)
			out.class = PLAN_REGION;
		out.object_type = share__type_with(s, arg->to);
		out.whole = whole_of(s, arg);
	}
	return out;
}

void share__fill_args(struct share *s, const struct crossing *crossing, struct plan_arg **args,
		      unsigned int *nr, struct plan_arg *ret)
{
	for (unsigned int i = 0; i < crossing->nr_args; i++)
		*STORE_ADD(*args, *nr) = fill_arg(s, &crossing->args[i]);
	*ret = fill_arg(s, &crossing->ret);
}

/* ---- functions ----------------------------------------------------------- */

/* What a macro makes for its own ends, as module_param() does, is nobody's function. */
static bool counts(const struct func *func)
{
	return partition__ours(func) && !func->outline && !(func->from_macro && func->is_inline);
}

static void plain_args(struct share *s, const struct func *func, struct plan_function *out)
{
	struct cross_arg arg = { .kind = ARG_VALUE };

	for (unsigned int i = 0; i < func->nr_params; i++) {
		arg.name = *func->params[i].name ? func->params[i].name :
			   strings__format(s->p->strings, "a%u", i);
		arg.type = func->params[i].type->spelling;
		*STORE_ADD(out->args, out->nr_args) = fill_arg(s, &arg);
	}
	arg = (struct cross_arg){ .type = func->ret->spelling };
	arg.kind = func->ret->kind == TYPE_VOID ? ARG_VOID : ARG_VALUE;
	out->ret = fill_arg(s, &arg);
}

static void fill_function(struct share *s, const struct func *func)
{
	struct plan_function *out = STORE_ADD(s->plan->functions, s->plan->nr_functions);
	const struct part_node *node = &s->p->nodes[func->index];

	s->functions[func->index] = s->plan->nr_functions - 1;
	out->name = store__copy(func->name);
	out->source = func->source;
	out->unit = func->unit;
	out->line = func->line;
	out->end_line = func->end_line;
	out->start = func->start;
	out->body_start = func->body_start;
	out->body_end = func->body_end;
	out->from_macro = func->from_macro;
	out->is_static = func->is_static;
	out->is_inline = func->is_inline;
	out->variadic = func->variadic;
	out->side = node->side;
	out->reason = store__copy(node->reason);
	out->advice = store__copy(node->advice);
	out->declined = func->declined ? store__copy(func->declined) : NULL;
	out->atomic = s->p->context->nodes[func->index].atomic;
	out->upcall = -1;
	out->downcall = -1;
	plain_args(s, func, out);
}

static void fill_missing(struct share *s, const struct func *func)
{
	const struct part_node *node = &s->p->nodes[func->index];
	struct plan_missing *out;

	if (node->side != SIDE_KERNEL || !node->symbol)
		return;
	out = STORE_ADD(s->plan->missing, s->plan->nr_missing);
	out->symbol = store__copy(node->symbol);
	out->file = store__copy(func->file);
	out->line = node->line;
	out->user = store__copy(func->name);
	out->advice = store__copy(node->advice);
}

void share__functions(struct share *s)
{
	const struct facts *facts = s->p->facts;

	s->functions = store__alloc(facts->nr_all * sizeof(*s->functions));
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		s->functions[f] = -1;
		if (!counts(facts->all[f]))
			continue;
		fill_function(s, facts->all[f]);
		fill_missing(s, facts->all[f]);
	}
}

/* ---- upcalls ------------------------------------------------------------- */

static bool called_from_kernel(const struct share *s, const struct func *func)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (partition__ours(node->callers[i].caller) &&
		    partition__in_kernel(s->p, node->callers[i].caller))
			return true;
	return node->nr_slots;
}

static void fill_upcall(struct share *s, struct func *func)
{
	struct plan_function *out = &s->plan->functions[s->functions[func->index]];
	const struct context_node *node = &s->p->context->nodes[func->index];
	const struct model_slot *slot = cross__slot(s->p, func);
	struct crossing crossing;
	struct plan_upcall *up;

	if (s->p->nodes[func->index].side != SIDE_USER || !called_from_kernel(s, func))
		return;
	cross__up(s->p, func, slot, &crossing);
	for (unsigned int i = 0; i < out->nr_args; i++) {
		free(out->args[i].name);
		free(out->args[i].type);
		out->args[i] = fill_arg(s, &crossing.args[i]);
		out->args[i].unused = !func->params[i].used;
	}
	free(out->ret.type);
	out->ret = fill_arg(s, &crossing.ret);
	up = STORE_ADD(s->plan->upcalls, s->plan->nr_upcalls);
	out->upcall = s->plan->nr_upcalls - 1;
	up->function = s->functions[func->index];
	up->slot = slot ? store__copy(slot->name) : NULL;
	up->on_failure = slot ? store__copy(slot->on_failure) : NULL;
	up->at_most = slot ? store__copy(slot->at_most) : NULL;
	up->wait_ms = slot ? slot->wait_ms : 0;
	up->holds = store__copy(model__locks(s->p->model, node->must));
	up->perhaps = store__copy(model__locks(s->p->model, node->may & ~node->must));
	up->remember = slot && slot->remember && out->nr_args >= 2;
}

void share__calls(struct share *s)
{
	const struct facts *facts = s->p->facts;

	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (s->functions[f] >= 0)
			fill_upcall(s, facts->all[f]);
	for (unsigned int f = 0; f < facts->nr_all; f++)
		if (s->user[f])
			share__downs(s, facts->all[f]);
	share__fixed(s);
	share__called(s);
	share__sites(s);
}
