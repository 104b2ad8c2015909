// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The analysis by itself, for tests: prints what became of each function, and
 * with -j writes the plan.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "analysis.h"
#include "store.h"

static const char usage[] =
	"usage: cleave-analyse [-m DIR]... [-p PROFILE] [-e EVIDENCE] [-j PLAN] FILE.c -- COMPILER FLAGS...\n"
	"       cleave-analyse [-m DIR]... [-p PROFILE] [-e EVIDENCE] [-j PLAN] -d MODDIR -k KERNELDIR MODULE\n";

static const char *side_name(enum side side)
{
	static const char *const names[] = { "kernel", "user", "both" };

	return names[side];
}

static void print_args(const struct plan_arg *args, unsigned int nr)
{
	static const char *const kinds[] = { "value", "object", "pointer", "buffer", "string",
					     "string-kept", "format", "ignored", "result", "void" };

	printf("(");
	for (unsigned int i = 0; i < nr; i++)
		printf("%s%s", i ? ", " : "", args[i].host ? "guest" : kinds[args[i].kind]);
	printf(")");
}

static void print_locks(const char *how, const char *locks)
{
	if (locks)
		printf(" %s %s", how, locks);
}

static void print_symbol(const struct plan *plan, const struct plan_symbol *symbol)
{
	static const char *const kinds[] = { "function", "table", "global" };

	printf("symbol %s %s", kinds[symbol->kind], symbol->name);
	if (symbol->kind == SYMBOL_FUNCTION)
		printf(" %s", plan->classes[symbol->class]);
	printf("%s\n", symbol->external ? " external" : "");
}

static void print_followed(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_outlines; i++)
		for (char **f = plan->outlines[i].followed; f && *f; f++)
			printf("followed %s %s\n", plan->outlines[i].name, *f);
}

static void print_upcalls(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_upcalls; i++) {
		const struct plan_function *f = &plan->functions[plan->upcalls[i].function];

		printf("upcall %s", f->name);
		print_args(f->args, f->nr_args);
		if (plan->upcalls[i].at_most)
			printf(" at most %s", plan->upcalls[i].at_most);
		for (unsigned int a = 0; a < f->nr_args; a++)
			if (f->args[a].answer)
				printf(" answered with %s", f->args[a].answer);
		print_locks("holds", plan->upcalls[i].holds);
		print_locks("perhaps", plan->upcalls[i].perhaps);
		printf("\n");
		for (unsigned int d = 0; d < plan->upcalls[i].nr_downs; d++)
			printf("within %s %s\n", f->name, plan->upcalls[i].downs[d]);
		for (unsigned int t = 0; t < plan->upcalls[i].nr_types; t++)
			printf("looks %s %s\n", f->name, plan->upcalls[i].types[t]);
		if (plan->upcalls[i].anything)
			printf("looks %s anything\n", f->name);
	}
}

static void print_downcalls(const struct plan *plan)
{
	static const char *const kinds[] = { "function", "inline", "macro", "driver", "outline",
					     "typed" };

	for (unsigned int i = 0; i < plan->nr_downcalls; i++) {
		const struct plan_downcall *d = &plan->downcalls[i];

		printf("downcall %s %s", kinds[d->kind], d->name);
		print_args(d->args, d->nr_args);
		fputs(d->by_worker ? " by worker" : "", stdout);
		fputs(d->always ? " always" : "", stdout);
		print_locks("takes", d->takes);
		print_locks("needs", d->needs);
		printf("\n");
		for (unsigned int n = 0; n < d->nr_sites; n++)
			printf("site %s %s:%u\n", d->name, d->sites[n].function,
			       d->sites[n].line);
		for (unsigned int a = 0; a < d->nr_args; a++)
			if (d->args[a].check)
				printf("check %s $%u: %s\n", d->name, a, d->args[a].check);
	}
}

