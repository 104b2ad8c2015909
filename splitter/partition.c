// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Pass "partition": takes functions away from the user half until every rule
 * of splitter/partition.h holds for those that are left.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "chosen.h"
#include "cross.h"

bool partition__ours(const struct func *func)
{
	return func->source >= 0 && func->has_body;
}

bool partition__in_user(const struct partition *p, const struct func *func)
{
	return p->nodes[func->index].side != SIDE_KERNEL;
}

bool partition__in_kernel(const struct partition *p, const struct func *func)
{
	return p->nodes[func->index].side != SIDE_USER;
}

__attribute__((format(printf, 4, 5)))
static bool to_kernel(struct partition *p, const struct func *func, const char *advice,
		      const char *format, ...)
{
	struct part_node *node = &p->nodes[func->index];
	va_list ap;

	va_start(ap, format);
	node->reason = strings__vformat(p->strings, format, ap);
	va_end(ap);
	node->kernel = true;
	node->side = SIDE_KERNEL;
	node->advice = advice;
	return true;
}

bool partition__keep(struct partition *p, const struct func *func, const char *why,
		     const char *advice)
{
	struct part_node *node = &p->nodes[func->index];

	if (node->alone)
		return false;
	node->alone = true;
	return node->kernel || to_kernel(p, func, advice, "%s", why);
}

/* ---- what is decided at once --------------------------------------------- */

static const char *mark_of(const struct partition *p, const struct func *func)
{
	const struct model_mark *mark = map__get(&p->model->marks, func->name);

	return mark ? (mark->user ? "user" : "kernel") : func->mark;
}

/* It waits for what the kernel half does, and so would a copy. */
static bool to_wait(struct partition *p, const struct func *func, const struct func *setter,
		    const struct access *awaited)
{
	p->nodes[func->index].waits = setter;
	return to_kernel(p, func, NULL, "waits: for %s, which %s sets (line %u)",
			 awaited->global ? awaited->global->name : awaited->path,
			 facts__shown(setter), awaited->line);
}

static void decide(struct partition *p, struct func *func)
{
	const struct context_node *context = &p->context->nodes[func->index];
	const char *mark = mark_of(p, func);
	const struct access *awaited;
	const struct func *setter = waits__for(p, func, &awaited);

	p->nodes[func->index].side = SIDE_USER;
	if (func->outline && func->outline->whole)
		to_kernel(p, func, NULL, "branch: of what is handed over to the kernel half");
	else if (flow__is_init(p->flow, func))
		to_kernel(p, func, NULL, "init: the module's own init or exit");
	else if (func->declined)
		to_kernel(p, func, NULL, "declined: %s, whose caller gets %s instead",
			  context->frozen, func->declined);
	else if (func->from_macro)
		to_kernel(p, func, NULL, "macro: made by a macro, it has no text of its own");
	else if (mark && !strcmp(mark, "kernel"))
		to_kernel(p, func, NULL, "mark: marked kernel");
	else if (func->unsound)
		partition__keep(p, func, strings__format(p->strings, PLAN_AUDITED "%s", func->unsound),
				NULL);
	else if (context->atomic) {
		p->nodes[func->index].symbol = context->symbol;
		p->nodes[func->index].line = func->line;
		to_kernel(p, func, context->advice, "atomic: %s%s",
			  strncmp(context->why, func->name, strlen(func->name)) ||
			  context->why[strlen(func->name)] == '_' ? "reached from " : "",
			  context->why);
	} else if (context->frozen_root) {
		to_kernel(p, func, NULL, "frozen: %s", context->frozen);
	} else if (context->lock_line && func->stuck)
		to_kernel(p, func, NULL, "lock: takes a spin lock (%s, line %u), and what it does under it is no function: %s (line %u)",
			  context->lock_name, context->lock_line, func->stuck, func->stuck_line);
	else if (context->lock_line)
		to_kernel(p, func, NULL, "lock: takes a spin lock (%s, line %u)",
			  context->lock_name, context->lock_line);
	else if (setter)
		to_wait(p, func, setter, awaited);
}

/* ---- copies -------------------------------------------------------------- */

/*
 * A leaf is copied because that saves crossings; another function, if calls of
 * the kernel's copy could not cross.
 */
