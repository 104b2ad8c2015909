// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave trace: lines of trace_pipe taken apart, and shown as nested calls. */
#include <stdlib.h>
#include <string.h>
#include <cleave/wire.h>
#include "suites.h"
#include "../../splitter/plan.h"
#include "../../user/trace_line.h"
#include "../../user/trace_show.h"
#include "../../user/trace_value.h"

#define SLOT(n)	(CLEAVE_ARENA_BASE + ((uint64_t)(n) << CLEAVE_SLOT_SHIFT))

static void test_parse(void)
{
	struct trace_line l;

	CU_ASSERT_FATAL(trace_line__parse(&l,
		"         ethtool-321     [001] .....    12.345678: cleave_upcall: "
		"lamp 7 lamp_open depth 2 nargs 3 (110000010000 ffffffffffffffff 0 0 0 0)"));
	CU_ASSERT_EQUAL(l.kind, TRACE_UPCALL);
	CU_ASSERT_DOUBLE_EQUAL(l.seconds, 12.345678, 1e-9);
	CU_ASSERT_STRING_EQUAL(l.comm, "ethtool");
	CU_ASSERT_EQUAL(l.pid, 321);
	CU_ASSERT_STRING_EQUAL(l.channel, "lamp");
	CU_ASSERT_STRING_EQUAL(l.function, "lamp_open");
	CU_ASSERT_EQUAL(l.id, 7);
	CU_ASSERT_EQUAL(l.depth, 2);
	CU_ASSERT_EQUAL(l.nargs, 3);
	CU_ASSERT_EQUAL(l.args[0], 0x110000010000ULL);
	CU_ASSERT_EQUAL(l.args[1], ~0ULL);

	/* a command may be named anything */
	CU_ASSERT_FATAL(trace_line__parse(&l,
		" a-b [c] 9-7-4242    [000] d..2.  0.000001: cleave_downcall_done: "
		"lamp 1 lamp_reset depth 1 ret fffffffffffffff4 err 0 1500 ns"));
	CU_ASSERT_EQUAL(l.kind, TRACE_DOWNCALL_DONE);
	CU_ASSERT_STRING_EQUAL(l.comm, "a-b [c] 9-7");
	CU_ASSERT_EQUAL(l.pid, 4242);
	CU_ASSERT_EQUAL(l.ret, (uint64_t)-12);
	CU_ASSERT_EQUAL(l.nanoseconds, 1500);

	CU_ASSERT_FATAL(trace_line__parse(&l,
		"x-1 [000] ..... 5.000000: cleave_sync: lamp to kernel: 17 fields so far, err -1"));
	CU_ASSERT_EQUAL(l.kind, TRACE_SYNC);
	CU_ASSERT(l.to_kernel && l.nr == 17 && l.err == -1);

	CU_ASSERT_FATAL(trace_line__parse(&l,
		"<idle>-0 [000] dNh1. 5.000000: cleave_event: lamp 3 lamp_burnt (2a) ret 1"));
	CU_ASSERT_EQUAL(l.kind, TRACE_EVENT);
	CU_ASSERT(l.args[0] == 0x2a && l.err == 1 && l.pid == 0);

	CU_ASSERT_FATAL(trace_line__parse(&l,
		"x-1 [000] ..... 5.000000: cleave_death: lamp session 4: no answer in time\n"));
	CU_ASSERT_EQUAL(l.kind, TRACE_DEATH);
	CU_ASSERT_EQUAL(l.nr, 4);
	CU_ASSERT_STRING_EQUAL(l.why, "no answer in time");

	CU_ASSERT_FATAL(trace_line__parse(&l, "CPU:1 [LOST 200 EVENTS]"));
	CU_ASSERT(l.kind == TRACE_LOST && l.nr == 200);
}

static void test_damaged(void)
{
	static const char *const lines[] = {
		"",
		"# tracer: nop",
		"x-1 [000] ..... 5.000000: sched_switch: prev_comm=x",
		"x-1 [000] ..... 5.000000: cleave_upcall: lamp 7 lamp_open depth 2",
		"x-1 [000] ..... 5.000000: cleave_upcall:",
		"x-1 [000] ..... 5.000000",
		"x [000] ..... 5.000000: cleave_death: lamp session 4: why",
		"cleave_death: lamp session 4: why",
	};
	struct trace_line l;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		CU_ASSERT_FALSE(trace_line__parse(&l, lines[i]));
}

