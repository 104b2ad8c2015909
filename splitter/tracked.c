// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: structures that the user half can see, because
 * objects of them are born where the runtime takes notice: in an upcall, or by
 * a downcall.
 */
#include <stdlib.h>
#include <string.h>

#include "partition.h"
#include "path.h"

#define MAX_DEPTH	6

const struct model_type *tracked__model(const struct partition *p, const struct record *record)
{
	return record ? map__get(&p->model->types, record->name) : NULL;
}

bool tracked__is(const struct partition *p, const struct record *record)
{
	return record && map__get(&p->tracked, record->name);
}

bool tracked__private(const struct partition *p, const struct record *part,
		      const struct record *of)
{
	return part == p->private && tracked__model(p, of) == p->private_of;
}

bool tracked__guest(const struct partition *p, const struct record *record)
{
	const struct model_type *entry = tracked__model(p, record);

	if (record && record == p->private && map__get(&p->visitors, p->private_of->name))
		return true;
	return entry && visitors__host(p, entry);
}

bool tracked__opaque(const struct partition *p, const struct type *type)
{
	const struct model_type *entry = NULL;

	type = path__element(type);
	if (type->kind == TYPE_RECORD)
		entry = tracked__model(p, type->record);
	if (!entry)
		entry = map__get(&p->model->types, type->spelling);
	return entry && (entry->opaque || entry->handle);
}

bool tracked__open(const struct partition *p, const struct record *owner,
		   const struct field *member)
{
	const struct model_field *field = owner ? model__field(p->model, owner->name, member->name) :
						  NULL;

	return field && field->kind != MODEL_FIELD_OPAQUE;
}

bool tracked__has_pointers(const struct record *record)
{
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_POINTER ||
		    (type->kind == TYPE_RECORD && tracked__has_pointers(type->record)))
			return true;
	}
	return !record->complete;
}

bool tracked__holds_opaque(const struct partition *p, const struct record *record)
{
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct field *member = &record->fields[i];
		const struct model_field *field = model__field(p->model, record->name, member->name);
		const struct type *type = path__element(member->type);

		if (field ? field->kind == MODEL_FIELD_OPAQUE :
			    tracked__opaque(p, type) ||
			    (type->kind == TYPE_RECORD && tracked__holds_opaque(p, type->record)))
			return true;
	}
	return false;
}

static void track(struct partition *p, const struct record *record)
{
	if (record->differs || map__get(&p->tracked, record->name))
		return;
	map__put(&p->tracked, record->name, (void *)record);
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD)
			track(p, type->record);
	}
}

/* ---- births -------------------------------------------------------------- */

static void born(struct partition *p, const char *name)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	if (!entry || !(entry->root || entry->guest) || map__get(&p->unseen, name))
		return;
	map__put(&p->born, entry->name, (void *)entry);
	for (unsigned int i = 0; i < entry->nr_brings; i++)
		born(p, entry->brings[i].type);
}

static void unseen(struct partition *p, const char *name, const struct func *func)
{
	if (!map__get(&p->unseen, name))
		map__put(&p->unseen, name, (void *)func);
}

const char *tracked__why_not(const struct partition *p, const char *name)
{
	const struct func *func = map__get(&p->unseen, name);

	return func ? strings__format(p->strings, "objects of struct %s are also made or freed by %s, in the kernel half",
				      name, facts__shown(func)) :
		      strings__format(p->strings, "no object of struct %s is known", name);
}

const char *tracked__unknown(const struct partition *p, const struct model_function *entry)
{
	const char *names = entry->object ? entry->object : entry->frees ? entry->frees : "";

	while (*names) {
		const char *name = strings__format(p->strings, "%.*s", (int)strcspn(names, " "), names);

		if (!map__get(&p->born, name))
			return name;
		names += strlen(name) + (names[strlen(name)] == ' ');
	}
	return NULL;
}

/*
 * With a guest come those that it leads to. Objects of a type that lasts are known because
 * the user half made them; one that it did not make is nobody's guest.
 */
static void guest(struct partition *p, const char *name)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	if (!entry || !entry->guest || entry->root || map__get(&p->born, name))
		return;
	map__put(&p->born, entry->name, (void *)entry);
	for (unsigned int i = 0; i < entry->nr_fields; i++)
		if (entry->fields[i].along)
			guest(p, entry->fields[i].arg);
}

/* A guest where the slot says so; elsewhere, such objects are but parts of others. */
static void guest_here(struct partition *p, const char *name)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	if (entry)
		map__put(&p->born, entry->name, (void *)entry);
}

