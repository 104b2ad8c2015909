// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs the passes one after the other. */
#include <errno.h>
#include <stdlib.h>

#include "analysis.h"
#include "audit.h"
#include "births.h"
#include "disown.h"
#include "share.h"

void share__fill(struct share *s)
{
	struct plan *plan = s->plan;

	share__groups(s);
	share__locks(s);
	share__reach(s);
	*STORE_ADD(plan->classes, plan->nr_classes) = store__copy("any");
	share__find_types(s);
	share__find_written(s);
	share__find_merged(s);
	share__functions(s);
	share__globals(s);
	share__symbols(s);
	share__strings(s);
	share__calls(s);
	share__within(s);
	share__fields(s);
	share__natives(s);
	share__renames(s);
	share__policies(s);
	share__macros(s);
	share__idle(s);
	share__finish_types(s);
	share__edges(s);
	share__reachable(s);
	share__assumptions(s);
}

void share__forget(struct share *s)
{
	for (unsigned int i = 0; i < s->nr_types; i++) {
		free(s->types[i].instances);
		free(s->types[i].fields);
	}
	free(s->types);
	free(s->allowed);
	free(s->user);
	free(s->kernel);
	for (unsigned int i = 0; s->within && i < s->plan->nr_upcalls; i++)
		free(s->within[i]);
	free(s->within);
	free(s->functions);
	map__clear(&s->classes);
	map__clear(&s->groups);
	map__clear(&s->touched);
	map__clear(&s->lent);
	map__clear(&s->whole);
	map__clear(&s->bytes);
	map__clear(&s->written);
	map__clear(&s->merged);
}

/* Whether the audit finds nothing in what is shared now. */
static bool share(struct partition *p, struct plan *plan, struct report *report)
{
	struct share s = { .p = p, .plan = plan };
	bool sound;

	plan__forget_cut(plan);
	share__fill(&s);
	sound = audit__members(&s, report);
	share__forget(&s);
	return sound;
}

/* Anew without what the audit finds, until it finds nothing. */
static int cut(const struct context *context, struct plan *plan, struct report *report)
{
	struct partition *p;
	bool sound;

	do {
		p = partition__new(context, report);
		sound = p && share(p, plan, report);
		partition__free(p);
	} while (!sound && !report->nr);
	return sound ? 0 : -EINVAL;
}

int analyse(struct plan *plan, struct model *model, const struct evidence *evidence,
	    struct report *report)
{
	struct context *context;
	struct facts *facts;
	struct flow *flow;
	int err = facts__collect(&facts, plan, model, report);

	if (err)
		return err;
	disown__names(model, facts, plan);
	births__find(facts, model);
	flow = flow__new(facts);
	context__decline(flow, model);
	context = context__new(flow, model);
	context->evidence = evidence;
	err = evidence__check(evidence, context, report) ? cut(context, plan, report) : -EINVAL;
	if (!err)
		evidence__fill(evidence, plan);
	context__free(context);
	flow__free(flow);
	facts__free(facts);
	return err;
}