static void test_values(void)
{
	static const struct {
		const char *type;
		enum arg_kind kind;
		uint64_t word;
		const char *text;
	} cases[] = {
		{ "int", ARG_VALUE, 0, "0" },
		{ "int", ARG_VALUE, (uint64_t)-22, "-22" },
		{ "int", ARG_VALUE, 0xffffffeaULL, "-22" },
		{ "unsigned int", ARG_VALUE, 0xffffffeaULL, "0xffffffea" },
		{ "u32", ARG_VALUE, 65535, "65535" },
		{ "u32", ARG_VALUE, 65536, "0x10000" },
		{ "u64", ARG_VALUE, ~0ULL, "0xffffffffffffffff" },
		{ "struct lamp *", ARG_OBJECT, 0, "NULL" },
		{ "struct lamp *", ARG_OBJECT, SLOT(12), "#12" },
		{ "struct lamp *", ARG_OBJECT, SLOT(12) + 64, "#12+0x40" },
		{ "void *", ARG_POINTER, CLEAVE_OPAQUE + 5, "opaque" },
		{ "void *", ARG_POINTER, 0x555500001000ULL, "0x555500001000" },
		{ "u8 *", ARG_BUFFER, CLEAVE_WORD_BLOB, "<bytes>" },
	};
	char out[TRACE_VALUE_MAX];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct plan_arg arg = { .type = (char *)cases[i].type, .kind = cases[i].kind };

		trace_value(out, &arg, cases[i].word);
		UNIT_SAME_TEXT(out, cases[i].text);
	}
	trace_value(out, NULL, SLOT(1));
	UNIT_SAME_TEXT(out, "#1");
	trace_value(out, NULL, 17);
	UNIT_SAME_TEXT(out, "17");
}

#define HEAD	" sh-9 [000] ..... 1.000000: cleave_"

/* What is shown of @lines; an empty line stands for a pause. */
static char *show(bool json, const char *const *lines)
{
	char *text = NULL, *plans = strdup(unit_path("tests/cli"));
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct trace_show *s = trace_show__new(plans, json, out);
	struct trace_line l;

	for (; *lines; lines++) {
		if (!**lines) {
			trace_show__pause(s);
			continue;
		}
		CU_ASSERT_FATAL(trace_line__parse(&l, *lines));
		trace_show__line(s, &l);
	}
	trace_show__free(s);
	fclose(out);
	free(plans);
	return text;
}

static void check(bool json, const char *const *lines, const char *expected)
{
	char *text = show(json, lines);

	UNIT_SAME_TEXT(text, expected);
	free(text);
}

static void test_nested(void)
{
	static const char *const lines[] = {
		HEAD "upcall: lamp 0 lamp_open depth 1 nargs 3 (110000010000 ffffffffffffffff 8 0 0 0)",
		HEAD "sync: lamp to user: 3 fields so far, err 0",
		HEAD "downcall: lamp 0 lamp_reset depth 1 nargs 1 (110000010000 0 0 0 0 0)",
		HEAD "downcall_done: lamp 0 lamp_reset depth 1 ret 0 err 0 2500 ns",
		HEAD "downcall: lamp 61440 log depth 1 nargs 4 (6 0 0 ffffffffffffffff 0 0)",
		HEAD "downcall_done: lamp 61440 log depth 1 ret 0 err 0 100 ns",
		HEAD "upcall_done: lamp 0 lamp_open depth 0 ret fffffffffffffffb err 0 9000 ns",
		HEAD "upcall: lamp 0 lamp_open depth 1 nargs 3 (110000010000 0 0 0 0 0)",
		HEAD "upcall_done: lamp 0 lamp_open depth 0 ret 0 err -110 9000 ns",
		HEAD "death: lamp session 2: no answer in time",
		NULL
	};

	check(false, lines,
	      "[     1.000000] sh-9 lamp: > lamp_open(lamp=#1, text=<bytes>, len=8) {\n"
	      "[     1.000000] sh-9 lamp:   < lamp_reset(lamp=#1)  2.5 us\n"
	      "[     1.000000] sh-9 lamp:   < log(level=6, kind=0, object=NULL, text=<bytes>)  0.1 us\n"
	      "[     1.000000] sh-9 lamp: } lamp_open = -5  9.0 us\n"
	      "[     1.000000] sh-9 lamp: > lamp_open(lamp=#1, text=NULL, len=0)"
	      " failed: Connection timed out  9.0 us\n"
	      "[     1.000000] sh-9 lamp: ! session 2 ended: no answer in time\n");
}

