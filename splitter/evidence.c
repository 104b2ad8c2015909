// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads a profile and holds it against the analysis; see splitter/evidence.h. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "evidence.h"
#include "partition.h"
#include "plan.h"

static bool same_module(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b))
			return false;
	return *a == *b;
}

/* Return: false if it is no count of a function. */
static bool take(struct evidence *e, const json_t *entry)
{
	struct evidence_function *f = store__alloc(sizeof(*f));
	const char *name = NULL, *from = NULL;
	json_int_t calls, atomic, peak;

	if (json_unpack((json_t *)entry, "{s:s, s:I, s:I, s:I, s?s}", "function", &name, "calls",
			&calls, "atomic", &atomic, "peak", &peak, "atomic_from", &from) ||
	    map__get(&e->functions, name)) {
		free(f);
		return false;
	}
	*f = (struct evidence_function){ strings__intern(e->strings, name), calls, atomic, peak,
					 strings__intern(e->strings, from) };
	map__put(&e->functions, f->name, f);
	return true;
}

static bool take_all(struct evidence *e, const json_t *profile)
{
	const json_t *functions = json_object_get(profile, "functions");
	size_t i;

	for (i = 0; i < json_array_size(functions); i++)
		if (!take(e, json_array_get(functions, i)))
			return false;
	return i;
}

struct evidence *evidence__load(const char *path, const char *driver, unsigned int often,
				struct report *report)
{
	struct evidence *e = store__alloc(sizeof(*e));
	json_error_t error;
	json_t *profile = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	const char *whose = json_string_value(json_object_get(profile, "driver"));
	bool good = false;

	e->path = path;
	e->often = often;
	e->strings = strings__new();
	if (!profile)
		report__add(report, "%s: %s (line %d)", path, error.text, error.line);
	else if (!whose)
		report__add(report, "%s: it is no profile; make one with: cleave profile %s", path, driver);
	else if (!same_module(whose, driver))
		report__add(report, "%s: it is the profile of %s, not of %s", path, whose, driver);
	else if (!(good = take_all(e, profile)))
		report__add(report, "%s: its functions cannot be read; make it again with: cleave profile %s",
			    path, driver);
	json_decref(profile);
	if (good)
		return e;
	evidence__free(e);
	return NULL;
}

void evidence__free(struct evidence *e)
{
	if (!e)
		return;
	for (unsigned int i = 0; i < e->functions.room; i++)
		free(e->functions.slots[i].value);
	map__clear(&e->functions);
	strings__free(e->strings);
	free(e);
}

const struct evidence_function *evidence__of(const struct evidence *e, const char *name)
{
	return e ? map__get(&e->functions, name) : NULL;
}

/* ---- against the analysis ------------------------------------------------------ */

/* The line that says that it may sleep, if the kernel calls it through a slot. */
static void contradict(const struct evidence_function *seen, const struct evidence *e,
		       const struct context *context, const struct func *func,
		       struct report *report)
{
	const struct flow_node *node = &context->flow->nodes[func->index];
	const struct model_slot *slot = NULL;

	for (unsigned int i = 0; i < node->nr_slots && !slot; i++)
		slot = node->slots[i].slot ? map__get(&context->model->slots, node->slots[i].slot) : NULL;
	if (slot)
		report__at(report, func->file, func->line,
			   "%s is held to sleep, by %s (%s:%u), but %u of its %u calls were atomic, the first from %s (%s); that line is wrong",
			   func->name, slot->name, slot->file, slot->line, seen->atomic, seen->calls,
			   seen->from ? seen->from : "?", e->path);
	else
		report__at(report, func->file, func->line,
			   "%s is held to sleep, as are all that are known to call it, but %u of its %u calls were atomic, the first from %s (%s)",
			   func->name, seen->atomic, seen->calls, seen->from ? seen->from : "?", e->path);
}

bool evidence__check(const struct evidence *e, const struct context *context,
		     struct report *report)
{
	const struct facts *facts = context->flow->facts;
	bool sound = true;

	for (unsigned int i = 0; e && i < facts->nr_all; i++) {
		const struct func *func = facts->all[i];
		const struct evidence_function *seen = evidence__of(e, func->name);

		if (!partition__ours(func) || !seen || !seen->atomic || context->nodes[i].atomic)
			continue;
		contradict(seen, e, context, func, report);
		sound = false;
	}
	return sound;
}

const char *evidence__often(const struct evidence *e, const struct context *context,
			    const struct func *func)
{
	const struct evidence_function *seen = evidence__of(e, func->name);

	if (!seen || seen->peak < e->often)
		return NULL;
	return strings__format(context->flow->facts->strings,
			       "often: called %u times in a second (%s), and %u are too many to cross",
			       seen->peak, e->path, e->often);
}

void evidence__fill(const struct evidence *e, struct plan *plan)
{
	if (!e)
		return;
	plan->evidence = store__copy(e->path);
	for (unsigned int i = 0; i < plan->nr_functions; i++) {
		struct plan_function *f = &plan->functions[i];
		const struct evidence_function *seen = evidence__of(e, f->name);

		if (!seen)
			continue;
		f->seen = seen->calls;
		f->seen_atomic = seen->atomic;
		f->seen_peak = seen->peak;
	}
}