bool partition__may_copy(struct partition *p, struct func *func)
{
	const struct needs *needs;
	const char *mark = mark_of(p, func);
	const struct access *awaited;
	struct crossing crossing;

	if (p->nodes[func->index].waits || waits__asks(p, func, &awaited) ||
	    p->nodes[func->index].alone || func->from_macro || func->static_line ||
	    func->variadic || flow__is_init(p->flow, func) || p->context->nodes[func->index].lock_line ||
	    (mark && !strcmp(mark, "kernel")))
		return false;
	needs = needs__of(p, func);
	if (needs->trouble.why || !needs->done)
		return false;
	if (needs->plain)
		return true;
	if (locks__left(p, func))
		return !acquired__kept(p, func, false);
	cross__driver(p, func, &crossing);
	return crossing.trouble.why && !acquired__kept(p, func, false);
}

static bool may_be_both(struct partition *p, const struct func *func)
{
	return !func->static_line &&
	       !acquired__kept(p, func, !p->context->nodes[func->index].atomic);
}

/* ---- the rules ----------------------------------------------------------- */

static const struct func *caller_on(const struct partition *p, const struct func *func,
				    bool kernel)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++) {
		const struct func *caller = node->callers[i].caller;

		if (caller != func && partition__ours(caller) &&
		    (kernel ? partition__in_kernel(p, caller) : partition__in_user(p, caller)))
			return caller;
	}
	return NULL;
}

const struct func *partition__called_back(const struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (!partition__ours(node->callers[i].caller))
			return node->callers[i].caller;
	return NULL;
}

static bool rule_body(struct partition *p, struct func *func)
{
	const struct needs *needs = needs__of(p, func);

	if (!needs->trouble.why)
		return false;
	p->nodes[func->index].symbol = needs->trouble.symbol;
	p->nodes[func->index].line = needs->trouble.line;
	return to_kernel(p, func, needs->trouble.advice, "%s (line %u)", needs->trouble.why,
			 needs->trouble.line);
}

/*
 * Functions that the kernel half has a copy of, which gives @func the address of a variable of its
 * own, are called across themselves, if there are any such.
 */
static bool without_copies(struct partition *p, const struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	bool changed = false;

	for (unsigned int i = 0; i < node->nr_callers; i++) {
		struct part_node *caller = &p->nodes[node->callers[i].caller->index];

		if (caller->side != SIDE_BOTH || caller->kernel || caller->across)
			continue;
		caller->across = true;
		changed = true;
	}
	return changed;
}

static bool rule_crossing(struct partition *p, struct func *func, const struct model_slot *slot,
			  const char *from)
{
	const struct needs *needs = needs__of(p, func);
	struct crossing crossing;

	cross__up(p, func, slot, &crossing);
	if (crossing.stack && without_copies(p, func))
		return true;
	if (crossing.trouble.why)
		return to_kernel(p, func, crossing.trouble.advice, "crossing: called from %s, and %s",
				 from, crossing.trouble.why);
	for (unsigned int i = 0; i < crossing.nr_args; i++)
		if (needs->params & 1U << i && crossing.args[i].kind != ARG_BUFFER &&
		    crossing.args[i].kind != ARG_STRING && crossing.args[i].kind != ARG_OBJECT &&
		    !crossing.args[i].table)
			return to_kernel(p, func, NULL,
					 "crossing: called from %s, and how long its argument %s is, is not known",
					 from, crossing.args[i].name);
	for (unsigned int i = 0; i < crossing.nr_args; i++)
		if (needs->lent & 1U << i && !crossing.args[i].user)
			return to_kernel(p, func, NULL,
					 "crossing: called from %s, and its argument %s is an address in a process",
					 from, crossing.args[i].name);
	return false;
}

/* What the kernel half would call across, and was seen to call all the time. */
static bool rule_often(struct partition *p, struct func *func, bool called)
{
	const char *mark = mark_of(p, func), *often = called && !(mark && !strcmp(mark, "user")) ?
		evidence__often(p->context->evidence, p->context, func) : NULL;

	return often && to_kernel(p, func, NULL, "%s", often);
}

/*
 * The kernel half has its own, which it calls, and so does whoever calls through a slot. That
 * serves callers in the user half: where there is none, the function would not be there at all.
 */
bool partition__has_copy(struct partition *p, const struct func *func)
{
	return !p->nodes[func->index].across && caller_on(p, func, true) &&
	       caller_on(p, func, false) && may_be_both(p, func);
}

