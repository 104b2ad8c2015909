// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The audit: something is taken out of the plan of a small driver (tests/unit/audit/lamp.c), as a
 * mistake of the passes before would, and it must notice.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cleave/wire.h>

#include "suites.h"
#include "../../splitter/analysis.h"
#include "../../splitter/audit.h"
#include "../../splitter/births.h"

static struct plan_field *find_field(struct plan *plan, const char *name, struct plan_type **type)
{
	for (unsigned int t = 0; t < plan->nr_types; t++)
		for (unsigned int i = 0; i < plan->types[t].nr_fields; i++)
			if (!strcmp(plan->types[t].fields[i].name, name)) {
				*type = &plan->types[t];
				return &plan->types[t].fields[i];
			}
	return NULL;
}

static void no_longer_shared(struct share *s, const char *name)
{
	struct plan_type *type = NULL;
	struct plan_field *field = find_field(s->plan, name, &type);

	CU_ASSERT_PTR_NOT_NULL_FATAL(field);
	free(field->name);
	field->name = store__copy("gone");
}

static void no_longer_written(struct share *s, const char *name)
{
	struct plan_type *type = NULL;
	struct plan_field *field = find_field(s->plan, name, &type);

	CU_ASSERT_PTR_NOT_NULL_FATAL(field);
	CU_ASSERT_EQUAL(field->dir, CLEAVE_BOTH);
	field->dir = CLEAVE_TO_USER;
}

/* The driver's own part of objects is not known to be one, as that of tulip was not. */
static void no_longer_behind(struct share *s, const char *name)
{
	for (unsigned int t = 0; t < s->nr_types; t++)
		for (unsigned int i = 0; i < s->types[t].nr_instances; i++)
			if (!strcmp(s->types[t].instances[i].record->name, name))
				s->types[t].nr_instances = i;
}

static void no_longer_a_variable(struct share *s, const char *name)
{
	for (unsigned int i = 0; i < s->plan->nr_symbols; i++)
		if (!strcmp(s->plan->symbols[i].name, name))
			s->plan->symbols[i].kind = SYMBOL_TABLE;
}

static void nothing(struct share *s, const char *name)
{
	(void)s;
	(void)name;
}

static struct partition *decide(struct context *context, struct plan *plan, struct share *s,
				struct report *report)
{
	struct partition *p = partition__new(context, report);

	if (!p)
		return NULL;
	*s = (struct share){ .p = p, .plan = plan };
	share__fill(s);
	return p;
}

static const char *unsound(const struct facts *facts)
{
	for (unsigned int i = 0; i < facts->nr_all; i++)
		if (facts->all[i]->unsound)
			return facts->all[i]->unsound;
	return "nothing";
}

/* The next partition keeps what is unsound, and of that one nothing is. */
static void is_mended(struct context *context, struct plan *plan)
{
	const struct facts *facts = context->flow->facts;
	struct report report = { 0 };
	struct share s;
	struct partition *p;

	plan__forget_cut(plan);
	p = decide(context, plan, &s, &report);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	for (unsigned int i = 0; i < facts->nr_all; i++)
		CU_ASSERT(!facts->all[i]->unsound || !partition__in_user(p, facts->all[i]));
	CU_ASSERT(audit__members(&s, &report));
	CU_ASSERT_EQUAL(report.nr, 0);
	share__forget(&s);
	partition__free(p);
}

/* What the audit finds, once @spoil has been at the plan; the caller's to free. */
static char *audited(void (*spoil)(struct share *s, const char *name), const char *name)
{
	char *include = store__format("-I%s", unit_path("tests/validation/include"));
	char *models = store__copy(unit_path("tests/validation/model"));
	char *path = store__copy(unit_path("tests/unit/audit/lamp.c")), *said = NULL;
	const char *const flags[] = { "-std=gnu11", "-O2", include, NULL };
	const char *const dirs[] = { models, NULL };
	struct report report = { 0 };
	struct model *model = model__load(dirs, NULL, &report);
	struct plan *plan = plan__new();
	struct facts *facts = NULL;
	struct partition *p;
	struct context *context;
	struct flow *flow;
	struct share s;
	bool sound;

	CU_ASSERT_PTR_NOT_NULL_FATAL(model);
	CU_ASSERT_EQUAL_FATAL(read__unit(plan, path, "/", flags, &report), 0);
	CU_ASSERT_EQUAL_FATAL(facts__collect(&facts, plan, model, &report), 0);
	births__find(facts, model);
	flow = flow__new(facts);
	context = context__new(flow, model);
	p = decide(context, plan, &s, &report);
	CU_ASSERT_PTR_NOT_NULL_FATAL(p);
	spoil(&s, name);
	sound = audit__members(&s, &report);
	CU_ASSERT_EQUAL(report.nr, 0);
	said = store__copy(unsound(facts));
	CU_ASSERT_EQUAL(sound, !strcmp(said, "nothing"));
	share__forget(&s);
	partition__free(p);
	is_mended(context, plan);
	context__free(context);
	flow__free(flow);
	facts__free(facts);
	plan__free(plan);
	model__free(model);
	free(include);
	free(models);
	free(path);
	return said;
}

static void says(void (*spoil)(struct share *s, const char *name), const char *name,
		 const char *expected)
{
	char *said = audited(spoil, name);

	UNIT_SAME_TEXT(said, expected);
	free(said);
}

static void all_is_well(void)
{
	says(nothing, NULL, "nothing");
}

static void field_is_missing(void)
{
	says(no_longer_shared, "own.level",
	     "open writes own.level, which does not cross (lamp.c:20)");
	says(no_longer_shared, "bus_device.vendor",
	     "open reads bus_device.vendor, which does not cross (lamp.c:20)");
}

static void direction_is_missing(void)
{
	says(no_longer_written, "own.level",
	     "open writes own.level, which does not cross to the kernel (lamp.c:20)");
}

static void part_is_missing(void)
{
	says(no_longer_behind, "own",
	     "probe writes own.thing, of which nothing crosses (probe.h:16)");
}

static void variable_is_missing(void)
{
	says(no_longer_a_variable, "opened",
	     "open writes opened, which the kernel half touches, too, and which does not cross "
	     "(lamp.c:22)");
}

const struct unit_test suite_audit[] = {
	{ "a plan as it should be", all_is_well },
	{ "a member that both halves touch does not cross", field_is_missing },
	{ "one that the user half writes does not cross back", direction_is_missing },
	{ "nothing is known to be behind an object", part_is_missing },
	{ "a variable that both halves touch does not cross", variable_is_missing },
	{}
};
