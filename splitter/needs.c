// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the partition: whether a function's body can run in the user half,
 * and what it needs of its callers for that. Everything must be understood:
 * each pointer that it follows, each function that it calls.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "births.h"
#include "cross.h"
#include "path.h"
#include "stack.h"
#include "tables.h"

/** struct check - one body being checked */
struct check {
	struct partition *p;
	struct func *func;
	struct needs *needs;
};

__attribute__((format(printf, 3, 4)))
static void trouble(struct check *c, unsigned int line, const char *format, ...)
{
	struct trouble *t = &c->needs->trouble;
	va_list ap;
	char *why;

	if (t->why)
		return;
	va_start(ap, format);
	if (vasprintf(&why, format, ap) < 0)
		abort();
	va_end(ap);
	t->why = strings__intern(c->p->strings, why);
	t->line = line;
	free(why);
}

static void advise(struct check *c, bool first, const char *symbol, const char *advice)
{
	struct trouble *t = &c->needs->trouble;

	if (!first)
		return;
	t->symbol = symbol;
	t->advice = advice;
}

/* ---- what is touched ----------------------------------------------------- */

static bool member_opaque(const struct partition *p, const struct path_step *step)
{
	const struct model_field *field = model__field(p->model, step->owner->name,
						       step->field->name);

	return field && field->kind == MODEL_FIELD_OPAQUE;
}

/* A union that holds a pointer: nobody knows what its bytes are. */
static bool mixed_union(const struct type *type)
{
	return type->kind == TYPE_RECORD && type->record->is_union && type->record->nr_fields > 1 &&
	       tracked__has_pointers(type->record);
}

static void check_member(struct check *c, const struct access *a)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(record, a->path, steps);
	bool only_address = !(a->mode & (ACCESS_READ | ACCESS_WRITE));
	bool shared = a->record ? tracked__is(c->p, a->record) :
		      a->global->source >= 0 && !a->global->type->is_const;
	const char *uncounted = shared ? uncounted__why(c->p, a) : NULL;

	if (uncounted)
		trouble(c, a->line, "%s", uncounted);
	for (int i = 0; i < nr && !only_address; i++) {
		const struct type *type = path__type(&steps[i]);
		const struct model_field *field = model__field(c->p->model, steps[i].owner->name,
							       steps[i].field->name);

		if (field && field->read_only && a->mode & ACCESS_WRITE)
			trouble(c, a->line, "writes %s.%s, which a user half may not",
				record->name, a->path);
		if (field && field->kind == MODEL_FIELD_RAW)
			return;

		if (member_opaque(c->p, &steps[i]) ||
		    (tracked__opaque(c->p, type) &&
		     (i + 1 == nr || !tracked__open(c->p, steps[i + 1].owner, steps[i + 1].field))))
			trouble(c, a->line, "touches %s.%s, which is opaque to it",
				record->name, a->path);
		if (mixed_union(type) && tracked__is(c->p, a->record))
			trouble(c, a->line, "touches %s.%s, a union that holds pointers",
				record->name, a->path);
	}
	/* Of what is tracked, members cross one by one, as if each had been copied by itself. */
	if (!only_address && a->type->kind == TYPE_RECORD && !tracked__is(c->p, a->type->record) &&
	    (tracked__has_pointers(a->type->record) || tracked__opaque(c->p, a->type)))
		trouble(c, a->line, "copies a %s, which holds pointers", a->type->record->spelling);
}

