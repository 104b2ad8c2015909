// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: downcalls, which the kernel half makes for the user half.
 */
#include <stdlib.h>
#include <string.h>

#include "chosen.h"
#include "number.h"
#include "share.h"

static const char *type_of_key(struct share *s, const struct plan_downcall *down,
			       const char *key)
{
	unsigned int n;

	if (!strcmp(key, "$ret"))
		return down->ret.type;
	if (key[0] == '$' && key[1] >= '0' && key[1] <= '9') {
		n = strtoul(key + 1, NULL, 10);
		if (n < down->nr_args && strspn(key + 1, "0123456789") == strlen(key + 1))
			return down->args[n].kind != ARG_RESULT ? down->args[n].type :
			       strings__format(s->p->strings, "typeof(*(%s)0)",
					       down->args[n].type);
	}
	return "u64";
}

static void fill_keys(struct share *s, const struct model_function *entry,
		      struct plan_downcall *down)
{
	unsigned int nr = 0, same = 0, release = 0;

	for (unsigned int i = 0; entry->keys[i]; i++) {
		if (entry->acquires) {
			*STORE_ADD(down->undo_keys, nr) = store__copy(entry->keys[i]);
			*STORE_ADD(down->undo_types, same) =
				store__copy(type_of_key(s, down, entry->keys[i]));
		} else {
			*STORE_ADD(down->release_keys, release) = store__copy(entry->keys[i]);
		}
	}
	if (nr) {
		STORE_ADD(down->undo_keys, nr);
		STORE_ADD(down->undo_types, same);
	}
	if (release)
		STORE_ADD(down->release_keys, release);
}

static void fill_birth(struct share *s, const struct model_function *entry,
		       struct plan_downcall *down)
{
	const struct model_returns *r = &entry->returns;
	const struct model_type *type = r->object ?
		map__get(&s->p->model->types, r->object) : NULL;

	down->birth = r->birth;
	down->birth_type = r->birth == BIRTH_OBJECT ? share__type_of(s, r->object) : -1;
	down->birth_clear = r->clear;
	down->birth_errors = r->errors;
	down->birth_size = store__copy(r->size);
	down->birth_phys = store__copy(r->phys);
	down->birth_dev = store__copy(r->dev);
	down->birth_dma = store__copy(r->dma);
	down->birth_at = r->at;
	down->birth_managed = store__copy(r->managed);
	down->birth_guest = type && type->guest && !r->lasts && !r->managed;
}

/* It is given a function that the kernel will call: a timer's, say. */
static bool calls_back(struct share *s, const struct model_function *entry)
{
	for (unsigned int i = 0; i < entry->nr_args; i++)
		if (map__get(&s->p->model->slots, strings__format(s->p->strings, "%s#%u",
								  entry->name, i)))
			return true;
	return false;
}

static void fill_entry(struct share *s, const struct model_function *entry,
		       struct plan_downcall *down)
{
	down->dies = -1;
	down->fails = -1;
	down->birth_type = -1;
	down->birth_at = -1;
	if (!entry)
		return;
	down->anywhere = entry->anywhere;
	down->by_worker = entry->by_worker;
	down->keeps = !entry->of && (entry->acquires || calls_back(s, entry));
	down->acquires = store__copy(entry->acquires ? entry->name : NULL);
	down->undo = store__copy(entry->undo);
	down->quiesce = store__copy(entry->quiesce);
	down->unless = store__copy(entry->unless);
	down->until_answer = entry->until_answer;
	down->first = entry->first;
	down->always = entry->always;
	down->holds = store__copy(model__locks(s->p->model, entry->holds));
	down->releases = store__copy(entry->releases);
	down->dies = entry->ends;
	down->instead = store__copy(entry->instead);
	down->fails = entry->fails;
	down->deferred = entry->deferred;
	down->of = store__copy(entry->of);
	fill_birth(s, entry, down);
	fill_keys(s, entry, down);
}

static void fill_locks(struct share *s, uint64_t takes, uint64_t needs, struct plan_downcall *down)
{
	down->takes = store__copy(model__locks(s->p->model, takes));
	down->needs = store__copy(model__locks(s->p->model, needs));
}

/* Its own, and those of what it calls. */
static void fill_locks_of(struct share *s, const struct func *callee, struct plan_downcall *down)
{
	const struct context_node *node = &s->p->context->nodes[callee->index];

	fill_locks(s, node->takes, node->needs, down);
}

