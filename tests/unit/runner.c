// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs all suites, or those named on the command line. Prints one TAP line per
 * test, then CUnit's summary, then "N passed, N failed". Exit status 1 if a
 * test failed or none ran.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <CUnit/TestRun.h>
#include "suites.h"

const char *unit_path(const char *below)
{
	static char path[4096];
	const char *top = getenv("CLEAVE_SRC");

	snprintf(path, sizeof(path), "%s/%s", top ? top : ".", below);
	return path;
}

char *unit_temp(const char *text)
{
	char *path = strdup("/tmp/cleave-unit-XXXXXX");
	int fd = path ? mkstemp(path) : -1;
	size_t len = strlen(text);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len) {
		perror("a temporary file");
		exit(1);
	}
	close(fd);
	return path;
}

char *unit_read(const char *path)
{
	FILE *f = fopen(path, "r");
	char *text = NULL;
	size_t room = 0;

	if (!f)
		return NULL;
	if (getdelim(&text, &room, '\0', f) < 0) {
		free(text);
		text = NULL;
	}
	fclose(f);
	return text;
}

CU_BOOL unit_same_text(const char *actual, const char *expected)
{
	if (actual && expected && !strcmp(actual, expected))
		return CU_TRUE;
	printf("# --- expected\n%s\n# --- actual\n%s\n# ---\n", expected ? expected : "(null)",
	       actual ? actual : "(null)");
	return CU_FALSE;
}

static int wanted(int argc, char **argv, const char *name)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], name))
			return 1;
	return argc == 1;
}

static int add(const char *name, const struct unit_test *tests)
{
	CU_pSuite suite = CU_add_suite(name, NULL, NULL);

	for (; suite && tests->name; tests++)
		if (!CU_add_test(suite, tests->name, tests->run))
			return -1;
	return suite ? 0 : -1;
}

static void report(const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failures)
{
	CU_pFailureRecord f;

	printf("%s %u - %s: %s\n", failures ? "not ok" : "ok", CU_get_number_of_tests_run(),
	       suite->pName, test->pName);
	for (f = failures; f && f->pTest == test; f = f->pNext)
		printf("# %s:%u: %s\n", f->strFileName, f->uiLineNumber, f->strCondition);
	fflush(stdout);
}

static void print_summary(void)
{
	char *text = CU_get_run_results_string(), *line, *rest = text;

	while ((line = strsep(&rest, "\n")) != NULL)
		printf("# %s\n", line);
	free(text);
}

int main(int argc, char **argv)
{
	unsigned int run, failed;

	if (CU_initialize_registry() != CUE_SUCCESS)
		return 1;
#define SUITE_ADD(name) \
	if (wanted(argc, argv, #name) && add(#name, suite_##name)) \
		return 1;
	UNIT_SUITES(SUITE_ADD)
	printf("1..%u\n", CU_get_registry()->uiNumberOfTests);
	CU_set_test_complete_handler(report);
	CU_run_all_tests();
	print_summary();
	run = CU_get_number_of_tests_run();
	failed = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
	CU_cleanup_registry();
	printf("%u passed, %u failed\n", run - failed, failed);
	fflush(stdout);	/* a sanitizer that finds a leak ends the process as it is */
	return failed || !run;
}
