// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: what the calls of a body need to be made in the user half. */
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "births.h"
#include "bytes.h"
#include "fixed.h"
#include "needs.h"
#include "path.h"
#include "stack.h"

/* Of what no object is nobody knows a part, whatever else has such a part. */
static void check_given(struct check *c, const struct call *call, const char *name,
			unsigned int arg)
{
	const struct record *of = offsets__foreign(c->p, c->func, &call->args[arg],
						   &c->needs->given);

	if (of)
		needs__trouble(c, call->line, "calls %s with a part of a %s, of which the user half knows none",
			       name, of->spelling);
}

bool needs__writes(const struct partition *p, const struct func *callee, unsigned int arg)
{
	const struct model_function *entry = map__get(&p->model->functions, callee->name);

	if (arg >= callee->nr_params)
		return entry && entry->fills;
	if (!path__pointee(callee->params[arg].type) ||
	    path__pointee(callee->params[arg].type)->is_const)
		return false;
	return !entry || arg >= entry->nr_args || entry->args[arg].kind != ARG_BUFFER ||
	       entry->args[arg].dir & CLEAVE_TO_USER;
}

/* The callee runs here and follows its pointers: each argument must be visible. */
static void check_local(struct check *c, const struct call *call)
{
	const struct func *callee = call->callee;

	for (unsigned int i = 0; i < call->nr_args; i++) {
		if (!path__pointee(call->types[i]))
			continue;
		needs__pointer(c, &call->args[i], path__pointee(call->types[i]), call->line);
		if (callee && needs__writes(c->p, callee, i))
			needs__written(c, &call->args[i], call->line);
		if (path__pointee(call->types[i])->kind == TYPE_RECORD)
			check_given(c, call, callee ? callee->name : call->macro, i);
		if (callee && i < callee->nr_params && path__pointee(callee->params[i].type) &&
		    path__pointee(callee->params[i].type)->kind != TYPE_RECORD)
			needs__untyped(c, &call->args[i], call->line);
	}
}