static void print_natives(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_natives; i++) {
		printf("native %s", plan->natives[i].name);
		if (plan->natives[i].already)
			printf(" unless %s", plan->natives[i].already);
		print_locks("early", plan->natives[i].early);
		for (char *const *key = plan->natives[i].keys; key && *key; key++)
			printf(" %s", *key);
		for (char *const *type = plan->natives[i].undo_types; type && *type; type++)
			printf(" %s", *type);
		printf("\n");
	}
}

static void print_bound(const struct plan_field *field)
{
	static const char *const owners[] = { "", " port", " irq" };
	static const char *const merges[] = { "", " merge-bits", " merge-sum" };

	if (field->least || field->below)
		printf(" %s..%s", field->least ? field->least : "0",
		       field->below ? field->below : "");
	printf("%s%s%s%s", owners[field->owner], field->once ? " once" : "",
	       field->set ? " set" : "", merges[field->merge]);
	if (field->text && field->dir != 1)
		printf(" text %u", field->text);
}

static void print_types(const struct plan *plan)
{
	static const char *const kinds[] = { "raw", "bits", "pointer", "string", "block" };

	for (unsigned int i = 0; i < plan->nr_types; i++) {
		const struct plan_type *t = &plan->types[i];

		printf("type %s%s%s\n", t->name, t->settled ? " settled" : "",
		       t->device ? " with device" : "");
		for (unsigned int f = 0; f < t->nr_fields; f++) {
			printf("field %s %s %s", t->fields[f].name, kinds[t->fields[f].kind],
			       t->fields[f].dir == 1 ? "to-user" : "both");
			if (strcmp(t->fields[f].count, "1"))
				printf(" %s x %s", t->fields[f].count, t->fields[f].stride);
			if (t->fields[f].kind == FIELD_BITS)
				printf(" %s 0x%llx", t->fields[f].offset,
				       (unsigned long long)t->fields[f].mask);
			print_bound(&t->fields[f]);
			if (t->fields[f].class)
				printf(" %s", t->fields[f].class == PLAN_REGION ? "region" :
				       t->fields[f].class == PLAN_BYTES ? "bytes" :
				       plan->classes[t->fields[f].class]);
			printf("\n");
		}
		for (unsigned int p = 0; p < t->nr_points; p++)
			printf("point %s %s %s\n", t->name, plan->classes[t->points[p].class],
			       t->points[p].offset);
		for (unsigned int b = 0; b < t->nr_brings; b++)
			printf("brings %s %s\n", t->name, plan->types[t->brings[b].type].name);
		for (unsigned int p = 0; p < t->nr_stops; p++)
			printf("stop %s %s %s %s\n", t->name, t->stops[p].type + strlen("struct "),
			       t->stops[p].offset, t->stops[p].count);
	}
}

/* What the report shows of the way there. */
static void print_grounds(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_edges; i++)
		printf("edge %s %s%s\n", plan->functions[plan->edges[i].from].name,
		       plan->functions[plan->edges[i].to].name,
		       plan->edges[i].through ? " through" : "");
	for (unsigned int i = 0; i < plan->nr_assumptions; i++)
		printf("assumes %s %s for %s: %s\n", plan->assumptions[i].section,
		       plan->assumptions[i].name, plan->assumptions[i].user,
		       plan->assumptions[i].origin ? plan->assumptions[i].origin : "");
	printf("reachable %u\n", plan->reachable);
}

/* Words of the user view, and the functions that they are in. */
static void print_renames(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_renames; i++) {
		const struct plan_rename *r = &plan->renames[i];

		if (!r->user)
			printf("kernel-rename %s %s\n", r->from, r->to);
		for (unsigned int f = 0; f < plan->nr_functions && r->user; f++)
			if (plan->functions[f].source == r->source &&
			    plan->functions[f].body_start < r->start &&
			    plan->functions[f].body_end > r->start)
				printf("rename %s %s %s\n", plan->functions[f].name, r->from,
				       r->to);
	}
}

