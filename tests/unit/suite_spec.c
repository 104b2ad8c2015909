// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The protocol generator: a small specification gives the texts in
 * tests/unit/spec, mistakes are named, and docs/protocol.md is current.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "suites.h"
#include "../../user/spec.h"

/* What a generator makes of a specification of the source tree. */
static char *generate(const char *below, void (*run)(const struct spec *, FILE *))
{
	char *text = NULL, *err;
	size_t size;
	struct spec *spec = spec__load(unit_path(below), &err);
	FILE *out = open_memstream(&text, &size);

	CU_ASSERT_PTR_NOT_NULL_FATAL(spec);
	run(spec, out);
	fclose(out);
	spec__free(spec);
	return text;
}

static void test_golden(void)
{
	static const struct {
		void (*run)(const struct spec *spec, FILE *out);
		const char *expected;
	} cases[] = {
		{ specgen__uapi, "tests/unit/spec/small.uapi" },
		{ specgen__header, "tests/unit/spec/small.header" },
		{ specgen__source, "tests/unit/spec/small.source" },
		{ specgen__page, "tests/unit/spec/small.page" },
		{ specgen__tables, "tests/unit/spec/small.tables" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *actual = generate("tests/unit/spec/small.yaml", cases[i].run);
		char *expected = unit_read(unit_path(cases[i].expected));

		UNIT_SAME_TEXT(actual, expected);
		free(actual);
		free(expected);
	}
}

static void test_page_is_current(void)
{
	char *actual = generate("include/cleave.yaml", specgen__page);
	char *expected = unit_read(unit_path("docs/protocol.md"));

	UNIT_SAME_TEXT(actual, expected);
	free(actual);
	free(expected);
}

#define HEAD	"name: f\nversion: 1\n"
#define SETS	"attribute-sets:\n- {name: s, attributes: [{name: a, type: u32}]}\n"

static void test_mistakes(void)
{
	static const struct {
		const char *text;
		const char *err;
	} cases[] = {
		{ "[]", "1: a mapping belongs here" },
		{ "version: 1", "1: \"name\" is missing" },
		{ "name: Big\nversion: 1", "1: \"Big\" is no name" },
		{ "name: f", "1: \"version\" must be 1 to 255" },
		{ HEAD "colour: red", "3: unknown key \"colour\"; known here: name protocol doc "
		  "version definitions attribute-sets operations groups" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a}]}",
		  "4: \"type\" must be u32, u64, flag, string or binary" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a, type: string}]}",
		  "4: \"max-len\" must be 1 to 65531" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a, type: binary, max-len: 65532}]}",
		  "4: \"max-len\" must be 1 to 65531" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a, type: u32, max-len: 4}]}",
		  "4: \"max-len\" is for strings and binaries" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a, type: binary, max-len: x}]}",
		  "4: \"x\" is not defined" },
		{ HEAD "attribute-sets:\n- {name: s, attributes: [{name: a, type: u32, enum: e}]}",
		  "4: enum \"e\" is not defined" },
		{ HEAD "attribute-sets:\n- name: s\n  attributes:\n  - {name: a, type: u32}\n"
		  "  - {name: a, type: u64}\n", "7: \"a\" is there twice" },
		{ HEAD "operations:\n- {name: o, do: true, set: s}",
		  "4: attribute set \"s\" is not defined" },
		{ HEAD SETS "operations:\n- {name: o, set: s}",
		  "6: an operation is either \"notify\" or \"do\" and \"dump\"" },
		{ HEAD SETS "operations:\n- {name: o, set: s, do: true, request: [b]}",
		  "6: set \"s\" has no attribute \"b\"" },
		{ HEAD SETS "operations:\n- {name: o, set: s, do: true, flags: [any]}",
		  "6: the only flag is admin-perm" },
		{ HEAD SETS "operations:\n- {name: o, set: s, notify: true, group: g}",
		  "6: a notification, and nothing else, has a \"group\" from \"groups\"" },
		{ HEAD "definitions:\n- {name: e, type: enum, entries: [{name: x}, {name: x}]}",
		  "4: \"x\" is there twice" },
		{ HEAD "definitions:\n- {name: c, type: const, value: 1}",
		  "4: \"header\", the C header that defines it, is missing" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *path = unit_temp(cases[i].text), *err;

		CU_ASSERT_PTR_NULL(spec__load(path, &err));
		UNIT_SAME_TEXT(err ? err + strlen(path) + 1 : NULL, cases[i].err);
		free(err);
		unlink(path);
		free(path);
	}
}

const struct unit_test suite_spec[] = {
	{ "a small specification", test_golden },
	{ "docs/protocol.md is current", test_page_is_current },
	{ "mistakes in a specification", test_mistakes },
	{}
};
