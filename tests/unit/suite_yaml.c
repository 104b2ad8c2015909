// SPDX-License-Identifier: GPL-2.0-or-later
/* YAML files: types of scalars, places of nodes, and what is refused. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "suites.h"
#include "../../splitter/yaml.h"

/* Loads @text. *@err has the path cut off: "line: what is wrong". */
static int load(struct yaml *yaml, const char *text, json_t **out, char **err)
{
	char *path = unit_temp(text), *full;
	int rc = yaml__load(yaml, path, out, &full);

	*err = NULL;
	if (full) {
		CU_ASSERT_EQUAL(strncmp(full, path, strlen(path)), 0);
		*err = strdup(full + strlen(path) + 1);
	}
	free(full);
	unlink(path);
	free(path);
	return rc;
}

static void test_types(void)
{
	struct yaml *yaml = yaml__new();
	json_t *root, *want;
	char *err;

	CU_ASSERT_EQUAL_FATAL(load(yaml,
		"number: 17\nhex: 0x10\nnegative: -3\nyes: true\nno: false\nnothing:\ntilde: ~\n"
		"word: raw\nargument: $0\nquoted: \"17\"\nsingle: 'true'\nflow: {a: [1, $1, b c]}\n"
		"0: a key is a word\nempty: \"\"\nexpr: sizeof(*$1)\nhuge: 99999999999999999999\n",
		&root, &err), 0);
	want = json_loads("{\"number\": 17, \"hex\": 16, \"negative\": -3, \"yes\": true,"
			  "\"no\": false, \"nothing\": null, \"tilde\": null, \"word\": \"raw\","
			  "\"argument\": \"$0\", \"quoted\": \"17\", \"single\": \"true\","
			  "\"flow\": {\"a\": [1, \"$1\", \"b c\"]}, \"0\": \"a key is a word\","
			  "\"empty\": \"\", \"expr\": \"sizeof(*$1)\","
			  "\"huge\": \"99999999999999999999\"}", 0, NULL);
	CU_ASSERT(json_equal(root, want));
	CU_ASSERT_PTR_NULL(err);
	json_decref(want);
	json_decref(root);
	yaml__free(yaml);
}

static void test_empty(void)
{
	struct yaml *yaml = yaml__new();
	json_t *root;
	char *err;

	CU_ASSERT_EQUAL_FATAL(load(yaml, "# nothing but a comment\n", &root, &err), 0);
	CU_ASSERT(json_is_null(root));
	json_decref(root);
	yaml__free(yaml);
}

static void test_lines(void)
{
	struct yaml *yaml = yaml__new();
	json_t *root, *map, *list;
	char *err;

	CU_ASSERT_EQUAL_FATAL(load(yaml,
		"# a comment\n"
		"map:\n"
		"  one: 1\n"
		"\n"
		"  two:\n"
		"    deep: true\n"
		"list:\n"
		"  - a\n"
		"  - {b: 1,\n"
		"     c: 2}\n", &root, &err), 0);
	map = json_object_get(root, "map");
	list = json_object_get(root, "list");
	CU_ASSERT_EQUAL(yaml__where(yaml, root, NULL).line, 2);
	CU_ASSERT_EQUAL(yaml__where(yaml, root, "map").line, 2);
	CU_ASSERT_EQUAL(yaml__where(yaml, map, NULL).line, 3);
	CU_ASSERT_EQUAL(yaml__where(yaml, map, "one").line, 3);
	CU_ASSERT_EQUAL(yaml__where(yaml, map, "two").line, 5);
	CU_ASSERT_EQUAL(yaml__where(yaml, json_object_get(map, "two"), "deep").line, 6);
	CU_ASSERT_EQUAL(yaml__where(yaml, root, "list").line, 7);
	CU_ASSERT_EQUAL(yaml__where_item(yaml, list, 0).line, 8);
	CU_ASSERT_EQUAL(yaml__where_item(yaml, list, 1).line, 9);
	CU_ASSERT_EQUAL(yaml__where(yaml, json_array_get(list, 1), "c").line, 10);
	CU_ASSERT_EQUAL(yaml__where(yaml, map, "three").line, 0);
	CU_ASSERT_STRING_EQUAL(yaml__where(yaml, map, "three").file, "?");
	CU_ASSERT_EQUAL(yaml__where_item(yaml, list, 2).line, 0);
	json_decref(root);
	yaml__free(yaml);
}

