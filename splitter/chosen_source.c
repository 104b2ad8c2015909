// SPDX-License-Identifier: GPL-2.0-or-later
/* Part of the partition: which numbers the user half chooses; see splitter/chosen.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <cleave/wire.h>

#include "chosen.h"
#include "cross.h"
#include "number.h"
#include "path.h"
#include "share.h"

/** struct finding - sources, as they are found */
struct finding {
	struct partition *p;
	struct share *s;
	struct map known;	/* struct chosen_source by place */
	struct chosen_sources *out;
};

/* ---- what the user half writes -------------------------------------------- */

static struct chosen_source *source_of(struct finding *f, const char *place,
				       const struct type *type)
{
	struct chosen_source *source = map__get(&f->known, place);

	if (source)
		return source;
	source = store__alloc(sizeof(*source));
	source->place = place;
	source->name = place + (*place == '=');
	source->type = type;
	source->least = NUMBER_UNBOUNDED;
	map__put(&f->known, place, source);
	*STORE_ADD(f->out->items, f->out->nr) = source;
	return source;
}

static unsigned long long mask_of(const struct type *type)
{
	return type->size > 0 && type->size < 8 ? (1ULL << (8 * type->size)) - 1 : NUMBER_UNBOUNDED;
}

/* Constants, if all that the function's text writes there are some. */
static bool all_constant(struct chosen_source *source, const struct func *func, const char *place)
{
	bool some = false, all = true;

	for (unsigned int i = 0; i < func->nr_flows; i++) {
		const struct number_from *from = &func->flows[i].from;
		unsigned long long value = from->most & mask_of(source->type);

		if (func->flows[i].to != place)
			continue;
		some = true;
		all &= from->constant;
		if (from->constant && value < source->least)
			source->least = value;
		if (from->constant && value > source->most)
			source->most = value;
	}
	return some && all;
}

/* @place: where the function's text puts it; NULL: nobody knows what is put there */
static void note_writer(struct chosen_source *source, struct func *func, unsigned int line,
			const char *place)
{
	bool unknown = !place || !all_constant(source, func, place);
	struct chosen_writer *writer = NULL;

	for (unsigned int i = 0; i < source->nr_writers && !writer; i++)
		if (source->writers[i].func == func)
			writer = &source->writers[i];
	if (!writer)
		writer = STORE_ADD(source->writers, source->nr_writers);
	writer->func = func;
	writer->line = line;
	writer->unknown |= unknown;
	source->unknown |= unknown;
	source->whole |= !place;
}

static void write_member(struct finding *f, struct func *func, const struct access *a,
			 const struct record *owner, const struct field *field, bool direct,
			 bool mixed)
{
	const struct type *of = path__element(field->type);
	struct chosen_source *source;
	const char *place;

	if (of->kind == TYPE_RECORD) {
		const struct record *in = *field->name ? of->record : owner;

		for (unsigned int i = 0; i < of->record->nr_fields; i++)
			write_member(f, func, a, *of->record->fields[i].name ? in : owner,
				     &of->record->fields[i], false, mixed || of->record->is_union);
		return;
	}
	if (of->kind != TYPE_SCALAR || !*field->name)
		return;
	place = strings__format(f->p->strings, "%s.%s", owner->name, field->name);
	source = source_of(f, place, of);
	source->model = model__field(f->p->model, owner->name, field->name);
	source->whole |= mixed || field->type->kind == TYPE_ARRAY;
	note_writer(source, func, a->line, direct ? source->place : NULL);
}

/* Members of an anonymous structure or union are those of what it is in. */
static const struct record *named_owner(const struct path_step *steps, int at)
{
	while (at && !*steps[at - 1].field->name)
		at--;
	return steps[at].owner;
}