static void check_variable(struct check *c, const struct access *a)
{
	const struct model_data *data = map__get(&c->p->model->data, a->global->name);
	bool first = !c->needs->trouble.why;

	if (a->global->local && a->global->type->is_const && tables__is(a->global) &&
	    tables__leaves(c->p, c->func, a) && !tables__nameable(a->global))
		trouble(c, a->line, "names %s, a table local to it that cannot have a name in both halves",
			a->global->name);
	if (a->global->source >= 0) {
		if (a->global->type->kind == TYPE_RECORD &&
		    tracked__opaque(c->p, a->global->type) && a->mode != ACCESS_ADDRESS)
			trouble(c, a->line, "touches %s, which is opaque to it", a->global->name);
		return;
	}
	if (data && (data->policy == MODEL_LOCAL ||
		     (data->policy == MODEL_ADDRESS && a->mode == ACCESS_ADDRESS)))
		return;
	c->needs->hard = true;
	trouble(c, a->line, "uses %s, a variable of the kernel", a->global->name);
	if (!data)
		advise(c, first, a->global->name,
		       strings__format(c->p->strings, "data: %s: {policy: %s}", a->global->name,
				       a->mode == ACCESS_ADDRESS ? "address" : "local"));
}

static void check_accesses(struct check *c)
{
	for (unsigned int i = 0; i < c->func->nr_accesses; i++) {
		const struct access *a = &c->func->accesses[i];

		if (a->global)
			check_variable(c, a);
		if (a->record || a->global->type->record)
			check_member(c, a);
		if (a->record && tracked__opaque(c->p, &(struct type){
				.kind = TYPE_RECORD, .spelling = a->record->spelling,
				.record = (struct record *)a->record }) && a->mode != ACCESS_ADDRESS)
			trouble(c, a->line, "touches a %s, which is opaque to it",
				a->record->spelling);
	}
}

/* ---- what is followed ---------------------------------------------------- */

static bool seen(const struct partition *p, const struct type *to)
{
	return to && to->kind == TYPE_RECORD && tracked__is(p, to->record);
}

/* Loaded from where the driver keeps it: perhaps since an earlier upcall. */
static bool kept_guest(struct check *c, const struct origins *from)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(c->func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		found |= all.items[i].kind == ORIGIN_VARIABLE ||
			 (all.items[i].kind == ORIGIN_FIELD && !all.items[i].inside &&
			  all.items[i].record->in_driver);
	free(all.items);
	return found;
}

/* Loaded from a member that leads to any tracked thing. */
static bool leads_anywhere(struct check *c, const struct origins *from)
{
	struct origins all = { 0 };
	bool found = false;

	flow__resolve(c->func, from, &all);
	for (unsigned int i = 0; i < all.nr && !found; i++) {
		const struct origin *o = &all.items[i];
		struct path_step steps[PATH_STEPS];
		int nr = o->kind == ORIGIN_FIELD && !o->inside ?
			 path__steps(o->record, o->path, steps) : 0;
		const struct model_field *field = nr <= 0 ? NULL :
			model__field(c->p->model, steps[nr - 1].owner->name,
				     steps[nr - 1].field->name);

		found = field && field->kind == MODEL_FIELD_POINTER && !strcmp(field->arg, "any");
	}
	free(all.items);
	return found;
}

static void need(struct check *c, const struct origins *from, const struct type *to,
		 unsigned int line)
{
	struct trouble t = { 0 };
	unsigned int params = 0;
	bool first = !c->needs->trouble.why;
	const char *part;

	if (seen(c->p, to)) {
		if (tracked__guest(c->p, to->record) && kept_guest(c, from))
			trouble(c, line, "follows a pointer to a %s that the driver keeps, but of those the user half knows only the ones of the upcall under way",
				to->record->spelling);
		part = stray__why(c->p, c->func, from, to->record);
		if (part)
			trouble(c, line, "%s", part);
		return;
	}
	if (needs__visible(c->p, c->func, from, &params, &t)) {
		c->needs->params |= params;
		part = needs__foreign_part(c->p, c->func, from, to);
		if (part)
			trouble(c, line, "follows what is behind a %s as a %s, which is not what the halves share",
				part, to->spelling);
		else if (to && to->kind == TYPE_RECORD && leads_anywhere(c, from))
			trouble(c, line, "follows a pointer to a %s, of which the user half knows none",
				to->record->spelling);
		return;
	}
	trouble(c, line, "%s", t.why);
	advise(c, first, NULL, t.advice);
}

