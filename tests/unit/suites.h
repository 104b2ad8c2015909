/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The suites of unit tests. A new one is a file suite_NAME.c that defines
 *
 *	const struct unit_test suite_NAME[] = { { "what is tested", function }, ... {} };
 *
 * with a line here and the file in Makefile.inc.
 */
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include <CUnit/CUnit.h>

struct unit_test {
	const char *name;
	void (*run)(void);
};

#define UNIT_SUITES(SUITE)	\
	SUITE(audit)		\
	SUITE(bytes)		\
	SUITE(call)		\
	SUITE(check)		\
	SUITE(codec)		\
	SUITE(crash)		\
	SUITE(facts)		\
	SUITE(format)		\
	SUITE(kapi)		\
	SUITE(notes)		\
	SUITE(emit)		\
	SUITE(yaml)		\
	SUITE(source)		\
	SUITE(spec)		\
	SUITE(trace)		\
	SUITE(object)		\
	SUITE(pointer)		\
	SUITE(profile)		\
	SUITE(read)		\
	SUITE(remember)		\
	SUITE(retire)		\
	SUITE(sync)		\
	SUITE(sync_pointer)	\
	SUITE(verify)

#define SUITE_DECLARE(name)	extern const struct unit_test suite_##name[];
UNIT_SUITES(SUITE_DECLARE)

/** unit_path() - a file of the source tree; valid until the next call */
const char *unit_path(const char *below);

/** unit_temp() - a new file that holds @text; the name is the caller's to unlink and free */
char *unit_temp(const char *text);

/** unit_read() - a whole file as a string; the caller's to free; NULL on failure */
char *unit_read(const char *path);

/* Strings are equal; on failure both are printed. */
#define UNIT_SAME_TEXT(actual, expected) \
	CU_assertImplementation(unit_same_text(actual, expected), __LINE__, \
				#actual " is " #expected, __FILE__, "", CU_FALSE)
CU_BOOL unit_same_text(const char *actual, const char *expected);

#endif /* UNIT_SUITES_H */
