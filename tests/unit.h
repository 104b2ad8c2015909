/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a unit test needs besides CUnit: a main() in one line. Results are
 * printed in TAP, which `make check` counts.
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <CUnit/CUnit.h>

/**
 * unit__main() - run one suite and print a TAP line per test
 * @suite: its name
 * @tests: ends with CU_TEST_INFO_NULL
 *
 * Return: exit status for main()
 */
int unit__main(const char *suite, CU_TestInfo *tests);

#endif /* TESTS_UNIT_H */
