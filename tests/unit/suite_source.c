// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a driver's source is taken from: one's own kernel's from where it was built. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "suites.h"
#include "../../splitter/split.h"
#include "../../splitter/store.h"
#include "../../splitter/text.h"

static char top[] = "/tmp/cleave-source-XXXXXX";

static void shell(const char *command)
{
	char *line = store__format("cd %s && %s", top, command);

	CU_ASSERT_EQUAL(system(line), 0);
	free(line);
}

static void put(const char *below, const char *content)
{
	struct text text = {};
	char *path = store__format("%s/%s", top, below);

	text__put(&text, content);
	CU_ASSERT_EQUAL(text__write(&text, path), 0);
	text__free(&text);
	free(path);
}

/* A file below the cache's copy of the kernel's source */
static void holds(const char *below, const char *content)
{
	char *path = store__format("%s/cache/src/9.9.9-own/%s", top, below);
	char *text = unit_read(path);

	UNIT_SAME_TEXT(text, content);
	free(text);
	free(path);
}

/* A driver that includes what lies beside its directory, and what its makefile names. */
static void make_tree(void)
{
	strcpy(strrchr(top, '-'), "-XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(top));
	shell("mkdir -p build/scripts tree/init tree/drivers/lamp tree/drivers/shade tree/drivers/bulb");
	put("tree/init/main.c", "int start;\n");
	put("tree/drivers/lamp/lamp.c", "#include \"../shade/shade.h\"\n#include \"bulb.h\"\n");
	put("tree/drivers/lamp/Makefile", "obj-m := lamp.o\nccflags-y += -I $(srctree)/drivers/bulb\n");
	put("tree/drivers/shade/shade.h", "#define SHADE 1\n");
	put("tree/drivers/bulb/bulb.h", "#define BULB 1\n");
}

/* Return: as split__get_source(); what it reports is the caller's to free */
static int get(const char *headers, char **said)
{
	struct report report = {};
	struct split s = { .target = "lamp", .release = "9.9.9-own", .report = &report };
	int err;

	s.subdir = store__copy("drivers/lamp");
	s.headers = store__format("%s/%s", top, headers);
	s.cache = store__format("%s/cache", top);
	s.log = store__format("%s/log", top);
	err = split__get_source(&s);
	*said = store__copy(report.nr ? report.lines[0] : "");
	CU_ASSERT(err || strstr(s.includes, "/cache/src/9.9.9-own/drivers/bulb"));
	report__clear(&report);
	free(s.subdir);
	free(s.headers);
	free(s.cache);
	free(s.log);
	free(s.source);
	free(s.includes);
	return err;
}

static void got(const char *headers)
{
	char *said;

	CU_ASSERT_EQUAL(get(headers, &said), 0);
	UNIT_SAME_TEXT(said, "");
	holds("drivers/bulb/bulb.h", "#define BULB 1\n");
	free(said);
}

static void test_beside(void)
{
	make_tree();
	shell("ln -s ../tree build/source");
	got("build");
	holds("drivers/lamp/lamp.c", "#include \"../shade/shade.h\"\n#include \"bulb.h\"\n");
	holds("drivers/shade/shade.h", "#define SHADE 1\n");
	/* A person changes it, and builds the kernel again; the lock is held until a program ends. */
	shell("rm cache/src/9.9.9-own/drivers/lamp.lock");
	put("tree/drivers/lamp/lamp.c", "#include \"../shade/shade.h\"\n#include \"bulb.h\"\nint l;\n");
	put("tree/drivers/shade/shade.h", "#define SHADE 2\n");
	got("build");
	holds("drivers/lamp/lamp.c", "#include \"../shade/shade.h\"\n#include \"bulb.h\"\nint l;\n");
	holds("drivers/shade/shade.h", "#define SHADE 2\n");
	shell("rm -rf \"$PWD\"");
}

static void test_within(void)
{
	make_tree();
	got("tree");
	holds("drivers/lamp/lamp.c", "#include \"../shade/shade.h\"\n#include \"bulb.h\"\n");
	shell("rm -rf \"$PWD\"");
}

/* What Debian's headers have beside them is no whole source. */
static void test_package(void)
{
	char *said;

	make_tree();
	shell("rm tree/init/main.c && ln -s ../tree build/source");
	CU_ASSERT(get("build", &said) < 0);
	CU_ASSERT_PTR_NOT_NULL(strstr(said, "install the package linux-source-9.9"));
	free(said);
	shell("rm -rf \"$PWD\"");
}

/* A header beside a driver's directory is changed, too. */
static void test_elsewhere(void)
{
	char *target, *header, *text;

	make_tree();
	for (int i = 1; i < 3; i++) {
		struct report report = {};
		struct split s = { .release = "9.9.9-own", .report = &report };

		target = store__format("%s/tree/drivers/lamp", top);
		s.target = target;
		s.cache = store__format("%s/cache", top);
		s.log = store__format("%s/log", top);
		put("tree/drivers/shade/shade.h", i == 1 ? "#define SHADE 1\n" : "#define SHADE 2\n");
		shell("find . -name '*.lock' -delete");
		CU_ASSERT_EQUAL(split__get_source(&s), 0);
		header = store__format("%s/../shade/shade.h", s.source);
		text = unit_read(header);
		UNIT_SAME_TEXT(text, i == 1 ? "#define SHADE 1\n" : "#define SHADE 2\n");
		free(text);
		free(header);
		free(s.cache);
		free(s.log);
		free(s.source);
		free(s.includes);
		free(target);
	}
	shell("rm -rf \"$PWD\"");
}

const struct unit_test suite_source[] = {
	{ "source of a kernel built beside it", test_beside },
	{ "source of a kernel built within it", test_within },
	{ "source of a kernel from a package", test_package },
	{ "source of a driver from elsewhere", test_elsewhere },
	{}
};
