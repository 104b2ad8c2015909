// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: functions by which the kernel half gives back what
 * a downcall may have acquired. It must say so, or it is given back twice. A
 * header's inline around such a function stands for it. And functions by which
 * it makes objects, where the runtime hears of that.
 */
#include <stdlib.h>
#include <string.h>

#include "births.h"
#include "share.h"
#include "wrapped.h"

/* Some function of the kernel half acquires by it what it does not give back itself. */
static bool unbalanced(const struct share *s, const struct func *callee,
		       const struct model_function *entry)
{
	for (unsigned int f = 0; f < s->p->facts->nr_all && !callee->cleaned; f++) {
		const struct func *func = s->p->facts->all[f];

		for (unsigned int i = 0; i < func->nr_calls; i++)
			if (func->calls[i].callee == callee && partition__ours(func) &&
			    partition__in_kernel(s->p, func) &&
			    !acquired__gives_back(s->p, func, entry))
				return true;
	}
	return false;
}

struct plan_downcall *share__native(const struct share *s, const char *name)
{
	for (unsigned int i = 0; i < s->plan->nr_natives; i++)
		if (!strcmp(s->plan->natives[i].name, name))
			return &s->plan->natives[i];
	return NULL;
}

static void put_prototype(const struct func *func, struct plan_downcall *out)
{
	for (unsigned int i = 0; i < func->nr_params; i++) {
		struct plan_arg *arg = STORE_ADD(out->args, out->nr_args);

		arg->name = *func->params[i].name ? store__copy(func->params[i].name) :
						    store__format("a%u", i);
		arg->type = store__copy(func->params[i].type->spelling);
		arg->object_type = -1;
	}
	out->ret.type = store__copy(func->ret->spelling);
	out->ret.kind = func->ret->kind == TYPE_VOID ? ARG_VOID : ARG_VALUE;
	out->ret.object_type = -1;
}

static char *type_of_key(const struct func *func, const struct model_function *entry,
			 const char *key)
{
	unsigned long n;
	char *end;

	if (!strcmp(key, "$ret"))
		return store__copy(func->ret->spelling);
	n = *key == '$' ? strtoul(key + 1, &end, 10) : 0;
	if (*key != '$' || *end || n >= func->nr_params)
		return store__copy("u64");
	return store__format(wrapped__is_result(entry, n) ? "typeof(*(%s)0)" : "%s",
			     func->params[n].type->spelling);
}

/* By what its record is found. */
static void put_keys(const struct wrapped *w, struct plan_downcall *out)
{
	unsigned int nr = 0, same = 0, own = 0;

	for (const char *const *key = w->entry->keys; *key; key++) {
		*STORE_ADD(out->keys, own) = wrapped__say(w, *key);
		*STORE_ADD(out->undo_keys, nr) = store__copy(*key);
		*STORE_ADD(out->undo_types, same) = type_of_key(w->func, w->entry, *key);
	}
	STORE_ADD(out->keys, own);
	STORE_ADD(out->undo_keys, nr);
	STORE_ADD(out->undo_types, same);
}

/* What it acquires goes on record, where that can be done. */
static void put_acquired(struct share *s, const struct func *callee, const struct wrapped *w,
			 struct plan_downcall *out)
{
	const struct effect effect = {
		.entry = w->entry, .callee = w->func,
		.told = wrapped__tells(s->p, callee, w->entry),
	};

	/* A lock is not given back when a root ends. */
	if (w->entry->until_answer || !acquired__recorded(s->p, &effect) ||
	    !unbalanced(s, callee, w->entry))
		return;
	out->unless = w->entry->unless ? wrapped__say(w, w->entry->unless) : NULL;
	put_keys(w, out);
	out->acquires = store__copy(w->entry->name);
	out->undo = store__copy(w->entry->undo);
	out->quiesce = store__copy(w->entry->quiesce);
	out->first = w->entry->first;
}

/* What is called in a place that the shim does not reach cannot be told. */
static void note_early(struct share *s, const struct func *func, const struct call *call)
{
	struct plan_downcall *native = func->early ? share__native(s, call->callee->name) : NULL;

	if (native && !native->early)
		native->early = store__format("%s:%u: %s", func->file, call->line, func->name);
}

static struct plan_downcall *new_native(struct share *s, const char *name, const char *of, int unit)
{
	struct plan_downcall *out = STORE_ADD(s->plan->natives, s->plan->nr_natives);

	out->name = store__copy(name);
	out->of = store__copy(of);
	out->function = -1;
	out->unit = unit;
	out->birth_type = -1;
	out->birth_at = -1;
	out->dies = -1;
	out->fails = -1;
	return out;
}

static void add_maker(struct share *s, const struct func *func, const struct call *call)
{
	const char *name = natives__name(s->p, func, call);
	const struct func *callee = call->callee;
	const struct model_function *entry;
	struct plan_downcall *out;
	unsigned int nr = 0, same = 0;

	if (!name || share__native(s, name))
		return;
	entry = natives__bytes(s->p, func, call) ?: natives__made(s->p, func, call);
	out = new_native(s, name, entry->of ? entry->of : entry->name, func->unit);
	out->kind = DOWN_TYPED;
	out->for_module = natives__for_module(s->p, func, entry);
	if (!out->for_module)
		out->owner = store__copy(natives__by_macro(s->p, func, call) ? SHARE_OWNER :
					 func->params[natives__owner(s->p, func)].name);
	put_prototype(callee, out);
	out->birth = entry->returns.birth;
	if (entry->returns.object)
		out->birth_type = share__type_of(s, entry->returns.object);
	out->instead = store__copy(entry->instead);
	out->birth_clear = entry->returns.clear;
	out->birth_errors = entry->returns.errors;
	out->birth_size = store__copy(entry->returns.size);
	out->birth_at = entry->returns.at;
	out->birth_managed = store__copy(entry->returns.managed);
	if (!entry->acquires)
		return;
	out->acquires = store__copy(entry->name);
	out->undo = store__copy(entry->undo);
	out->quiesce = store__copy(entry->quiesce);
	for (unsigned int i = 0; entry->keys[i]; i++) {
		*STORE_ADD(out->undo_keys, nr) = store__copy(entry->keys[i]);
		*STORE_ADD(out->undo_types, same) = type_of_key(callee, entry, entry->keys[i]);
	}
	STORE_ADD(out->undo_keys, nr);
	STORE_ADD(out->undo_types, same);
}

