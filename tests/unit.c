// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs a CUnit suite and prints the results in TAP. */
#include <stdio.h>
#include <stdlib.h>

#include <CUnit/TestRun.h>

#include "unit.h"

static void print_test(const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord failures)
{
	CU_pFailureRecord failure;

	printf("%s %u - %s\n", failures ? "not ok" : "ok", CU_get_number_of_tests_run(),
	       test->pName);
	for (failure = failures; failure && failure->pTest == test; failure = failure->pNext)
		printf("# %s:%u: %s\n", failure->strFileName, failure->uiLineNumber,
		       failure->strCondition);
	fflush(stdout);
	(void)suite;
}

int unit__main(const char *suite, CU_TestInfo *tests)
{
	CU_SuiteInfo suites[] = {
		{ .pName = suite, .pTests = tests },
		CU_SUITE_INFO_NULL,
	};
	unsigned int failed;

	if (CU_initialize_registry() || CU_register_suites(suites)) {
		fprintf(stderr, "%s: %s\n", suite, CU_get_error_msg());
		return EXIT_FAILURE;
	}
	printf("1..%u\n", CU_get_registry()->uiNumberOfTests);
	CU_set_test_complete_handler(print_test);
	CU_run_all_tests();
	failed = CU_get_number_of_tests_failed() + CU_get_number_of_suites_failed();
	CU_cleanup_registry();
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