/* A part of a union is written with the others. */
static void write_path(struct finding *f, struct func *func, const struct access *a,
		       const struct path_step *steps, int nr, bool direct)
{
	int at = 0;

	if (uncounted__is_part(f->p, a, &steps[nr - 1]))
		return;
	while (at < nr && !steps[at].owner->is_union)
		at++;
	if (at == nr) {
		write_member(f, func, a, named_owner(steps, nr - 1), steps[nr - 1].field, direct,
			     false);
		return;
	}
	for (unsigned int i = 0; i < steps[at].owner->nr_fields; i++)
		write_member(f, func, a, named_owner(steps, at), &steps[at].owner->fields[i],
			     direct && &steps[at].owner->fields[i] == steps[nr - 1].field, true);
}

static void write_access(struct finding *f, struct func *func, const struct access *a, bool direct)
{
	const struct record *record = a->record ? a->record : a->global->type->record;
	struct path_step steps[PATH_STEPS];
	int nr = record ? path__steps(record, a->path, steps) : 0;

	if (nr > 0) {
		write_path(f, func, a, steps, nr, direct);
	} else if (!nr && record) {
		for (unsigned int i = 0; i < record->nr_fields; i++)
			write_member(f, func, a, record, &record->fields[i], false, record->is_union);
	} else if (a->global && path__element(a->global->type)->kind == TYPE_SCALAR) {
		struct chosen_source *source = source_of(f, strings__format(f->p->strings, "=%s",
								    a->global->name),
						  path__element(a->global->type));

		source->whole |= a->global->type->kind == TYPE_ARRAY;
		note_writer(source, func, a->line, direct ? source->place : NULL);
	}
}

static void find_shared(struct finding *f, struct func *func)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++) {
		const struct access *a = &func->accesses[i];
		enum share_callee kernel;

		if (a->global ? a->global->source < 0 || a->global->type->is_const :
				!tracked__is(f->p, a->record))
			continue;
		if (share__mode(f->s, func, a, &kernel) & ACCESS_WRITE)
			write_access(f, func, a, !(a->mode & ACCESS_ADDRESS));
	}
}

/* ---- what it gives ---------------------------------------------------------- */

static struct chosen_source *given(struct finding *f, const struct func *func, unsigned int at,
				   enum chosen_kind kind, const struct type *type)
{
	struct chosen_source *source = source_of(f, number__param(f->p->strings, func, at,
								   kind == CHOSEN_LENT), type);

	source->kind = kind;
	source->name = strings__format(f->p->strings, "%s of %s", func->params[at].name,
				       facts__shown(func));
	return source;
}

/* Is it a buffer of numbers that a callee may read? */
static bool is_lent(const struct param *param, const struct model_arg *arg)
{
	const struct type *to = param->type->kind == TYPE_POINTER ? param->type->to : NULL;

	return to && to->kind == TYPE_SCALAR &&
	       !(arg && arg->kind == ARG_BUFFER && !(arg->dir & CLEAVE_TO_KERNEL));
}

/* Whoever wrote a check vouches for each argument that it names. */
static bool is_checked(const struct partition *p, const struct func *func, unsigned int at)
{
	const char *name = strings__format(p->strings, "$%u", at);

	for (unsigned int i = 0; i < func->nr_params; i++) {
		const struct model_arg *arg = cross__told(p, func, i);
		const char *found = arg && arg->check ? strstr(arg->check, name) : NULL;

		if (arg && arg->check && i == at)
			return true;
		for (; found; found = strstr(found + 1, name))
			if (!isdigit((unsigned char)found[strlen(name)]))
				return true;
	}
	return false;
}

/* @edge: the call; NULL: it is @caller itself that is handed over */
static void find_argument(struct finding *f, const struct func *func, unsigned int at,
			  struct func *caller, const struct edge *edge)
{
	const struct model_arg *arg = cross__told(f->p, func, at);
	unsigned int line = edge ? edge->call->line : func->line;
	struct chosen_source *source;

	if (is_checked(f->p, func, at))
		return;
	if (func->params[at].type->kind == TYPE_SCALAR) {
		source = given(f, func, at, CHOSEN_ARGUMENT, func->params[at].type);
		note_writer(source, caller, line,
			    !edge ? source->place :
			    number__argument(f->p->strings, caller, edge->call - caller->calls, at,
					     false));
	} else if (is_lent(&func->params[at], arg)) {
		source = given(f, func, at, CHOSEN_LENT, func->params[at].type->to);
		note_writer(source, caller, line, NULL);
	}
}