/* Whoever maps device memory in the kernel half does so by it. */
static void add_mapper(struct share *s, const struct func *func, const struct call *call)
{
	const struct model_function *entry = natives__mapped(s->p, func, call);
	struct plan_downcall *out;
	unsigned int nr = 0, same = 0;

	/* Who has no user half must not fail for a mapping that cannot be shown to one. */
	if (!entry || !s->plan->nr_upcalls || share__native(s, call->callee->name))
		return;
	out = new_native(s, call->callee->name, entry->name, func->unit);
	out->kind = DOWN_TYPED;
	out->owner = store__copy(SHARE_OWNER);
	put_prototype(call->callee, out);
	out->birth = BIRTH_MMIO;
	out->birth_errors = entry->returns.errors;
	out->birth_phys = store__copy(entry->returns.phys);
	out->birth_size = store__copy(entry->returns.size);
	out->birth_table = store__copy(entry->returns.table);
	if (!entry->acquires)
		return;
	out->acquires = store__copy(entry->name);
	out->undo = store__copy(entry->undo);
	for (unsigned int i = 0; entry->keys[i]; i++) {
		*STORE_ADD(out->undo_keys, nr) = store__copy(entry->keys[i]);
		*STORE_ADD(out->undo_types, same) = type_of_key(call->callee, entry, entry->keys[i]);
	}
	STORE_ADD(out->undo_keys, nr);
	STORE_ADD(out->undo_types, same);
}

static void add_native(struct share *s, const struct func *callee, int unit)
{
	struct plan_downcall *out;
	struct wrapped w;
	unsigned int nr = 0;

	if (share__native(s, callee->name) || !wrapped__find(s->p, callee, &w) ||
	    (births__untold(s->p->model, w.entry) && !w.entry->of))
		return;
	out = new_native(s, callee->name, w.entry->of, unit);
	out->kind = w.entry->of ? DOWN_TYPED : callee->has_body ? DOWN_INLINE : DOWN_FUNCTION;
	out->releases = store__copy(w.entry->releases);
	out->already = store__copy(w.entry->already);
	out->dies = w.entry->ends >= 0 ? w.param[w.entry->ends] : -1;
	put_prototype(callee, out);
	put_acquired(s, callee, &w, out);
	for (unsigned int i = 0; out->releases && w.entry->keys[i]; i++) {
		char *key = wrapped__say(&w, w.entry->keys[i]);

		/* The first keys are enough to find the record. */
		if (!key)
			break;
		*STORE_ADD(out->release_keys, nr) = key;
	}
	if (nr)
		STORE_ADD(out->release_keys, nr);
}

static bool is_tracked(const struct share *s, const char *pointer)
{
	const char *name = pointer + strlen("struct ");

	return !strncmp(pointer, "struct ", strlen("struct ")) &&
	       map__get(&s->p->tracked,
			strings__format(s->p->strings, "%.*s", (int)strcspn(name, " *"), name));
}

/* Memory, or a region, is known only if something that acquires such told of it. */
static bool may_end(const struct share *s, const struct plan_downcall *native)
{
	return native->dies >= 0 &&
	       (!native->releases || is_tracked(s, native->args[native->dies].type));
}

/*
 * What no record is made of needs no word said: and the runtime, which waits, is not asked where
 * the kernel half may not sleep.
 */
static void drop_idle(struct share *s)
{
	struct plan *plan = s->plan;

	for (unsigned int i = plan->nr_natives; i; i--) {
		const struct plan_downcall *native = &plan->natives[i - 1];

		if (!native->undo && !native->owner && !native->for_module &&
		    !plan__acquirer(plan, native) && !may_end(s, native))
			plan__drop_native(plan, i - 1);
	}
}

void share__natives(struct share *s)
{
	const struct facts *facts = s->p->facts;

	/* What makes objects first: the same function may be one that acquires. */
	for (unsigned int f = 0; f < facts->nr_all; f++)
		for (unsigned int i = 0; i < facts->all[f]->nr_calls; i++)
			if (partition__ours(facts->all[f]) &&
			    partition__in_kernel(s->p, facts->all[f])) {
				add_maker(s, facts->all[f], &facts->all[f]->calls[i]);
				add_mapper(s, facts->all[f], &facts->all[f]->calls[i]);
			}
	for (unsigned int f = 0; f < facts->nr_all; f++) {
		const struct func *func = facts->all[f];

		if (!partition__ours(func) || !partition__in_kernel(s->p, func))
			continue;
		for (unsigned int i = 0; i < func->nr_calls; i++) {
			if (!func->calls[i].callee || partition__ours(func->calls[i].callee))
				continue;
			add_native(s, func->calls[i].callee, func->unit);
			note_early(s, func, &func->calls[i]);
		}
	}
	drop_idle(s);
}
