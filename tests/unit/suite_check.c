// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ground truth: what a user half leaves undefined, and instructions that no
 * process may execute, are told with their places.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "suites.h"
#include "../../splitter/check.h"

#define COUNT(array)	(sizeof(array) / sizeof(*(array)))

static const char source[] =
	"void lost(void);\nvoid evil(void);\nvoid only_address(void);\nvoid lib(void);\n"
	"void kapi_stub(void) {}\nvoid stub(void);\nvoid said(void);\n"
	"extern int data;\nint *table[] = { &data };\n"
	"void fine(void) { stub(); lib(); }\n"
	"void (*keep(void))(void) { return only_address; }\n"
	"void calls_lost(void)\n{\n\tlost();\n}\n"
	"void calls_evil(void) { evil(); said(); }\n"
	"void calls_address(void) { only_address(); }\n"
	"void halts(void)\n{\n\t__asm__ volatile(\"hlt\");\n}\n"
	"int per_cpu(void) { int x; __asm__(\"movl %%gs:0, %0\" : \"=r\"(x)); return x; }\n"
	"void in_name(void) { fine(); }\n"
	"#define MAKE(name) void name(void) { only_address(); __asm__ volatile(\"cli\"); }\n"
	"MAKE(never)\n"
	"MAKE(perhaps)\n";

static struct plan_policy policies[] = {
	{ "evil", POLICY_FORBIDDEN }, { "only_address", POLICY_ADDRESS }, { "lib", POLICY_LOCAL },
	{ "said", POLICY_LOCAL },
};

/* Builds units.o, half.o and lib.a of @text in a new directory. */
static char *built(const char *text)
{
	char *dir = strdup("/tmp/cleave-check-XXXXXX"), *command, *file = unit_temp(text);

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(dir));
	CU_ASSERT_FATAL(asprintf(&command,
		"cd %s && mv %s check.c && gcc -g -O1 -fPIE -c $PWD/check.c -o units.o && "
		"for s in lost evil only_address lib stub said data; do echo $s kapi_$s; done >names && "
		"objcopy --redefine-syms=names units.o half.o && "
		"echo 'void kapi_lib(void) {} void kapi_only_address(void) {}' >lib.c && "
		"gcc -c lib.c && ar rc lib.a lib.o", dir, file) > 0);
	CU_ASSERT_EQUAL_FATAL(system(command), 0);
	free(command);
	free(file);
	return dir;
}

static int check(const char *dir, struct report *report)
{
	struct plan_source sources[] = { { .rel = "check.c" } };
	struct plan_function functions[] = {
		{ .name = "calls_lost", .line = 12, .end_line = 15 },
		{ .name = "never", .line = 25, .end_line = 25, .from_macro = true,
		  .side = SIDE_KERNEL },
		{ .name = "perhaps", .line = 26, .end_line = 26, .from_macro = true,
		  .side = SIDE_USER },
	};
	const struct plan plan = {
		.sources = sources, .nr_sources = 1, .functions = functions, .nr_functions = COUNT(functions),
		.policies = policies, .nr_policies = COUNT(policies), .kernel = "6.1",
	};
	char library[256], path[256];

	snprintf(path, sizeof(path), "%s/check.c", dir);
	sources[0].path = path;
	snprintf(library, sizeof(library), "%s/lib.a", dir);
	return check__user(&plan, dir, library, report);
}

static void remove_dir(char *dir)
{
	char *command;

	CU_ASSERT_FATAL(asprintf(&command, "rm -rf %s", dir) > 0);
	CU_ASSERT_EQUAL(system(command), 0);
	free(command);
	free(dir);
}

static void test_troubles(void)
{
	static const char *const wanted[] = {
		"check.c:14: lost, used by calls_lost, has no policy; add",
		"check.c:16: evil must not be called in a user half, but calls_evil does",
		"check.c:16: said, used by calls_evil, is local by the model, but libcleave lacks it",
		"check.c:17: only_address must not be called in a user half, but calls_address does",
		"check.c:20: halts needs a privilege (`hlt'",
		"check.c:22: per_cpu touches per-CPU data (`mov    %gs:0x0",
		"check.c:26: only_address must not be called in a user half, but perhaps does",
		"check.c:26: perhaps needs a privilege (`cli'",
		"data, used by data, has no policy",
	};
	char *dir = built(source);
	struct report report = {};

	CU_ASSERT(check(dir, &report) < 0);
	CU_ASSERT_EQUAL(report.nr, COUNT(wanted));
	for (unsigned int i = 0; i < COUNT(wanted) && i < report.nr; i++)
		if (!strstr(report.lines[i], wanted[i])) {
			printf("# line %u: %s\n# wanted: %s\n", i, report.lines[i], wanted[i]);
			CU_FAIL();
		}
	report__clear(&report);
	remove_dir(dir);
}

static void test_no_trouble(void)
{
	char *dir = built("void stub(void); void lib(void); void kapi_stub(void) {}\n"
			  "void fine(void) { stub(); lib(); }\n");
	struct report report = {};

	CU_ASSERT_EQUAL(check(dir, &report), 0);
	CU_ASSERT_EQUAL(report.nr, 0);
	report__print(&report, "#", stdout);
	report__clear(&report);
	remove_dir(dir);
}

const struct unit_test suite_check[] = {
	{ "symbols without a home and instructions without a right are told", test_troubles },
	{ "a user half that has all it needs passes", test_no_trouble },
	{},
};