/* ---- structures that it lends ------------------------------------------------ */

/**
 * struct loan - a structure that a function of the kernel half is lent, or answered, and by whom
 */
struct loan {
	struct finding *f;
	struct func *callee;
	const char *param;
	struct func *caller;
	unsigned int line;
	enum chosen_kind kind;
};

/* Nobody looks at a number in it by itself. */
static void lend_member(const struct loan *loan, const struct record *owner,
			const struct field *field)
{
	struct strings *strings = loan->f->p->strings;
	const struct type *of = path__element(field->type);
	struct chosen_source *source;
	const char *place;

	if (of->kind == TYPE_RECORD)
		for (unsigned int i = 0; i < of->record->nr_fields; i++)
			lend_member(loan, *field->name && *of->record->fields[i].name ?
				    of->record : owner, &of->record->fields[i]);
	if (of->kind != TYPE_SCALAR || !*field->name)
		return;
	place = strings__format(strings, "%s.%s", owner->name, field->name);
	source = source_of(loan->f, strings__format(strings, "%u %s", loan->kind, place), of);
	source->kind = loan->kind;
	source->place = place;
	source->name = strings__format(strings, "%s.%s of %s", loan->param, field->name,
				       facts__shown(loan->callee));
	note_writer(source, loan->caller, loan->line, NULL);
}

static void lend_all(const struct loan *loan, const struct record *record)
{
	for (unsigned int i = 0; i < record->nr_fields; i++)
		lend_member(loan, record, &record->fields[i]);
}

static void lend_access(const struct loan *loan, const struct access *a)
{
	struct path_step steps[PATH_STEPS];
	int nr = path__steps(a->record, a->path, steps), owner = nr - 1;

	if (nr <= 0) {
		lend_all(loan, a->record);
		return;
	}
	while (owner && !*steps[owner - 1].field->name)
		owner--;
	lend_member(loan, steps[owner].owner, steps[nr - 1].field);
}

static bool gets(const struct call *call, const struct record *record)
{
	for (unsigned int a = 0; a < call->nr_args; a++) {
		const struct type *to = path__pointee(call->types[a]);

		if (to && to->record == record)
			return true;
	}
	return false;
}

/*
 * Members of @lent that @func reads, or a callee that is given one; whether it is the one that is
 * lent does not matter.
 */
static void lend_read(const struct loan *loan, const struct func *func, const struct record *lent,
		      unsigned int depth)
{
	for (unsigned int i = 0; i < func->nr_accesses; i++)
		if (!func->accesses[i].global && func->accesses[i].record == lent &&
		    func->accesses[i].mode != ACCESS_WRITE)
			lend_access(loan, &func->accesses[i]);
	for (unsigned int i = 0; i < func->nr_calls; i++) {
		const struct func *callee = func->calls[i].callee;

		if (!gets(&func->calls[i], lent))
			continue;
		if (callee && callee->walked && depth < 8)
			lend_read(loan, callee, lent, depth + 1);
		else
			lend_all(loan, lent);
	}
}

static void find_loans(struct finding *f, struct func *func, struct func *caller,
		       unsigned int line)
{
	struct crossing crossing;

	cross__driver(f->p, func, &crossing);
	for (unsigned int i = 0; !crossing.trouble.why && i < crossing.nr_args; i++) {
		const struct cross_arg *arg = &crossing.args[i];
		struct loan loan = { f, func, arg->name, caller, line, CHOSEN_LENT };

		if (arg->kind == ARG_BUFFER && arg->dir & CLEAVE_TO_KERNEL && arg->to &&
		    arg->to->kind == TYPE_RECORD)
			lend_read(&loan, func, arg->to->record, 0);
	}
}

/* Arguments of a function of the kernel half that functions of the user half call. */
static void find_arguments(struct finding *f, const struct func *func, const struct edge *edge)
{
	for (unsigned int i = 0; i < func->nr_params && i < edge->call->nr_args; i++)
		find_argument(f, func, i, edge->caller, edge);
}