static struct plan_downcall *new_down(struct share *s, const char *name, enum down_kind kind,
				      int unit)
{
	struct plan_downcall *down;

	for (unsigned int i = 0; i < s->plan->nr_downcalls; i++)
		if (s->plan->downcalls[i].kind == kind && !strcmp(s->plan->downcalls[i].name, name))
			return NULL;
	down = STORE_ADD(s->plan->downcalls, s->plan->nr_downcalls);
	down->name = store__copy(name);
	down->kind = kind;
	down->function = -1;
	down->unit = unit;
	return down;
}

/* A driver's call with a literal NULL says that NULL may be given there. */
static void allow_null(const struct call *call, struct plan_downcall *down)
{
	for (unsigned int i = 0; i < call->nr_args && i < down->nr_args; i++)
		for (unsigned int o = 0; o < call->args[i].nr; o++)
			if (call->args[i].items[o].kind == ORIGIN_NULL &&
			    down->kind == DOWN_DRIVER)
				down->args[i].null = true;
}

static void down_macro(struct share *s, const struct func *func, const struct call *call)
{
	const struct model_function *entry = map__get(&s->p->model->macros, call->macro);
	struct plan_downcall *down;
	struct crossing crossing;

	if (!entry || entry->policy != MODEL_FORWARD)
		return;
	down = new_down(s, call->macro, DOWN_MACRO, func->unit);
	if (!down)
		return;
	cross__macro(s->p, entry, &crossing);
	share__fill_args(s, &crossing, &down->args, &down->nr_args, &down->ret);
	share__site_arg(entry, down);
	fill_entry(s, entry, down);
	fill_locks(s, entry->takes, entry->needs, down);
}

/* Numbers by which the user half could steer the function. */
static void check_numbers(struct share *s, const struct func *callee, struct plan_downcall *down)
{
	for (unsigned int i = 0; i < down->nr_args; i++) {
		const char *place = number__param(s->p->strings, callee, i, false);
		const struct chosen_bound *bound = map__get(&s->p->bounds, place);

		if (!bound || down->args[i].check)
			continue;
		if (bound->owner)
			down->args[i].check = store__copy(model__owner_check(s->p->strings,
									     bound->owner, i, "1"));
		else
			down->args[i].check = store__format("(u64)$%u >= %llu && (u64)$%u <= %lluULL",
							    i, bound->least, i, bound->most);
	}
}

static void down_driver(struct share *s, const struct call *call, struct func *callee)
{
	bool made = partition__redirected(callee);
	struct plan_downcall *down = new_down(s, callee->name, made ? DOWN_INLINE : DOWN_DRIVER,
					      callee->unit);
	int function = s->functions[callee->index];
	struct crossing crossing;

	if (!down && made)
		return;
	if (!down) {
		allow_null(call, &s->plan->downcalls[s->plan->functions[function].downcall]);
		return;
	}
	if (!made)
		s->plan->functions[function].downcall = s->plan->nr_downcalls - 1;
	down->function = made ? -1 : function;
	cross__driver(s->p, callee, &crossing);
	share__fill_args(s, &crossing, &down->args, &down->nr_args, &down->ret);
	check_numbers(s, callee, down);
	fill_entry(s, NULL, down);
	fill_locks_of(s, callee, down);
	allow_null(call, down);
}

static int by_start(const void *a, const void *b)
{
	const struct plan_guard *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end < y->end) - (x->end > y->end);
}

/* Of buffers that are arguments for another reason no use needs one. */
static void fill_guards(const struct outline *outline, const struct plan_downcall *down,
			struct plan_outline *out)
{
	out->unlock = outline->unlock;
	for (unsigned int i = 0; i < outline->nr_guards; i++) {
		const struct outline_guard *from = &outline->guards[i];

		if (from->count || down->args[from->param].lent)
			*STORE_ADD(out->guards, out->nr_guards) = (struct plan_guard){
				from->start, from->end, from->param, from->index, from->count };
	}
	if (out->nr_guards)
		qsort(out->guards, out->nr_guards, sizeof(*out->guards), by_start);
}

static void fill_followed(const struct outline *outline, struct plan_outline *out)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < outline->nr_followed; i++)
		*STORE_ADD(out->followed, nr) = store__copy(outline->followed[i]);
	if (nr)
		STORE_ADD(out->followed, nr);
}

static void down_whole(struct share *s, const struct call *call, struct func *callee)
{
	struct func *of = callee->outline->of;
	struct plan_outline *out;

	down_driver(s, call, of);
	out = STORE_ADD(s->plan->outlines, s->plan->nr_outlines);
	out->name = store__copy(callee->name);
	out->function = s->functions[of->index];
	out->downcall = s->plan->functions[out->function].downcall;
	out->whole = true;
	out->line = callee->outline->line;
	out->end_line = callee->outline->end_line;
	out->start = callee->outline->start;
	out->end = callee->outline->end;
}