/* Which member of an object a number at an offset in it is, nobody knows, so nobody shares it. */
static void check_into(struct check *c, const struct origins *from, const struct type *as,
		       unsigned int line)
{
	const char *why = offsets__into(c->p, c->func, from, as, &c->needs->into);

	if (why)
		trouble(c, line, "%s", why);
}

static void check_untyped(struct check *c, const struct origins *from, unsigned int line)
{
	static const struct type untyped = { .kind = TYPE_VOID };

	check_into(c, from, &untyped, line);
}

static void check_deref(struct check *c, const struct deref *deref)
{
	if (deref->to && deref->to->kind != TYPE_FUNCTION)
		check_into(c, &deref->from, deref->to, deref->line);
	need(c, &deref->from, deref->to, deref->line);
}

/* ---- what is called ------------------------------------------------------ */

/* The callee runs here and follows its pointers: each argument must be visible. */
static void check_local(struct check *c, const struct call *call)
{
	const struct func *callee = call->callee;

	for (unsigned int i = 0; i < call->nr_args; i++) {
		if (!path__pointee(call->types[i]))
			continue;
		need(c, &call->args[i], path__pointee(call->types[i]), call->line);
		if (callee && i < callee->nr_params && path__pointee(callee->params[i].type) &&
		    path__pointee(callee->params[i].type)->kind != TYPE_RECORD)
			check_untyped(c, &call->args[i], call->line);
	}
}

/* What is kept, returned or given away must lead somewhere. */
static void check_opaque(struct check *c, const struct origins *from, unsigned int line)
{
	const struct model_function *entry = needs__opaque(c->p, c->func, from);

	if (entry)
		trouble(c, line, entry->returns.string ?
			"keeps or hands on what %s returns, a string that this half alone has" :
			"uses what %s returns, which is only to be compared with NULL",
			entry->name);
}

/* A call that would wait for a lock which its own caller holds, or that relies on one which it does not. */
static void check_locks(struct check *c, const struct call *call, const char *name)
{
	const struct context_node *node = &c->p->context->nodes[c->func->index];
	uint64_t takes, needs;

	context__call_locks(c->p->context, c->func, call, &takes, &needs);
	if (takes & node->may)
		trouble(c, call->line, "calls %s, which takes %s: a caller of this may hold it", name,
			model__locks(c->p->model, takes & node->may));
	if (needs & ~node->must)
		trouble(c, call->line, "calls %s, which needs %s: not every caller of this holds it",
			name, model__locks(c->p->model, needs & ~node->must));
}

/* What a format wants is read in the user half. */
static void check_formatted(struct check *c, const struct call *call,
			    const struct crossing *crossing)
{
	for (unsigned int i = crossing->nr_args; i < call->nr_args; i++)
		if (path__pointee(call->types[i]))
			need(c, &call->args[i], path__pointee(call->types[i]), call->line);
}

/* Whether it all comes from the caller's arguments: not from memory that they lead to, say. */
static bool was_given(const struct func *func, const struct origins *from)
{
	struct origins all = { 0 };
	bool given = true;

	flow__resolve(func, from, &all);
	for (unsigned int i = 0; i < all.nr; i++)
		given &= all.items[i].kind == ORIGIN_PARAM;
	given &= all.nr > 0;
	free(all.items);
	return given;
}