/* What is kept, returned or given away must lead somewhere. */
void needs__opaque_result(struct check *c, const struct origins *from, unsigned int line)
{
	const struct model_function *entry = needs__opaque(c->p, c->func, from);

	if (entry)
		needs__trouble(c, line, entry->returns.string ?
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
		needs__trouble(c, call->line, "calls %s, which takes %s: a caller of this may hold it", name,
			       model__locks(c->p->model, takes & node->may));
	if (needs & ~node->must)
		needs__trouble(c, call->line, "calls %s, which needs %s: not every caller of this holds it",
			       name, model__locks(c->p->model, needs & ~node->must));
}

/* By what else it may be the kernel half would be led astray. */
static void check_fixed(struct check *c, const struct call *call, const struct func *callee,
			const struct model_function *entry)
{
	for (unsigned int i = 0; i < entry->nr_args; i++)
		if (entry->args[i].fixed && !fixed__alone(c->p, callee, i))
			needs__trouble(c, call->line,
				       "calls %s, whose argument %u is not one constant all through the driver",
				       callee->name, i);
}

/* What a format wants is read in the user half. */
static void check_formatted(struct check *c, const struct call *call,
			    const struct crossing *crossing)
{
	for (unsigned int i = crossing->nr_args; i < call->nr_args; i++)
		if (path__pointee(call->types[i]))
			needs__pointer(c, &call->args[i], path__pointee(call->types[i]), call->line);
}

/* An array at the end of a structure: nobody says that its caller gave that, too. */
static bool is_tail(const struct origin *o)
{
	struct path_step steps[PATH_STEPS];
	int nr = o->inside ? path__steps(o->inside, o->member, steps) : 0;
	const struct type *type = nr > 0 ? path__type(&steps[nr - 1]) : NULL;

	return type && type->kind == TYPE_ARRAY && type->count <= 0;
}

/*
 * An address in a process: it must all come from the caller's arguments, not from memory that they
 * lead to, say; and so must what the caller gives.
 */
static void check_lent(struct check *c, const struct call *call, const char *name, unsigned int arg)
{
	struct origins all = { 0 };
	bool given = true;

	flow__resolve(c->func, &call->args[arg], &all);
	for (unsigned int i = 0; i < all.nr; i++) {
		given &= all.items[i].kind == ORIGIN_PARAM && !is_tail(&all.items[i]);
		if (all.items[i].kind == ORIGIN_PARAM)
			c->needs->lent |= 1U << (all.items[i].index & 31);
	}
	if (!given || !all.nr)
		needs__trouble(c, call->line, "gives %s an address in a process that its caller did not give", name);
	free(all.items);
}

static void check_crossing(struct check *c, const struct call *call, const char *name,
			   const struct crossing *crossing)
{
	bool first = !c->needs->trouble.why;

	c->needs->plain = false;
	if (crossing->trouble.why) {
		needs__trouble(c, call->line, "calls %s: %s", name, crossing->trouble.why);
		needs__advise(c, first, crossing->trouble.symbol, crossing->trouble.advice);
		return;
	}
	check_locks(c, call, name);
	for (unsigned int i = 0; i < crossing->nr_args && i < call->nr_args; i++) {
		enum arg_kind kind = crossing->args[i].kind;

		if (kind == ARG_BUFFER || kind == ARG_STRING || kind == ARG_STRING_KEPT ||
		    kind == ARG_RESULT || kind == ARG_FORMAT)
			needs__pointer(c, &call->args[i], NULL, call->line);
		else if (kind == ARG_OBJECT && crossing->args[i].to &&
			 crossing->args[i].to->kind == TYPE_RECORD &&
			 tracked__guest(c->p, crossing->args[i].to->record))
			needs__pointer(c, &call->args[i], crossing->args[i].to, call->line);
		else if ((kind == ARG_OBJECT || kind == ARG_POINTER) &&
			 stack__given(c->p, c->func, &call->args[i]))
			needs__trouble(c, call->line, "gives %s the address of a local variable", name);
		else if (crossing->args[i].table &&
			 !cross__is_table(c->p, c->func, &call->args[i]))
			needs__trouble(c, call->line, "gives %s what is no table of the driver", name);
		else if (crossing->args[i].user)
			check_lent(c, call, name, i);
		if (kind == ARG_BUFFER || kind == ARG_STRING)
			needs__untyped(c, &call->args[i], call->line);
		if (kind == ARG_BUFFER && crossing->args[i].dir & CLEAVE_TO_USER)
			needs__written(c, &call->args[i], call->line);
		if (kind == ARG_OBJECT || kind == ARG_POINTER)
			needs__opaque_result(c, &call->args[i], call->line);
		if ((kind == ARG_OBJECT || kind == ARG_POINTER) && !crossing->args[i].region)
			check_given(c, call, name, i);
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
	needs__trouble(c, call->line, "calls %s, which runs in the kernel", name);
	return true;
}

/* Common to functions and macros that have an entry. Returns true if it crosses. */
static bool check_policy(struct check *c, const struct call *call,
			 const struct model_function *entry)
{
	const struct bytes *bytes = bytes__made_by(c->p->facts, c->func, call);

	if (births__untold(c->p->model, entry) && bytes) {
		needs__trouble(c, call->line, "calls %s for bytes, and %s", entry->name,
			       bytes->why);
		return false;
	}
	if (births__untold(c->p->model, entry)) {
		needs__trouble(c, call->line, "calls %s, and it is not told of which structure of the driver's that memory is",
			       entry->name);
		return false;
	}
	if (entry->bytes && bytes__why(c->p, entry->bytes))
		needs__trouble(c, call->line, "calls %s, but %s", entry->of,
			       bytes__why(c->p, entry->bytes));
	if (reads__missing(c->p, c->func, call, entry)) {
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls %s, and nothing here reads %s, by which it would be the device's own",
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
	needs__trouble(c, call->line, "calls %s, which %s", entry->name,
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

static const struct type *taken_as(const struct call *call, unsigned int arg)
{
	return call->callee && arg < call->callee->nr_params ? call->callee->params[arg].type :
							       call->types[arg];
}

static void need_params(struct check *c, const struct call *call, const struct needs *of)
{
	const char *name = call->callee ? call->callee->name : "a function";

	for (unsigned int i = 0; i < call->nr_args && i < 32; i++) {
		if (of->params & 1U << i)
			needs__pointer(c, &call->args[i], NULL, call->line);
		if (of->into & 1U << i)
			needs__untyped(c, &call->args[i], call->line);
		if (of->indexed & 1U << i && path__pointee(taken_as(call, i)))
			needs__indexed(c, &call->args[i], path__pointee(taken_as(call, i)),
				       call->line);
		if (of->given & 1U << i)
			check_given(c, call, name, i);
		if (of->lent & 1U << i)
			check_lent(c, call, name, i);
	}
	c->needs->plain &= of->plain;
}

/* The function's copy in the kernel half does it all. */
static void check_whole(struct check *c, const struct call *call)
{
	struct crossing crossing;

	if (!partition__has_copy(c->p, c->func)) {
		needs__trouble(c, call->line, "hands over to the kernel half, which has no copy of it");
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
	needs__trouble(c, call->line, "calls %s in the kernel half, which calls %s: what that sets up nobody takes back if the user half dies",
		       callee->name, by);
	if (!model__function(c->p->model, by))
		needs__advise(c, first, by,
			      strings__format(c->p->strings, "functions: %s: {policy: kernel}", by));
}

/* A lock that the callee leaves to it, it leaves to somebody unknown, or the other way round. */
static void check_pairs(struct check *c, const struct call *call, const struct func *callee)
{
	const char *left = locks__unpaired(c->p, c->func, call);

	if (left)
		needs__trouble(c, call->line, "calls %s, which calls %s", callee->name, left);
}

static void check_ours(struct check *c, const struct call *call, struct func *callee)
{
	const struct needs *of;
	struct crossing crossing;
	const char *left;

	if (callee->outline && callee->outline->whole) {
		check_whole(c, call);
		return;
	}
	check_pairs(c, call, callee);
	of = needs__of(c->p, callee);
	for (unsigned int i = 0; i < call->nr_args; i++)
		needs__opaque_result(c, &call->args[i], call->line);
	if (!c->p->nodes[callee->index].kernel || partition__may_copy(c->p, callee)) {
		need_params(c, call, of);
		return;
	}
	if (callee->from_macro && !partition__redirected(callee)) {
		needs__trouble(c, call->line, "calls %s, which a macro makes", callee->name);
		return;
	}
	left = locks__left(c->p, callee);
	if (left)
		needs__trouble(c, call->line, "calls %s, which calls %s", callee->name, left);
	check_recorded(c, call, callee);
	cross__driver(c->p, callee, &crossing);
	check_crossing(c, call, callee->outline ? "its own region under a spin lock" : callee->name,
		       &crossing);
}

/*
 * Where an inline runs in the kernel half, nobody hears of what it acquires and does not give back
 * itself, or the other way round.
 */
static const struct model_function *left_behind(struct partition *p, const struct func *callee)
{
	const struct effects *all = effects__of(p, callee);

	for (unsigned int i = 0; i < all->nr; i++) {
		const struct model_function *entry = all->items[i].entry;

		if ((entry->acquires && !acquired__gives_back(p, callee, entry)) ||
		    (entry->releases && !acquired__calls(p, callee, entry->releases)))
			return entry;
	}
	return NULL;
}

/* The line of the model by which @callee is on record, as far as @left says what it is. */
static const char *record_line(struct partition *p, const struct func *callee,
			       const struct model_function *left)
{
	if (left->acquires)
		return strings__format(p->strings,
				       "inlines: %s: {acquires: {undo: ..., key: [...]}}",
				       callee->name);
	return strings__format(p->strings, "inlines: %s: {releases: %s, key: [...]}",
			       callee->name, left->releases);
}

static void check_inline(struct check *c, const struct call *call, struct func *callee)
{
	const struct needs *of = needs__of(c->p, callee);
	struct crossing crossing;
	bool first = !c->needs->trouble.why;
	const struct model_function *left;

	check_pairs(c, call, callee);
	if (!of->trouble.why) {
		need_params(c, call, of);
		return;
	}
	if (of->hard) {
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls %s, which %s", callee->name, of->trouble.why);
		needs__advise(c, first, of->trouble.symbol, of->trouble.advice);
		return;
	}
	if (beyond_shim(c, call, callee->name))
		return;
	left = left_behind(c->p, callee);
	if (left) {
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls %s, and what that does by %s would go on no record",
			       callee->name, left->name);
		needs__advise(c, first, callee->name, record_line(c->p, callee, left));
		return;
	}
	cross__down(c->p, callee, NULL, &crossing);
	check_crossing(c, call, callee->name, &crossing);
}

/* Of an address of a member that alone is shared, whoever the callee is. */
static void check_span(struct check *c, const struct call *call, const struct func *callee)
{
	const char *member;
	const struct record *of = spans__call(c->p, c->func, call, callee, &member);

	if (of)
		needs__trouble(c, call->line, "gives %s the address of %s.%s, which it reaches beyond",
			       callee->name, of->name, member);
}

/* It would go on a record that is not told when the kernel half gives it back. */
static void check_late(struct check *c, const struct call *call, const struct model_function *entry)
{
	const struct func *by = late__by(c->p, entry);

	if (!by)
		return;
	c->needs->hard = true;
	needs__trouble(c, call->line, "acquires by %s what %s gives back in the kernel half, where it may not sleep",
		       entry->name, facts__shown(by));
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
		check_late(c, call, entry);
		check_fixed(c, call, callee, entry);
		unpaired = locks__unpaired(c->p, c->func, call);
		if (unpaired)
			needs__trouble(c, call->line, "calls %s", unpaired);
		cross__down(c->p, callee, entry, &crossing);
		check_crossing(c, call, callee->name, &crossing);
	} else if (callee->walked) {
		check_inline(c, call, callee);
	} else if (model__function(c->p->model, callee->name)) {	/* it and its like, by a pattern */
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls %s, which must run in the kernel", callee->name);
	} else if (!callee->assertion) {
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls %s, which the model does not know", callee->name);
		needs__advise(c, first, callee->name,
			      strings__format(c->p->strings, "functions: %s: {}", callee->name));
	}
}

void needs__call(struct check *c, const struct call *call)
{
	struct targets targets = { 0 };

	if (call->macro) {
		check_macro(c, call);
		return;
	}
	if (!flow__targets(c->p->flow, c->func, call, &targets)) {
		c->needs->hard = true;
		needs__trouble(c, call->line, "calls through a pointer that may lead anywhere");
	}
	for (unsigned int i = 0; i < targets.nr; i++) {
		check_callee(c, call, targets.items[i]);
		check_span(c, call, targets.items[i]);
	}
	free(targets.items);
}