/*
 * What asserts that a lock is held may ask whether the thread that it runs in holds it; a helper
 * may let go of the spin lock and wait for another; and who asks for current means the caller.
 */
static bool runs_by_worker(const struct share *s, const struct func *outline)
{
	const struct context_node *node = &s->p->context->nodes[outline->index];

	return outline->outline->locked && !node->needs && !node->takes && !node->in_caller;
}

static void down_outline(struct share *s, const struct func *func, struct func *callee)
{
	const struct outline *outline = callee->outline;
	struct plan_downcall *down = STORE_ADD(s->plan->downcalls, s->plan->nr_downcalls);
	struct plan_outline *out = STORE_ADD(s->plan->outlines, s->plan->nr_outlines);
	struct crossing crossing;

	down->name = store__copy(callee->name);
	down->kind = DOWN_OUTLINE;
	down->function = -1;
	down->unit = callee->unit;
	cross__driver(s->p, callee, &crossing);
	share__fill_args(s, &crossing, &down->args, &down->nr_args, &down->ret);
	fill_entry(s, NULL, down);
	fill_locks_of(s, callee, down);
	down->by_worker = runs_by_worker(s, callee);
	out->name = store__copy(callee->name);
	out->function = s->functions[func->index];
	out->downcall = s->plan->nr_downcalls - 1;
	out->line = outline->line;
	out->end_line = outline->end_line;
	out->start = outline->start;
	out->end = outline->end;
	fill_guards(outline, down, out);
	fill_followed(outline, out);
	for (unsigned int i = 0; i < outline->nr_exits; i++)
		*STORE_ADD(out->exits, out->nr_exits) = (struct plan_exit){
			outline->exits[i].start, outline->exits[i].end };
	for (unsigned int i = 0; i < outline->nr_vars; i++) {
		struct plan_outline_var *var;

		if (!outline->vars[i].written && outline->vars[i].param >= 0)
			continue;
		var = STORE_ADD(out->vars, out->nr_vars);
		var->name = store__copy(outline->vars[i].name);
		var->type = store__copy(outline->vars[i].type->spelling);
		var->arg = outline->vars[i].param;
	}
}

static void down_function(struct share *s, const struct func *func, struct func *callee,
			  const struct model_function *entry)
{
	enum down_kind kind = entry && entry->of ? DOWN_TYPED :
			      callee->has_body ? DOWN_INLINE : DOWN_FUNCTION;
	struct plan_downcall *down = new_down(s, callee->name, kind, func->unit);
	struct crossing crossing;

	if (!down)
		return;
	cross__down(s->p, callee, entry, &crossing);
	for (unsigned int i = 0; i < crossing.nr_args; i++) {
		struct cross_arg *arg = &crossing.args[i];
		const struct type *to = arg->kind == ARG_POINTER && !arg->check ?
					share__narrow(s, callee, i) : NULL;

		/* A table of functions, say: the callee will take what it gets for one. */
		if (!to && arg->kind == ARG_POINTER && arg->to && arg->to->kind == TYPE_RECORD)
			to = arg->to;
		if (to) {
			arg->kind = ARG_OBJECT;
			arg->to = to;
		}
	}
	share__fill_args(s, &crossing, &down->args, &down->nr_args, &down->ret);
	fill_entry(s, entry, down);
	fill_locks_of(s, callee, down);
}

static void down_callee(struct share *s, const struct func *func, const struct call *call,
			struct func *callee)
{
	const struct model_function *entry = map__get(&s->p->model->functions, callee->name);

	if (callee->outline && callee->outline->whole) {
		down_whole(s, call, callee);
	} else if (callee->outline) {
		down_outline(s, func, callee);
	} else if (partition__ours(callee)) {
		if (!partition__in_user(s->p, callee))
			down_driver(s, call, callee);
	} else if (entry) {
		if (entry->policy != MODEL_FORWARD)
			return;
		down_function(s, func, callee, entry);
		share__constant(s, call, entry);
	} else if (!s->user[callee->index] && !callee->assertion) {
		down_function(s, func, callee, NULL);
	}
}

void share__downs(struct share *s, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];
		struct targets targets = { 0 };

		if (call->alone)
			continue;
		if (call->macro)
			down_macro(s, func, call);
		flow__targets(s->p->flow, func, call, &targets);
		for (unsigned int t = 0; t < targets.nr; t++)
			down_callee(s, func, call, targets.items[t]);
		free(targets.items);
	}
}