/* Without a plan, or with another build's: words as they are. */
static void test_unknown(void)
{
	static const char *const lines[] = {
		HEAD "upcall: candle 0 light depth 1 nargs 2 (110000010000 7 0 0 0 0)",
		HEAD "upcall_done: candle 0 light depth 0 ret 1 err 0 1000 ns",
		HEAD "upcall: lamp 0 lamp_other depth 1 nargs 8 (1 2 3 4 5 6)",
		HEAD "upcall_done: lamp 0 lamp_other depth 0 ret 1 err 0 1000 ns",
		NULL
	};

	check(false, lines, "[     1.000000] sh-9 candle: > light(#1, 7) = 1  1.0 us\n"
	      "[     1.000000] sh-9 lamp: > lamp_other(1, 2, 3, 4, 5, 6, ...) = 1  1.0 us\n");
}

/* Another thread's call comes between, a call takes long, events are lost. */
static void test_interrupted(void)
{
	static const char *const lines[] = {
		HEAD "upcall_done: candle 1 before depth 0 ret 0 err -107 1000 ns",
		HEAD "upcall: candle 0 slow depth 1 nargs 0 (0 0 0 0 0 0)",
		"",
		" ip-8 [000] ..... 1.000000: cleave_upcall: candle 2 other depth 1 nargs 0 (0 0 0 0 0 0)",
		HEAD "downcall: candle 3 lost depth 1 nargs 0 (0 0 0 0 0 0)",
		HEAD "downcall_done: candle 4 late depth 1 ret 7 err 0 1000 ns",
		"CPU:0 [LOST 5 EVENTS]",
		HEAD "upcall_done: candle 0 slow depth 0 ret 0 err 0 1000 ns",
		" ip-8 [000] ..... 1.000000: cleave_upcall_done: candle 2 other depth 0 ret 0 err 0 1000 ns",
		NULL
	};

	check(false, lines,
	      "[     1.000000] sh-9 candle: > before(...) failed: "
	      "Transport endpoint is not connected  1.0 us\n"
	      "[     1.000000] sh-9 candle: > slow() {\n"
	      "[     1.000000] ip-8 candle: > other() {\n"
	      "[     1.000000] sh-9 candle:   < lost() {\n"
	      "[     1.000000] sh-9 candle:     < late(...) = 7  1.0 us\n"
	      "! 5 events were lost\n"
	      "[     1.000000] sh-9 candle: } slow = 0  1.0 us\n"
	      "[     1.000000] ip-8 candle: } other = 0  1.0 us\n");
}

/* Deeper than calls can nest, as if all ends were lost: shown flat, not overrun. */
static void test_too_deep(void)
{
	const char *lines[101];
	char *text;
	int i;

	for (i = 0; i < 100; i++)
		lines[i] = HEAD "upcall: candle 0 f depth 1 nargs 0 (0 0 0 0 0 0)";
	lines[100] = NULL;
	text = show(false, lines);
	CU_ASSERT(strlen(text) > 0);
	free(text);
}

static void test_json(void)
{
	static const char *const lines[] = {
		HEAD "upcall: lamp 0 lamp_open depth 1 nargs 3 (110000010000 ffffffffffffffff 8 0 0 0)",
		HEAD "upcall_done: lamp 0 lamp_open depth 0 ret 0 err 0 9000 ns",
		HEAD "death: lamp session 2: no answer in time",
		NULL
	};

	check(true, lines,
	      "{\"event\":\"upcall\",\"seconds\":1.0,\"command\":\"sh\",\"thread\":9,"
	      "\"channel\":\"lamp\",\"function\":\"lamp_open\",\"id\":0,\"depth\":1,\"args\":["
	      "{\"name\":\"lamp\",\"type\":\"struct lamp *\",\"value\":\"#1\",\"word\":\"0x110000010000\"},"
	      "{\"name\":\"text\",\"type\":\"const char *\",\"value\":\"<bytes>\",\"word\":\"0xffffffffffffffff\"},"
	      "{\"name\":\"len\",\"type\":\"int\",\"value\":\"8\",\"word\":\"0x8\"}]}\n"
	      "{\"event\":\"upcall-done\",\"seconds\":1.0,\"command\":\"sh\",\"thread\":9,"
	      "\"channel\":\"lamp\",\"function\":\"lamp_open\",\"id\":0,\"ret\":0,\"err\":0,"
	      "\"nanoseconds\":9000}\n"
	      "{\"event\":\"death\",\"seconds\":1.0,\"command\":\"sh\",\"thread\":9,"
	      "\"channel\":\"lamp\",\"session\":2,\"why\":\"no answer in time\"}\n");
}

const struct unit_test suite_trace[] = {
	{ "lines of every event", test_parse },
	{ "lines of something else, or damaged", test_damaged },
	{ "words as people read them", test_values },
	{ "calls inside calls", test_nested },
	{ "without a plan", test_unknown },
	{ "interrupted, slow and lost calls", test_interrupted },
	{ "too many calls", test_too_deep },
	{ "JSON", test_json },
	{}
};
