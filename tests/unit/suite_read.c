// SPDX-License-Identifier: GPL-2.0-or-later
/* Which of the kernel's headers say the same in all units: those before any macro of the driver's. */
#include <stdlib.h>
#include <string.h>

#include "suites.h"
#include "../../splitter/analysis.h"
#include "../../splitter/store.h"
#include "../../splitter/text.h"

#define INCLUDE "/kernel/include"

static char *flags[] = { (char *)"-I" INCLUDE, NULL };

/* As kbuild's record has it: a.h includes deep.h, which c.h would otherwise. */
static const char *const met[] = {
	INCLUDE "/linux/a.h", INCLUDE "/linux/deep.h", INCLUDE "/linux/b.h", INCLUDE "/linux/c.h",
};

/* What is left of met[] for a unit of that text, and a header of that text beside it. */
static char *early(const char *unit_text, const char *header_text)
{
	struct plan_source sources[2] = {
		{ .path = (char *)"/src/lamp.c" },
		{ .path = (char *)"/src/lamp.h", .header = true },
	};
	struct plan_unit unit = { .cflags = flags };
	struct plan plan = { .sources = sources, .nr_sources = 2, .units = &unit, .nr_units = 1 };
	struct text out = {};

	read__scan(&sources[0], unit_text);
	read__scan(&sources[1], header_text);
	unit.headers = store__alloc(5 * sizeof(*unit.headers));
	for (unsigned int i = 0; i < 4; i++)
		unit.headers[i] = store__copy(met[i]);
	read__headers(&plan);
	text__put(&out, "");
	for (char **h = unit.headers; *h; h++) {
		text__printf(&out, "%s ", strrchr(*h, '/') + 1);
		free(*h);
	}
	free(unit.headers);
	for (unsigned int s = 0; s < 2; s++) {
		for (unsigned int i = 0; i < sources[s].nr_includes; i++)
			free(sources[s].includes[i].text);
		free(sources[s].includes);
	}
	return out.s;
}

static void check(const char *unit, const char *header, const char *expected)
{
	char *found = early(unit, header);

	UNIT_SAME_TEXT(found, expected);
	free(found);
}

#define ALL "#include <linux/a.h>\n#include <linux/b.h>\n#include <linux/c.h>\n"
#define GUARDED(text) "#ifndef LAMP_H\n#define LAMP_H\n" text "#endif\n"

static void test_order(void)
{
	check(ALL, "", "a.h b.h c.h ");
	/* deep.h came with a.h, whoever names it. */
	check(ALL, "#include <linux/deep.h>\n", "a.h deep.h b.h c.h ");
	check("#include \"lamp.h\"\n#include <linux/b.h>\n", GUARDED("#include <linux/a.h>\n"),
	      "a.h b.h ");
}

static void test_macros(void)
{
	check("#define pr_fmt(fmt) fmt\n" ALL, "", "");
	check("#undef DEBUG\n" ALL, "", "");
	check("#pragma pack(1)\n" ALL, "", "");
	check("#include <linux/a.h>\n#define DEBUG\n#include <linux/b.h>\n", "", "a.h ");
	check("#include <linux/a.h>\n#include \"lamp.h\"\n#include <linux/b.h>\n",
	      GUARDED("#define DEBUG\n"), "a.h ");
	check("#include <linux/a.h>\n#include \"lamp.h\"\n#include <linux/b.h>\n",
	      "#ifndef DEBUG\n#define DEBUG\n#endif\n#include <linux/c.h>\n", "a.h ");
	check("#include \"lamp.h\"\n" ALL, "#ifndef DEBUG\n#define DEBUG 1\n#endif\n", "");
}

static void test_unknown(void)
{
	/* What is included here may define anything. */
	check("#include <linux/a.h>\n#include \"../other.h\"\n#include <linux/b.h>\n", "", "a.h ");
	check("#include <linux/a.h>\n#include LAMP_HEADER\n#include <linux/b.h>\n", "", "a.h ");
	/* Perhaps left out here, and included later. */
	check("#include <linux/a.h>\n#ifdef X\n#include <linux/c.h>\n#endif\n#define DEBUG\n"
	      "#include <linux/c.h>\n", "", "a.h ");
}

const struct unit_test suite_read[] = {
	{ "headers keep the order of the record", test_order },
	{ "no header behind a macro", test_macros },
	{ "no header behind what nobody knows", test_unknown },
	{},
};
