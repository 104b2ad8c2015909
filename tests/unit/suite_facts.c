// SPDX-License-Identifier: GPL-2.0-or-later
/* What the units of a driver say of the same things. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "../../splitter/analysis.h"
#include "../../splitter/facts.h"
#include "../../splitter/store.h"

#define INCLUDE "tests/validation/include"
#define UNIT(name) "#include <kernel.h>\n" \
	"void *" name "(struct thing *thing) { return thing_priv(thing); }\n"

/* A unit that looks for headers where @flag says, seen from @dir. */
static void add_unit(struct plan *plan, const char *path, const char *dir, const char *flag)
{
	const char *const flags[] = { "-std=gnu11", "-xc", flag, NULL };
	struct report report = { 0 };

	CU_ASSERT_EQUAL_FATAL(read__unit(plan, path, dir, flags, &report), 0);
}

static unsigned int count(const struct facts *facts, const char *name)
{
	unsigned int nr = 0;

	for (unsigned int i = 0; i < facts->nr_all; i++)
		nr += !strcmp(facts->all[i]->name, name);
	return nr;
}

/* In a kernel's own tree it is ./include for the compiler, and an absolute path for us. */
static void header_by_two_paths(void)
{
	const char *const dirs[] = { NULL };
	char *top = realpath(unit_path("."), NULL);
	char *absolute = store__format("-I%s/" INCLUDE, top);
	char *first = unit_temp(UNIT("a")), *second = unit_temp(UNIT("b"));
	struct report report = { 0 };
	struct model *model = model__load(dirs, NULL, &report);
	struct plan *plan = plan__new();
	struct facts *facts = NULL;

	add_unit(plan, first, top, absolute);
	add_unit(plan, second, top, "-I./" INCLUDE);
	CU_ASSERT_EQUAL_FATAL(facts__collect(&facts, plan, model, &report), 0);
	CU_ASSERT_EQUAL(count(facts, "a"), 1);
	CU_ASSERT_EQUAL(count(facts, "b"), 1);
	CU_ASSERT_EQUAL(count(facts, "thing_priv"), 1);
	facts__free(facts);
	plan__free(plan);
	model__free(model);
	unlink(first);
	unlink(second);
	free(first);
	free(second);
	free(absolute);
	free(top);
}

const struct unit_test suite_facts[] = {
	{ "a header that units come to by two paths", header_by_two_paths },
	{},
};