static void check_crossing(struct check *c, const struct call *call, const char *name,
			   const struct crossing *crossing)
{
	bool first = !c->needs->trouble.why;

	c->needs->plain = false;
	if (crossing->trouble.why) {
		trouble(c, call->line, "calls %s: %s", name, crossing->trouble.why);
		advise(c, first, crossing->trouble.symbol, crossing->trouble.advice);
		return;
	}
	check_locks(c, call, name);
	for (unsigned int i = 0; i < crossing->nr_args && i < call->nr_args; i++) {
		enum arg_kind kind = crossing->args[i].kind;

		if (kind == ARG_BUFFER || kind == ARG_STRING || kind == ARG_STRING_KEPT ||
		    kind == ARG_RESULT || kind == ARG_FORMAT)
			need(c, &call->args[i], NULL, call->line);
		else if (kind == ARG_OBJECT && crossing->args[i].to &&
			 crossing->args[i].to->kind == TYPE_RECORD &&
			 tracked__guest(c->p, crossing->args[i].to->record))
			need(c, &call->args[i], crossing->args[i].to, call->line);
		else if ((kind == ARG_OBJECT || kind == ARG_POINTER) &&
			 stack__given(c->p, c->func, &call->args[i]))
			trouble(c, call->line, "gives %s the address of a local variable", name);
		else if (crossing->args[i].table &&
			 !cross__is_table(c->p, c->func, &call->args[i]))
			trouble(c, call->line, "gives %s what is no table of the driver", name);
		else if (crossing->args[i].user && !was_given(c->func, &call->args[i]))
			trouble(c, call->line, "gives %s an address in a process that its caller did not give", name);
		if (kind == ARG_BUFFER || kind == ARG_STRING)
			check_untyped(c, &call->args[i], call->line);
		if (kind == ARG_OBJECT || kind == ARG_POINTER)
			check_opaque(c, &call->args[i], call->line);
	}
	check_formatted(c, call, crossing);
}

/*
 * Inlines and macros are redirected by the shim, which comes after the headers: in a
 * header's own text they are what they are.
 */
static bool beyond_shim(struct check *c, const struct call *call, const char *name)
{
	if (!c->func->early)
		return false;
	c->needs->plain = false;
	trouble(c, call->line, "calls %s, which runs in the kernel", name);
	return true;
}

/* Common to functions and macros that have an entry. Returns true if it crosses. */
static bool check_policy(struct check *c, const struct call *call,
			 const struct model_function *entry)
{
	if (births__untold(c->p->model, entry)) {
		trouble(c, call->line, "calls %s, and it is not told of which structure of the driver's that memory is",
			entry->name);
		return false;
	}
	if (reads__missing(c->p, c->func, call, entry)) {
		c->needs->hard = true;
		trouble(c, call->line, "calls %s, and nothing here reads %s, by which it would be the device's own",
			entry->name, reads__missing(c->p, c->func, call, entry));
		return false;
	}
	switch (entry->policy) {
	case MODEL_LOCAL:
		check_local(c, call);
		return false;
	case MODEL_FORWARD:
		if (!entry->lock && !entry->unlock)
			return true;
		break;
	default:
		break;
	}
	c->needs->hard = true;
	trouble(c, call->line, "calls %s, which %s", entry->name,
		entry->policy == MODEL_FORBIDDEN ? "a user half must never do" :
		entry->policy == MODEL_ADDRESS ? "may not be called, only named" :
		"must run in the kernel");
	return false;
}

static void check_macro(struct check *c, const struct call *call)
{
	const struct model_function *entry = map__get(&c->p->model->macros, call->macro);
	struct crossing crossing;

	if (!entry || !check_policy(c, call, entry) || beyond_shim(c, call, entry->name))
		return;
	cross__macro(c->p, entry, &crossing);
	check_crossing(c, call, entry->name, &crossing);
}

static void need_params(struct check *c, const struct call *call, const struct needs *of)
{
	for (unsigned int i = 0; i < call->nr_args && i < 32; i++) {
		if (of->params & 1U << i)
			need(c, &call->args[i], NULL, call->line);
		if (of->into & 1U << i)
			check_untyped(c, &call->args[i], call->line);
	}
	c->needs->plain &= of->plain;
}

/* The function's copy in the kernel half does it all. */
static void check_whole(struct check *c, const struct call *call)
{
	struct crossing crossing;

	if (!partition__has_copy(c->p, c->func)) {
		trouble(c, call->line, "hands over to the kernel half, which has no copy of it");
		return;
	}
	cross__driver(c->p, c->func, &crossing);
	check_crossing(c, call, "the kernel half's copy of it", &crossing);
}