static void test_alias(void)
{
	struct yaml *yaml = yaml__new();
	char *path = unit_temp("a: &x\n  b: [1]\nc: *x\nd: {e: *x}\n"), *err;
	json_t *root, *a;

	CU_ASSERT_EQUAL_FATAL(yaml__load(yaml, path, &root, &err), 0);
	a = json_object_get(root, "a");
	CU_ASSERT_EQUAL(json_integer_value(json_array_get(json_object_get(a, "b"), 0)), 1);
	CU_ASSERT(json_equal(a, json_object_get(root, "c")));
	CU_ASSERT(json_equal(a, json_object_get(json_object_get(root, "d"), "e")));
	CU_ASSERT_EQUAL(yaml__where(yaml, root, "c").line, 3);
	CU_ASSERT_EQUAL(yaml__where(yaml, json_object_get(root, "c"), "b").line, 2);
	json_decref(root);
	yaml__free(yaml);
	unlink(path);
	free(path);
}

static void test_merged(void)
{
	struct yaml *yaml = yaml__new();
	char *path[2] = { unit_temp("f:\n  a: {x: 1}\n"), unit_temp("f:\n\n  b: {x: 2}\n") };
	json_t *root[2], *all = json_object();
	char *err;
	int i;

	for (i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL_FATAL(yaml__load(yaml, path[i], &root[i], &err), 0);
		json_object_update(all, json_object_get(root[i], "f"));
		json_decref(root[i]);
	}
	CU_ASSERT_STRING_EQUAL(yaml__where(yaml, json_object_get(all, "a"), "x").file, path[0]);
	CU_ASSERT_EQUAL(yaml__where(yaml, json_object_get(all, "a"), "x").line, 2);
	CU_ASSERT_STRING_EQUAL(yaml__where(yaml, json_object_get(all, "b"), "x").file, path[1]);
	CU_ASSERT_EQUAL(yaml__where(yaml, json_object_get(all, "b"), "x").line, 3);
	json_decref(all);
	yaml__free(yaml);
	for (i = 0; i < 2; i++) {
		unlink(path[i]);
		free(path[i]);
	}
}

static void test_refused(void)
{
	static const struct {
		const char *text;
		int rc;
		const char *err;
	} cases[] = {
		{ "a: 1\nb: 2\na: 3\n", -EEXIST, "3: \"a\" is given twice, first on line 1" },
		{ "m: {x: 1,\n x: 1}\n", -EEXIST, "2: \"x\" is given twice, first on line 1" },
		{ "a:\nb: 1\na:\n", -EEXIST, "3: \"a\" is given twice, first on line 1" },
		{ "a: &x 1\n", -EINVAL, "1: anchors are of mappings and sequences alone" },
		{ "a: &x {b: 1}\nc: &x [1]\n", -EEXIST, "2: the anchor \"x\" is given twice" },
		{ "a: 1\nb: *a\n", -EINVAL, "2: no anchor \"a\" stands before this" },
		{ "a: &x {b: *x}\n", -EINVAL, "1: no anchor \"x\" stands before this" },
		{ "a: 1\n---\nb: 2\n", -EINVAL, "2: a second document in one file" },
		{ "[a]: 1\n", -EINVAL, "1: a key must be a word" },
		{ "a: \"\\0\"\n", -EINVAL, "1: a NUL character inside a scalar" },
		{ "\"a\\0\": 1\n", -EINVAL, "1: a NUL character inside a key" },
		{ "a: 1\nb: {c: 1\n", -EINVAL, "3: did not find expected ',' or '}'" },
		{ "a: 1\n\tb: 2\n", -EINVAL, "2: found a tab character that violates indentation" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct yaml *yaml = yaml__new();
		json_t *root;
		char *err;

		CU_ASSERT_EQUAL(load(yaml, cases[i].text, &root, &err), cases[i].rc);
		CU_ASSERT_PTR_NULL(root);
		UNIT_SAME_TEXT(err, cases[i].err);
		free(err);
		yaml__free(yaml);
	}
}

static void test_too_deep(void)
{
	struct yaml *yaml = yaml__new();
	char text[201];
	json_t *root;
	char *err;

	memset(text, '[', 100);
	memset(text + 100, ']', 100);
	text[200] = '\0';
	CU_ASSERT_EQUAL(load(yaml, text, &root, &err), -EINVAL);
	UNIT_SAME_TEXT(err, "1: nested too deeply");
	free(err);
	yaml__free(yaml);
}

static void test_no_file(void)
{
	struct yaml *yaml = yaml__new();
	json_t *root;
	char *err;

	CU_ASSERT_EQUAL(yaml__load(yaml, "/nonexistent/x.yaml", &root, &err), -ENOENT);
	UNIT_SAME_TEXT(err, "/nonexistent/x.yaml: No such file or directory");
	free(err);
	yaml__free(yaml);
}

const struct unit_test suite_yaml[] = {
	{ "scalars have the types they look like", test_types },
	{ "an empty file", test_empty },
	{ "lines of entries, items and containers", test_lines },
	{ "an alias is the node of its anchor", test_alias },
	{ "places survive a merge of two files", test_merged },
	{ "what is refused, and on which line", test_refused },
	{ "nested too deeply", test_too_deep },
	{ "no such file", test_no_file },
	{}
};
