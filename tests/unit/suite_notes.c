// SPDX-License-Identifier: GPL-2.0-or-later
/* What a human is told that the model or a profile lacks. */
#include "suites.h"
#include "../../splitter/notes.h"

#define LACKS(sym, at, function, line_to_add) \
	{ .symbol = (char *)(sym), .file = (char *)"/src/lamp/lamp.c", .line = (at), \
	  .user = (char *)(function), .advice = (char *)(line_to_add) }

static void test_missing(void)
{
	struct plan_missing missing[] = {
		LACKS("dim", 7, "lamp_dim", "functions: dim: {}"),
		LACKS("lamp_ops.set", 10, "one", "slots: lamp_ops.set: {context: sleep}"),
		LACKS("lamp_ops.set", 20, "two", "slots: lamp_ops.set: {context: sleep}"),
		LACKS("glow", 25, "lamp_glow", NULL),
		LACKS("lamp_ops.set", 30, "three", "slots: lamp_ops.set: {context: sleep}"),
		LACKS("lamp_ops.set", 40, "four", "slots: lamp_ops.set: {context: sleep}"),
	};
	struct plan plan = { .dir = (char *)"/src/lamp", .missing = missing, .nr_missing = 6 };
	struct text out = {};

	notes__missing(&out, &plan);
	UNIT_SAME_TEXT(out.s,
		"lamp.c:10: lamp_ops.set has no policy, which keeps one, two, three and 1 more in the "
		"kernel half; if that is so, add: slots: lamp_ops.set: {context: sleep}\n"
		"lamp.c:7: dim has no policy, which keeps lamp_dim in the kernel half; "
		"if that is so, add: functions: dim: {}\n"
		"lamp.c:25: glow has no policy, which keeps lamp_glow in the kernel half\n");
	text__free(&out);
}

static void test_audited(void)
{
	struct plan_function functions[] = {
		{ .name = (char *)"lamp_dim", .reason = (char *)"atomic: lamp_dim (lamp_ops.dim)" },
		{ .name = (char *)"lamp_on", .reason = (char *)"audit: lamp_on follows lamp.bulb" },
	};
	struct plan plan = { .functions = functions, .nr_functions = 2 };
	struct text out = {};

	notes__audited(&out, &plan);
	UNIT_SAME_TEXT(out.s,
		"lamp_on stays in the kernel half by the last check alone: lamp_on follows lamp.bulb; "
		"please report it\n");
	text__free(&out);
}

static void test_idle(void)
{
	struct plan_idle idles[] = {
		{ .name = (char *)"dim", .file = (char *)"lamp.yaml", .line = 3 },
		{ .name = (char *)"dim_slowly", .other = (char *)"dim", .file = (char *)"lamp.yaml",
		  .line = 4 },
	};
	struct plan plan = { .idles = idles, .nr_idles = 2 };
	struct text out = {};

	notes__idle(&out, &plan);
	UNIT_SAME_TEXT(out.s,
		"lamp.yaml:3: the driver calls no function dim; the line has no effect\n"
		"lamp.yaml:4: the driver calls no function dim_slowly, which stands for dim; "
		"the line has no effect\n");
	text__free(&out);
}

static void test_nothing(void)
{
	struct plan plan = {};
	struct text out = {};

	notes__missing(&out, &plan);
	notes__audited(&out, &plan);
	notes__idle(&out, &plan);
	CU_ASSERT_PTR_NULL(out.s);
}

const struct unit_test suite_notes[] = {
	{ "a note for each symbol that the model lacks, by what it keeps", test_missing },
	{ "what only the audit keeps in the kernel half is told", test_audited },
	{ "lines of a profile without effect are named", test_idle },
	{ "nothing to note is nothing to say", test_nothing },
	{}
};