static void check_recorded(struct check *c, const struct call *call, const struct func *callee)
{
	const char *by = unrecorded__by(c->p, callee);
	bool first = !c->needs->trouble.why;

	if (!by)
		return;
	trouble(c, call->line, "calls %s in the kernel half, which calls %s: what that sets up nobody takes back if the user half dies",
		callee->name, by);
	advise(c, first, by, strings__format(c->p->strings, "functions: %s: {policy: kernel}", by));
}

static void check_ours(struct check *c, const struct call *call, struct func *callee)
{
	const struct needs *of;
	struct crossing crossing;

	if (callee->outline && callee->outline->whole) {
		check_whole(c, call);
		return;
	}

	of = needs__of(c->p, callee);
	for (unsigned int i = 0; i < call->nr_args; i++)
		check_opaque(c, &call->args[i], call->line);
	if (!c->p->nodes[callee->index].kernel || partition__may_copy(c->p, callee)) {
		need_params(c, call, of);
		return;
	}
	if (callee->from_macro) {
		trouble(c, call->line, "calls %s, which a macro makes", callee->name);
		return;
	}
	for (unsigned int i = 0; i < callee->nr_calls; i++) {
		const char *unpaired = locks__unpaired(c->p->model, callee, &callee->calls[i]);

		if (unpaired)
			trouble(c, call->line, "calls %s, which calls %s", callee->name, unpaired);
	}
	check_recorded(c, call, callee);
	cross__driver(c->p, callee, &crossing);
	check_crossing(c, call, callee->outline ? "its own region under a spin lock" : callee->name,
		       &crossing);
}

static void check_inline(struct check *c, const struct call *call, struct func *callee)
{
	const struct needs *of = needs__of(c->p, callee);
	struct crossing crossing;
	bool first = !c->needs->trouble.why;

	if (!of->trouble.why) {
		need_params(c, call, of);
		return;
	}
	if (of->hard) {
		c->needs->hard = true;
		trouble(c, call->line, "calls %s, which %s", callee->name, of->trouble.why);
		advise(c, first, of->trouble.symbol, of->trouble.advice);
		return;
	}
	if (beyond_shim(c, call, callee->name))
		return;
	cross__down(c->p, callee, NULL, &crossing);
	check_crossing(c, call, callee->name, &crossing);
}

static void check_callee(struct check *c, const struct call *call, struct func *callee)
{
	const struct model_function *entry = map__get(&c->p->model->functions, callee->name);
	struct crossing crossing;
	bool first = !c->needs->trouble.why;
	const char *unpaired;

	if (partition__ours(callee)) {
		check_ours(c, call, callee);
	} else if (entry) {
		if (!check_policy(c, call, entry) ||
		    (callee->has_body && beyond_shim(c, call, callee->name)))
			return;
		unpaired = locks__unpaired(c->p->model, c->func, call);
		if (unpaired)
			trouble(c, call->line, "calls %s", unpaired);
		cross__down(c->p, callee, entry, &crossing);
		check_crossing(c, call, callee->name, &crossing);
	} else if (callee->walked) {
		check_inline(c, call, callee);
	} else if (!callee->assertion) {
		c->needs->hard = true;
		trouble(c, call->line, "calls %s, which the model does not know", callee->name);
		advise(c, first, callee->name,
		       strings__format(c->p->strings, "functions: %s: {}", callee->name));
	}
}

static void check_call(struct check *c, const struct call *call)
{
	struct targets targets = { 0 };

	if (call->macro) {
		check_macro(c, call);
		return;
	}
	if (!flow__targets(c->p->flow, c->func, call, &targets)) {
		c->needs->hard = true;
		trouble(c, call->line, "calls through a pointer that may lead anywhere");
	}
	for (unsigned int i = 0; i < targets.nr; i++)
		check_callee(c, call, targets.items[i]);
	free(targets.items);
}