static const char *param_record(const struct func *func, unsigned int at)
{
	const struct type *type = at < func->nr_params ? func->params[at].type : NULL;

	return type && type->kind == TYPE_POINTER && type->to->kind == TYPE_RECORD ?
	       type->to->record->name : NULL;
}

/* No upcall ends it: its device must, and have one. */
static bool ends_somehow(const struct partition *p, const char *name)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	return map__get(&p->ended, name) || (entry && entry->device);
}

static void ends_one(struct partition *p, const struct func *func, const char *name, bool kernel)
{
	const struct model_type *entry = map__get(&p->model->types, name);

	if (!kernel)
		map__put(&p->ended, name, (void *)func);
	else if (!entry || !entry->device)
		map__put(&p->unseen, name, (void *)func);
}

/*
 * What the driver's functions end that are called through slots. Where one is in the kernel
 * half, nobody hears of it: its device tells when the driver is unbound, if there is one.
 */
static void ends_by_slot(struct partition *p, const struct func *func)
{
	bool kernel = p->nodes[func->index].side == SIDE_KERNEL;
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		for (unsigned int a = 0; slot && a < slot->nr_args; a++)
			if (slot->args[a].ends && param_record(func, a))
				ends_one(p, func, param_record(func, a), kernel);
	}
}

/* Whether a function of the user half that is put somewhere by @in ends objects called @name. */
static bool ends_in(const struct partition *p, const char *name, const struct func *in)
{
	for (unsigned int f = 0; f < p->facts->nr_all; f++) {
		const struct func *func = p->facts->all[f];
		const struct flow_node *node = &p->flow->nodes[func->index];

		for (unsigned int i = 0; i < node->nr_slots && partition__in_user(p, func); i++) {
			const struct model_slot *slot = node->slots[i].slot ?
				map__get(&p->model->slots, node->slots[i].slot) : NULL;

			for (unsigned int a = 0; slot && a < slot->nr_args; a++)
				if (slot->args[a].ends && param_record(func, a) &&
				    !strcmp(param_record(func, a), name) &&
				    node->slots[i].in == in)
					return true;
		}
	}
	return false;
}

const char *tracked__stays(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct slot_use *use = &node->slots[i];
		const struct model_slot *slot = use->slot ?
			map__get(&p->model->slots, use->slot) : NULL;

		for (unsigned int a = 0; slot && a < slot->nr_args && !strchr(use->slot, '#'); a++)
			if (slot->args[a].birth && param_record(func, a) &&
			    map__get(&p->ended, param_record(func, a)) &&
			    !ends_in(p, param_record(func, a), use->in))
				return func->params[a].name;
	}
	return NULL;
}

/* Born as arguments of upcalls, unless they would end unseen in the kernel half. */
static void by_slot(struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++) {
		const struct model_slot *slot = node->slots[i].slot ?
			map__get(&p->model->slots, node->slots[i].slot) : NULL;

		for (unsigned int a = 0; slot && a < func->nr_params; a++) {
			const char *name = param_record(func, a);

			if (name)
				guest(p, name);
			if (name && a < slot->nr_args && slot->args[a].host &&
			    context__hosted(p->context, func, slot))
				guest_here(p, name);
			if (name && a < slot->nr_args && slot->args[a].birth && ends_somehow(p, name))
				born(p, name);
		}
	}
}

static void by_call(struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;
		const struct model_function *entry = callee ?
			map__get(&p->model->functions, callee->name) : NULL;

		if (entry && entry->returns.birth == BIRTH_OBJECT)
			born(p, entry->returns.object);
		else if (callee && callee->walked && callee->source < 0 && !entry)
			by_call(p, callee);
	}
}

/* It may free an object of any type. */
static void none_seen(struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < p->model->types.room; i++) {
		const struct model_type *type = p->model->types.slots[i].value;

		if (type && type->allocated)
			unseen(p, type->name, func);
	}
}

static void each(struct partition *p, const char *names, const struct func *func)
{
	while (*names) {
		int len = strcspn(names, " ");

		unseen(p, strings__format(p->strings, "%.*s", len, names), func);
		names += len + (names[len] == ' ');
	}
}

/*
 * Called by whoever is the last to use an object (kref_put()), which may be after its device has
 * gone: what it frees must not end with that one.
 */
static bool is_for_last(const struct partition *p, const struct func *func, unsigned int depth)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	if (partition__called_back(p, func))
		return true;
	for (unsigned int i = 0; i < node->nr_callers && depth < MAX_DEPTH; i++)
		if (node->callers[i].caller != func &&
		    is_for_last(p, node->callers[i].caller, depth + 1))
			return true;
	return false;
}