/* What it was given itself goes to its copy in the kernel half: handover.c. */
static void find_handed_over(struct finding *f, struct func *func)
{
	for (unsigned int i = 0; i < func->nr_params; i++)
		find_argument(f, func, i, func, NULL);
	find_loans(f, func, func, func->line);
}

/* What a region is given steers nothing in it; it may keep it. */
static void find_region(struct finding *f, const struct func *func)
{
	const struct outline *outline = func->outline;

	for (unsigned int i = 0; i < outline->nr_vars; i++)
		if (outline->vars[i].param >= 0 && outline->vars[i].type->kind == TYPE_SCALAR) {
			struct chosen_source *source =
				source_of(f, number__param(f->p->strings, func, i, false),
					  outline->vars[i].type);

			source->kind = CHOSEN_REGION;
			source->name = outline->vars[i].name;
			note_writer(source, outline->of, outline->line, NULL);
		}
}

static void find_given(struct finding *f, struct func *func)
{
	const struct flow_node *node = &f->p->flow->nodes[func->index];

	if (func->outline) {
		if (partition__in_user(f->p, func->outline->of) && func->outline->whole)
			find_handed_over(f, func->outline->of);
		else if (partition__in_user(f->p, func->outline->of))
			find_region(f, func);
		return;
	}
	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (f->s->user[node->callers[i].caller->index]) {
			find_arguments(f, func, &node->callers[i]);
			find_loans(f, func, node->callers[i].caller, node->callers[i].call->line);
		}
}

static bool called_by_kernel(const struct finding *f, const struct func *func)
{
	const struct flow_node *node = &f->p->flow->nodes[func->index];

	for (unsigned int i = 0; i < node->nr_callers; i++)
		if (f->s->kernel[node->callers[i].caller->index])
			return true;
	return false;
}

/* What a function of the user half returns to one of the kernel half. */
static void find_result(struct finding *f, struct func *func)
{
	struct chosen_source *source;

	if (func->ret->kind != TYPE_SCALAR)
		return;
	source = source_of(f, number__result(f->p->strings, func), func->ret);
	source->kind = CHOSEN_RESULT;
	source->name = func->name;
	note_writer(source, func, func->line, NULL);
}

/* What a function of the user half answers in what one of the kernel half lends to it. */
static void find_answers(struct finding *f, struct func *func)
{
	struct crossing crossing;

	cross__up(f->p, func, cross__slot(f->p, func), &crossing);
	for (unsigned int i = 0; i < crossing.nr_args; i++) {
		const struct cross_arg *arg = &crossing.args[i];
		struct loan loan = { f, func, arg->name, func, func->line, CHOSEN_ANSWERED };
		struct chosen_source *source;

		if (arg->kind != ARG_BUFFER || !(arg->dir & CLEAVE_TO_KERNEL) || !arg->to)
			continue;
		if (arg->to->kind == TYPE_RECORD) {
			lend_all(&loan, arg->to->record);
		} else {
			source = source_of(f, number__answer(f->p->strings, func, i), arg->to);
			source->kind = CHOSEN_ANSWERED;
			source->name = strings__format(f->p->strings, "%s of %s", arg->name,
						       facts__shown(func));
			note_writer(source, func, func->line, NULL);
		}
	}
}

void chosen_source__find(struct partition *p, struct share *s, struct chosen_sources *out)
{
	struct finding f = { .p = p, .s = s, .out = out };

	for (unsigned int i = 0; i < p->facts->nr_all; i++) {
		struct func *func = p->facts->all[i];

		if (s->user[i])
			find_shared(&f, func);
		if (partition__ours(func) && s->kernel[i] && !s->user[i])
			find_given(&f, func);
		if (partition__ours(func) && s->user[i] && !s->kernel[i] &&
		    called_by_kernel(&f, func)) {
			find_result(&f, func);
			find_answers(&f, func);
		}
	}
	map__clear(&f.known);
}

void chosen_source__free(struct chosen_sources *sources)
{
	for (unsigned int i = 0; i < sources->nr; i++) {
		free(sources->items[i]->writers);
		free(sources->items[i]);
	}
	free(sources->items);
}