/* ---- what is stored ------------------------------------------------------ */

static void ignore(void *data, const struct literal *literal)
{
	(void)data;
	(void)literal;
}

/* Of what such a pointer leads to the user half has a copy: there is no other to lead to. */
static bool leads_to_copy(struct check *c, const struct path_step *step)
{
	const struct model_field *field = model__field(c->p->model, step->owner->name,
						       step->field->name);

	return field && (field->kind == MODEL_FIELD_STRING || field->kind == MODEL_FIELD_BLOCK ||
			 field->read_only);
}

/* A pointer that is stored in an object must mean something to the kernel half. */
static void check_store(struct check *c, const struct store_fact *store)
{
	struct path_step steps[PATH_STEPS];
	int nr = store->record ? path__steps(store->record, store->path, steps) : 0;
	struct origins all = { 0 };

	check_opaque(c, &store->from, store->line);
	if (nr <= 0 || !tracked__is(c->p, store->record) ||
	    path__type(&steps[nr - 1])->kind != TYPE_POINTER)
		return;
	if (leads_to_copy(c, &steps[nr - 1])) {
		trouble(c, store->line, "stores a pointer in %s.%s, which is read-only to it",
			store->record->name, store->path);
		return;
	}
	if (literals__is_string(path__type(&steps[nr - 1]))) {
		if (!literals__find(c->p, c->func, &store->from, ignore, NULL))
			trouble(c, store->line, "stores a string in %s.%s that is nowhere in the kernel half",
				store->record->name, store->path);
		return;
	}
	flow__resolve(c->func, &store->from, &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		const struct origin *o = &all.items[i];

		if (o->kind == ORIGIN_STRING)
			trouble(c, store->line, "stores a string in %s.%s", store->record->name,
				store->path);
		else if (o->kind == ORIGIN_LOCAL)
			trouble(c, store->line, "stores the address of a local variable in %s.%s",
				store->record->name, store->path);
		else if (o->kind == ORIGIN_UNKNOWN)
			trouble(c, store->line, "stores in %s.%s what comes from nobody knows where",
				store->record->name, store->path);
	}
	free(all.items);
}

/* ---- the whole ----------------------------------------------------------- */

void needs__reset(struct partition *p)
{
	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		memset(&p->nodes[i].needs, 0, sizeof(p->nodes[i].needs));
	map__clear(&p->strays);
}

static void check_body(struct check *c)
{
	const struct context_node *context = &c->p->context->nodes[c->func->index];
	const struct func *func = c->func;
	unsigned int line;
	const char *why;

	if (context->lock_line) {
		c->needs->hard = true;
		trouble(c, context->lock_line, "takes a spin lock (%s)", context->lock_name);
	}
	for (unsigned int i = 0; i < func->nr_calls; i++)
		check_call(c, &func->calls[i]);
	if (func->odd_line)
		trouble(c, func->odd_line, "has %s", func->odd);
	if (func->asm_line)
		trouble(c, func->asm_line, "has inline assembly");
	if (func->static_line && func->source < 0)
		trouble(c, func->static_line, "has a variable of its own");
	check_accesses(c);
	for (unsigned int i = 0; i < func->nr_stores; i++)
		check_store(c, &func->stores[i]);
	check_opaque(c, &func->returned, func->line);
	for (unsigned int i = 0; i < func->nr_derefs; i++)
		check_deref(c, &func->derefs[i]);
	why = numeral__taken(c->p, func, &line);
	if (why)
		trouble(c, line, "%s", why);
}

const struct needs *needs__of(struct partition *p, struct func *func)
{
	struct needs *needs = &p->nodes[func->index].needs;
	struct check c = { .p = p, .func = func, .needs = needs };

	if (needs->done || needs->doing)
		return needs;
	needs->doing = true;
	needs->plain = !func->static_line;
	check_body(&c);
	needs->doing = false;
	needs->done = true;
	return needs;
}
