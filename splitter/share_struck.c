// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the sharing pass: functions of the kernel half that may sleep and that the kernel calls.
 * Natively none of them runs while another is half done: the locks of their callers see to that.
 * So they do nothing for a device that a user half has left half-way, but where what they have in
 * hand ends, and where it is not known what to answer.
 */
#include <stdlib.h>
#include <string.h>

#include "share.h"

static bool in_order(const struct model_slot *slot)
{
	if (!slot || (slot->context != MODEL_SLEEP && slot->context != MODEL_FROZEN))
		return false;
	for (unsigned int i = 0; i < slot->nr_args; i++)
		if (slot->args[i].ends)
			return false;
	return true;
}

/* Whether the kernel calls it by slots alone of which that much is known. */
static bool is_asked(const struct share *s, const struct func *func)
{
	const struct flow_node *node = &s->p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_slots; i++)
		if (!node->slots[i].slot ||
		    !in_order(map__get(&s->p->model->slots, node->slots[i].slot)))
			return false;
	return node->nr_slots;
}

/* What its caller gets; NULL: nobody knows. */
static const char *answer(const struct share *s, const struct func *func)
{
	const char *said = cross__slot(s->p, func)->on_failure;

	if (said && said[0] != '$')
		return said;
	if (said)
		return said[1] >= '0' && said[1] < '0' + (int)func->nr_params && !said[2] ?
		       func->params[said[1] - '0'].name : NULL;
	if (!strcmp(func->ret->canonical, "void"))
		return "";
	return plan__is_errno(func->ret->spelling) ? "-EIO" : NULL;
}

/* A declaration, for others may follow. */
static char *guard(const struct func *func, const char *said)
{
	char *asked = store__copy(""), *all;
	bool any = false;

	for (unsigned int i = 0; i < func->nr_params; i++) {
		const struct param *param = &func->params[i];

		if (param->type->kind != TYPE_POINTER || param->type->to->kind != TYPE_RECORD ||
		    !param->name || !*param->name)
			continue;
		all = store__format("%s%scleave_is_struck(%s)", asked, any ? " || " : "", param->name);
		free(asked);
		asked = all;
		any = true;
	}
	all = !any ? NULL :
	      store__format(" extern bool cleave_is_struck(const void *p); const bool cleave_struck_here __attribute__((__unused__)) = ({ if (%s) return %s; false; });",
			    asked, said);
	free(asked);
	return all;
}

void share__struck(struct share *s)
{
	for (unsigned int f = 0; s->plan->nr_upcalls && f < s->p->facts->nr_all; f++) {
		const struct func *func = s->p->facts->all[f];
		struct plan_rename *out;
		const char *said;
		char *text;

		if (!partition__ours(func) || !s->kernel[f] || func->outline || func->from_macro ||
		    func->declined || s->plan->functions[s->functions[f]].atomic || !is_asked(s, func))
			continue;
		said = answer(s, func);
		text = said ? guard(func, said) : NULL;
		if (!text)
			continue;
		out = STORE_ADD(s->plan->renames, s->plan->nr_renames);
		*out = (struct plan_rename){
			.source = func->source, .start = func->body_start + 1,
			.from = store__copy(""), .to = text, .kernel = true,
		};
	}
}