static void print_plan(const struct plan *plan)
{
	for (unsigned int i = 0; i < plan->nr_functions; i++) {
		const struct plan_function *f = &plan->functions[i];

		printf("%s %s: %s\n", side_name(f->side), f->name, f->reason);
		if (f->advice)
			printf("advice %s: %s\n", f->name, f->advice);
	}
	print_upcalls(plan);
	print_downcalls(plan);
	print_natives(plan);
	print_followed(plan);
	print_types(plan);
	for (unsigned int i = 0; i < plan->nr_symbols; i++)
		print_symbol(plan, &plan->symbols[i]);
	print_renames(plan);
	for (unsigned int i = 0; i < plan->nr_tables; i++)
		printf("table %s %s of %s\n", plan->tables[i].name, plan->tables[i].local,
		       plan->functions[plan->tables[i].function].name);
	for (unsigned int i = 0; i < plan->nr_strings; i++)
		printf("string %s\n", plan->strings[i].text);
	for (unsigned int i = 0; i < plan->nr_idles; i++)
		printf("idle %s%s%s\n", plan->idles[i].name, plan->idles[i].other ? " for " : "",
		       plan->idles[i].other ? plan->idles[i].other : "");
	for (unsigned int i = 0; i < plan->nr_missing; i++)
		printf("missing %s: %s\n", plan->missing[i].symbol, plan->missing[i].advice);
	print_grounds(plan);
}

struct options {
	const char **models;
	unsigned int nr_models;
	const char *profile, *evidence, *json, *moddir, *headers;
};

static int run(const struct options *o, char **rest, struct report *report)
{
	struct evidence *evidence = NULL;
	struct plan *plan = plan__new();
	struct model *model = model__load(o->models, o->profile, report);
	int err = model ? 0 : -1;

	plan->driver = store__copy(o->moddir ? rest[0] : "driver");
	if (!err && o->moddir) {
		plan->headers = store__copy(o->headers);
		plan->dir = store__copy(o->moddir);
		err = read__driver(plan, o->moddir, rest[0], report);
	} else if (!err) {
		char *dir = getcwd(NULL, 0);

		err = read__unit(plan, rest[0], dir, (const char *const *)rest + 1, report);
		free(dir);
	}
	if (!err && o->evidence) {
		evidence = evidence__load(o->evidence, plan->driver, 1000, report);
		err = evidence ? 0 : -1;
	}
	if (!err)
		err = analyse(plan, model, evidence, report);
	evidence__free(evidence);
	if (!err)
		print_plan(plan);
	if (!err && o->json)
		err = plan__save(plan, o->json);
	plan__free(plan);
	model__free(model);
	return err;
}

int main(int argc, char **argv)
{
	struct options o = { 0 };
	struct report report = { 0 };
	int c, err;

	while ((c = getopt(argc, argv, "+m:p:e:j:d:k:")) != -1) {
		switch (c) {
		case 'm':
			*STORE_ADD(o.models, o.nr_models) = optarg;
			break;
		case 'p':
			o.profile = optarg;
			break;
		case 'e':
			o.evidence = optarg;
			break;
		case 'j':
			o.json = optarg;
			break;
		case 'd':
			o.moddir = optarg;
			break;
		case 'k':
			o.headers = optarg;
			break;
		default:
			fputs(usage, stderr);
			return 2;
		}
	}
	STORE_ADD(o.models, o.nr_models);
	if (optind == argc || (o.moddir && !o.headers)) {
		fputs(usage, stderr);
		return 2;
	}
	if (argc > optind + 1 && !strcmp(argv[optind + 1], "--"))
		memmove(argv + optind + 1, argv + optind + 2,
			(argc - optind - 1) * sizeof(*argv));
	err = run(&o, argv + optind, &report);
	report__print(&report, "cleave-analyse", stderr);
	report__clear(&report);
	free(o.models);
	return !!err;
}