static bool rule_callers(struct partition *p, struct func *func)
{
	const struct flow_node *node = &p->flow->nodes[func->index];
	const struct func *kernel = caller_on(p, func, true);
	const struct model_slot *slot = cross__slot(p, func);
	const struct model_type *type;
	const char *from;

	type = unheard__given(p, func, &from);
	if (type)
		return to_kernel(p, func, NULL,
				 "crossing: called from %s with a struct %s, and %s makes some of which nothing tells",
				 from, type->name, type->unheard);
	if (p->context->nodes[func->index].elsewhere)
		return to_kernel(p, func, NULL, "crossing: %s",
				 p->context->nodes[func->index].elsewhere);
	if (tracked__several(p, func))
		return to_kernel(p, func, NULL,
				 "takes the driver's part of a struct %s for one of several kinds",
				 p->several->name);
	if (tracked__stays(p, func))
		return to_kernel(p, func, NULL,
				 "crossing: called from %s, and nothing tells when its argument %s ends",
				 slot->name, tracked__stays(p, func));
	if (pairs__done_by(p, func))
		return to_kernel(p, func, NULL, "undoes what %s does in the kernel half",
				 pairs__done_by(p, func)->name);
	if (partition__called_back(p, func))
		return to_kernel(p, func, NULL, "called back by %s", partition__called_back(p, func)->name);
	if (slot && rule_crossing(p, func, slot, slot->name))
		return true;
	if (!slot && !caller_on(p, func, false)) {
		if (kernel)
			return to_kernel(p, func, NULL, "callers: only called from the kernel half (%s)",
					 kernel->name);
		if (!node->nr_callers)
			return to_kernel(p, func, NULL, "callers: nothing calls it");
	}
	if (kernel && !partition__has_copy(p, func) && locks__left(p, func))
		return to_kernel(p, func, NULL, "called from %s, in the kernel half, and calls %s",
				 kernel->name, locks__left(p, func));
	if (kernel && !partition__has_copy(p, func) && rule_crossing(p, func, slot, kernel->name))
		return true;
	return rule_often(p, func, slot || (kernel && !partition__has_copy(p, func)));
}

static bool rule_releases(struct partition *p, struct func *func)
{
	const struct model_function *by;
	const struct func *other = acquired__elsewhere(p, func, &by);
	struct undone_by undone;

	if (other)
		return to_kernel(p, func, NULL,
				 "gives back by %s what %s may have acquired in the kernel half",
				 by->name, other->name);
	return undone__by(p, func, &undone) &&
	       to_kernel(p, func, NULL,
			 "calls %s, which gives back by %s what %s may have acquired in the kernel half",
			 undone.callee->name, undone.release->name, undone.acquirer->name);
}

/*
 * While processes are frozen a body must be in the kernel half. Another one is in the user half
 * only for callers there: the kernel's own calls go to the kernel half's.
 */
static bool rule_frozen(struct partition *p, struct func *func)
{
	const char *frozen = p->context->nodes[func->index].frozen;

	if (!frozen)
		return false;
	if (!caller_on(p, func, false))
		return to_kernel(p, func, NULL, "frozen: reached from %s", frozen);
	if (!may_be_both(p, func))
		return to_kernel(p, func, NULL, "frozen: reached from %s, and it acquires something",
				 frozen);
	return false;
}

static bool rule_waits(struct partition *p, struct func *func)
{
	const struct access *awaited;
	const struct func *setter = waits__asks(p, func, &awaited);

	return setter && to_wait(p, func, setter, awaited);
}

static bool judge(struct partition *p, struct func *func)
{
	if (!partition__ours(func) || p->nodes[func->index].kernel)
		return false;
	return rule_body(p, func) || rule_frozen(p, func) || rule_callers(p, func) ||
	       rule_releases(p, func) || rule_waits(p, func);
}

static enum side side_of(struct partition *p, struct func *func)
{
	if (p->nodes[func->index].kernel)
		return caller_on(p, func, false) && partition__may_copy(p, func) ? SIDE_BOTH :
										   SIDE_KERNEL;
	return partition__has_copy(p, func) ? SIDE_BOTH : SIDE_USER;
}

