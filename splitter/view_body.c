// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Part of the views: what takes the place of a body that is the other half's: a call across, or
 * word that nobody gets there. So does a call of a region that is a function of the kernel half.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "view.h"

/* Puts @body, then what else the lines from @start to @end hold of lines and directives. */
static void replace(struct source *s, size_t start, size_t end, const char *body)
{
	text__put(&s->out, body);
	view__put_dropped(&s->out, s->in.s + start, s->in.s + end);
}

static void call_stub(struct source *s, struct text *out, const struct plan_function *fn)
{
	bool up = s->view == VIEW_KERNEL;
	const char *prefix = up ? "cleave_up_" : "cleave_down_";
	const char *ident = up ? s->e->functions[fn - s->e->plan->functions] :
			    s->e->downs[fn->downcall];

	text__put(out, "{ extern ");
	emit__prototype(out, &fn->ret, prefix, ident, fn->args, fn->nr_args);
	text__printf(out, "; %s%s%s(", fn->ret.kind == ARG_VOID ? "" : "return ", prefix, ident);
	for (unsigned int i = 0; i < fn->nr_args; i++)
		text__printf(out, "%s%s", i ? ", " : "", fn->args[i].name);
	text__put(out, "); }");
}

/* The body of a function that nothing of this half calls. */
static void never_reached(struct source *s, struct text *out, const struct plan_function *fn)
{
	bool aggregate = !emit__is_pointer(&fn->ret) &&
			 (!strncmp(fn->ret.type, "struct ", 7) ||
			  !strncmp(fn->ret.type, "union ", 6));

	if (s->view == VIEW_USER) {
		text__printf(out, "{ cleave_unreached(\"%s\"); }", fn->name);
		return;
	}
	text__printf(out, "{ WARN_ONCE(1, \"%s is in the user half\\n\");", fn->name);
	if (aggregate)
		text__printf(out, " return (%s){};", fn->ret.type);
	else if (fn->ret.kind != ARG_VOID)
		text__put(out, " return 0;");
	text__put(out, " }");
}

void view__put_body(struct source *s, const struct plan_function *fn)
{
	struct text body = {};
	int stub = s->view == VIEW_KERNEL ? fn->upcall : fn->downcall;

	if (fn->declined && s->view == VIEW_KERNEL)
		text__printf(&body, "{ return %s; }", fn->declined);
	else if (stub >= 0)
		call_stub(s, &body, fn);
	else
		never_reached(s, &body, fn);
	replace(s, fn->body_start, fn->body_end + 1, body.s);
	text__free(&body);
}

/*
 * A function of a header is compiled where the shim redirects nothing, so a
 * declaration takes its place, and the shim brings the body.
 */
void view__move(struct source *s, const struct plan_function *fn)
{
	view__line_directive(s, &s->moved, view__line(s, fn->start));
	emit__copy(s->e, &s->moved, s->view, s->plan - s->e->plan->sources, &s->in, fn->start,
		   fn->body_end + 1);
	text__put(&s->moved, "\n");
	replace(s, fn->body_start, fn->body_end + 1, ";");
}

/*
 * The next declaration of a table that is before its function, too, if it comes before @fn and
 * the next region: the function knows it by the name that it gave it.
 */
bool view__put_declaration(struct source *s, const struct plan_function *fn)
{
	const struct plan *plan = s->e->plan;
	const struct plan_outline *outline = s->view == VIEW_KERNEL ? NULL :
					     emit__next_outline(s->e, s->plan - plan->sources, s->at);
	const struct plan_table *next = NULL;
	char *alias;

	for (unsigned int i = 0; i < plan->nr_tables; i++)
		if (view__has_table(s, &plan->tables[i]) && plan->tables[i].start >= s->at &&
		    (!next || plan->tables[i].start < next->start))
			next = &plan->tables[i];
	if (!next || (fn && fn->body_start < next->start) ||
	    (outline && outline->start < next->start))
		return false;
	if (next->end > s->in.len || s->in.s[next->end - 1] != ';') {
		emit__fail(s->e, -ESTALE, "%s: changed since it was analysed", s->plan->path);
		return false;
	}
	alias = store__format("extern typeof(%s) %s __asm__(\"%s\");", next->name, next->local,
			      next->name);
	view__copy_to(s, next->start);
	replace(s, next->start, next->end, alias);
	s->at = next->end;
	free(alias);
	return true;
}

/* What follows where the region ended early, behind its @call; that is left with the end of it. */
static void put_exits(struct source *s, const struct plan_outline *outline, struct text *call)
{
	for (unsigned int i = 0; i < outline->nr_exits; i++) {
		text__printf(call, " if (cleave_exit == %u) {", i + 1);
		replace(s, s->at, outline->exits[i].start, call->s);
		s->at = outline->exits[i].start;
		view__copy_to(s, outline->exits[i].end);
		text__free(call);
		text__put(call, i + 1 < outline->nr_exits ? " }" : " } }");
	}
}

/* The next region that is a function of the kernel half, if it comes before @fn. */
bool view__put_outline(struct source *s, const struct plan_function *fn)
{
	const struct plan_outline *outline = emit__next_outline(s->e, s->plan - s->e->plan->sources,
								s->at);
	struct text call = {};

	if (!outline || (fn && fn->body_start < outline->start))
		return false;
	if (outline->end > s->in.len ||
	    s->in.s[outline->end - 1] != (outline->whole ? '}' : ';')) {
		emit__fail(s->e, -ESTALE, "%s: changed since it was analysed", s->plan->path);
		return false;
	}
	view__copy_to(s, outline->start);
	emit__outline_call(s->e, &call, outline);
	put_exits(s, outline, &call);
	replace(s, s->at, outline->end, call.s);
	s->at = outline->end;
	text__free(&call);
	return true;
}