/*
 * What the kernel half allocates, or frees where it may not sleep, the runtime does not hear of.
 */
static void by_kernel(struct partition *p, const struct func *func)
{
	bool late = p->context->nodes[func->index].atomic || is_for_last(p, func, 0);

	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct call *call = &func->calls[i];
		const struct model_function *entry = call->callee ?
			map__get(&p->model->functions, call->callee->name) : NULL;

		if (entry && entry->returns.birth == BIRTH_OBJECT && entry->returns.object &&
		    !natives__made(p, func, call))
			unseen(p, entry->returns.object, func);
		else if (entry && entry->frees && (late || call->held))
			each(p, entry->frees, func);
		else if (entry && entry->of && !entry->bytes && entry->releases &&
			 (late || call->held))
			none_seen(p, func);
	}
}

/* Given to a probe that is in the kernel half, which tells the runtime. */
static void by_root(struct partition *p, const struct func *func)
{
	int at = natives__root(p, func);

	if (at >= 0)
		born(p, param_record(func, at));
}

/* Made by the kernel half, which tells the runtime. */
static void by_native(struct partition *p, const struct func *func)
{
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *made = natives__made(p, func, &func->calls[i]);

		if (made)
			born(p, made->returns.object);
	}
}

/* Made by the kernel half, and there is nobody whose it would be. Returns true if that is news. */
static bool by_nobody(struct partition *p, const struct func *func)
{
	bool news = false;

	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct model_function *made = natives__made(p, func, &func->calls[i]);

		if (!made || map__get(&p->unseen, made->returns.object) ||
		    natives__owner(p, func) >= 0 || natives__for_module(p, func, made))
			continue;
		unseen(p, made->returns.object, func);
		news = true;
	}
	return news;
}

/*
 * A variable of the driver's, or part of one, of a structure that drivers alone make: the data
 * that both halves share is known as long as the module is there.
 */
static void by_variable(struct partition *p, const struct record *record)
{
	const struct model_type *entry = tracked__model(p, record);

	if (entry && (entry->own || entry->variable) && !map__get(&p->unseen, record->name)) {
		track(p, record);
		return;
	}
	for (unsigned int i = 0; i < record->nr_fields; i++) {
		const struct type *type = path__element(record->fields[i].type);

		if (type->kind == TYPE_RECORD)
			by_variable(p, type->record);
	}
}

/* What is born, and with it what is inside. */
static void find_born(struct partition *p)
{
	map__clear(&p->tracked);
	map__clear(&p->born);
	map__clear(&p->visitors);
	p->private = NULL;
	p->private_of = NULL;
	p->inner = NULL;
	p->several = NULL;
	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		const struct func *func = p->facts->all[i];

		if (!partition__ours(func))
			continue;
		if (partition__in_user(p, func)) {
			by_slot(p, func);
			by_call(p, func);
		}
		if (partition__in_kernel(p, func)) {
			by_root(p, func);
			by_native(p, func);
		}
	}
	visitors__find(p);
	for (unsigned int i = 0; i < p->born.room; i++) {
		const struct model_type *type = p->born.slots[i].value;
		const struct record *record = type ? facts__record(p->facts, type->name) : NULL;

		if (record)
			track(p, record);
		if (type)
			tracked__find_private(p, type);
	}
	tracked__find_inner(p);
	if (p->private)
		track(p, p->private);
	if (p->inner)
		track(p, p->inner);
}

/* What nobody owns is not born, and then it owns nothing. */
static bool disown(struct partition *p)
{
	bool news = false;

	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		const struct func *func = p->facts->all[i];

		if (partition__ours(func) && partition__in_kernel(p, func))
			news |= by_nobody(p, func);
	}
	return news;
}

void tracked__find(struct partition *p)
{
	map__clear(&p->ended);
	map__clear(&p->unseen);
	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		const struct func *func = p->facts->all[i];

		if (!partition__ours(func))
			continue;
		ends_by_slot(p, func);
		if (partition__in_kernel(p, func))
			by_kernel(p, func);
	}
	do
		find_born(p);
	while (disown(p));
	for (unsigned int i = 0; i < p->facts->nr_variables; i++) {
		const struct global *global = p->facts->variables[i];

		/* Of a structure without a name nobody could tell offsets. */
		if (global->source >= 0 && !global->type->is_const && global->type->record &&
		    global->type->record->named)
			by_variable(p, global->type->record);
	}
}