/* Which side each function is on, as far as is decided. A copy's callees may need copies. */
static void settle(struct partition *p)
{
	bool changed = true;

	for (unsigned int i = 0; i < p->facts->nr_all; i++)
		if (partition__ours(p->facts->all[i]))
			p->nodes[i].side = p->nodes[i].kernel ? SIDE_KERNEL : SIDE_USER;
	while (changed) {
		changed = false;
		for (unsigned int i = 0; i < p->facts->nr_all; i++) {
			struct func *func = p->facts->all[i];
			enum side side = partition__ours(func) ? side_of(p, func) : SIDE_KERNEL;

			changed |= partition__ours(func) && side != p->nodes[i].side;
			p->nodes[i].side = side;
		}
	}
}

static const char *describe(struct partition *p, struct func *func)
{
	const struct part_node *node = &p->nodes[func->index];
	const struct model_slot *slot = cross__slot(p, func);
	const struct func *kernel = caller_on(p, func, true), *user = caller_on(p, func, false);

	if (node->side == SIDE_BOTH && kernel && kernel->outline && kernel->outline->whole)
		return strings__format(p->strings, "both: hands over to its copy in the kernel half (line %u), for %s",
				       kernel->line, user ? user->name : slot ? slot->name : "its caller");
	if (node->side == SIDE_BOTH)
		return strings__format(p->strings, "both: %s for %s in the kernel half, for %s in the user half",
				       node->kernel ? "a leaf, copied;" : "may sleep, copied;",
				       kernel ? kernel->name : "the core",
				       user ? user->name : slot ? slot->name : "its caller");
	if (slot)
		return strings__format(p->strings, "user: may sleep (%s)", slot->name);
	return strings__format(p->strings, "user: called from %s",
			       user ? user->name : kernel ? kernel->name : "nowhere");
}

static bool check_mark(struct partition *p, struct func *func, struct report *report)
{
	const struct model_mark *line = map__get(&p->model->marks, func->name);
	const char *mark = mark_of(p, func);
	const struct part_node *node = &p->nodes[func->index];

	if (!mark || strcmp(mark, "user") || node->side != SIDE_KERNEL)
		return true;
	report__at(report, line ? line->file : func->file, line ? line->line : func->line,
		   "%s is marked user, which is not sound: %s; remove the mark%s%s", func->name,
		   node->reason, node->advice ? ", or add to the model or profile: " : "",
		   node->advice ? node->advice : "");
	return false;
}

/* Until every rule holds for every function. */
static void judge_all(struct partition *p)
{
	bool changed;

	do {
		needs__reset(p);
		tracked__find(p);
		settle(p);
		changed = false;
		for (unsigned int i = 0; i < p->facts->nr_all; i++)
			changed |= judge(p, p->facts->all[i]);
	} while (changed);
}

struct partition *partition__new(const struct context *context, struct report *report)
{
	struct partition *p = store__alloc(sizeof(*p));
	struct facts *facts = context->flow->facts;
	bool sound = true;

	p->context = context;
	p->flow = context->flow;
	p->facts = facts;
	p->model = context->model;
	p->strings = facts->strings;
	p->nodes = store__alloc(facts->nr_all * sizeof(*p->nodes));
	p->effects = store__alloc(facts->nr_all * sizeof(*p->effects));
	locks__find(p);
	late__find(p);
	for (unsigned int i = 0; i < facts->nr_all; i++)
		if (partition__ours(facts->all[i]))
			decide(p, facts->all[i]);
	do
		judge_all(p);
	while (chosen__judge(p));
	for (unsigned int i = 0; i < facts->nr_all; i++) {
		struct func *func = facts->all[i];

		if (!partition__ours(func))
			continue;
		if (p->nodes[i].side != SIDE_KERNEL) {
			p->nodes[i].reason = describe(p, func);
			p->nodes[i].advice = NULL;
		}
		sound &= check_mark(p, func, report);
	}
	if (marks__known(p, report) && sound)
		return p;
	partition__free(p);
	return NULL;
}

void partition__free(struct partition *p)
{
	if (!p)
		return;
	map__clear(&p->tracked);
	map__clear(&p->asked);
	map__clear(&p->reads);
	map__clear(&p->born);
	map__clear(&p->visitors);
	map__clear(&p->ended);
	map__clear(&p->unseen);
	map__clear(&p->strays);
	chosen__forget(p);
	effects__free(p);
	locks__free(p);
	free(p->late);
	free(p->nodes);
	free(p);
}
