// SPDX-License-Identifier: GPL-2.0-or-later
/* Logs of register accesses: what belongs to which function, and what counts as the same. */
#include <stdlib.h>
#include <string.h>
#include "suites.h"
#include "../../kernel/mark.h"
#include "../../user/verify_compare.h"

/* Registers at 0x1000, ports at 0x60. */
static void begin(struct verify_log *log)
{
	static char *names[] = { NULL, "cleave_up_lamp_open", "lamp_irq", "lamp_read",
				"cleave_down_lamp_dim" };

	*log = (struct verify_log){
		.regions = { { 0x1000, 0x10ff }, { 1, 0 }, { 0x60, 0x64 } }, .nr_regions = 3,
		.names = names, .nr_names = 5,
	};
}

static void end(struct verify_log *log)
{
	log->names = NULL;
	log->nr_names = 0;
	verify_log__free(log);
}

static void access_at(struct verify_log *log, const char *kind, unsigned long address,
		      unsigned long value, unsigned int size)
{
	char line[256];

	snprintf(line, sizeof(line), "12@3.4:memory_region_ops_%s cpu 0 mr 0x55aa addr 0x%lx value 0x%lx size %u name 'lamp'",
		 kind, address, value, size);
	verify_log__line(log, line);
}

static void mark(struct verify_log *log, unsigned int what, unsigned int task, unsigned int number)
{
	access_at(log, "write", MARK_PORT, what | task << MARK_TASK_SHIFT | number, 4);
}

/* Task 7 has called function 1, for the first operation. */
static void begin_call(struct verify_log *log)
{
	begin(log);
	mark(log, MARK_OPERATION, 7, 1);
	mark(log, MARK_TASK, 7, MARK_TASK_RUNS);
	mark(log, MARK_ENTER, 7, 1);
}

static void test_functions(void)
{
	struct verify_operation *op;
	struct verify_log log;

	begin(&log);
	mark(&log, MARK_OPERATION, 7, 1);
	access_at(&log, "write", 0x1004, 1, 4);
	mark(&log, MARK_ENTER, 7, 1);
	access_at(&log, "write", 0x1008, 2, 4);
	mark(&log, MARK_ENTER | MARK_INTERRUPT, 7, 2);
	access_at(&log, "read", 0x100c, 3, 4);
	mark(&log, MARK_LEAVE | MARK_INTERRUPT, 7, 2);
	mark(&log, MARK_ENTER, 7, 3);
	access_at(&log, "read", 0x61, 4, 1);
	mark(&log, MARK_LEAVE, 7, 3);
	access_at(&log, "write", 0x1008, 5, 4);
	mark(&log, MARK_LEAVE, 7, 1);
	access_at(&log, "write", 0x2000, 6, 4);	/* another device's */
	CU_ASSERT_EQUAL_FATAL(log.nr, 2);
	op = &log.operations[1];
	CU_ASSERT_EQUAL_FATAL(op->nr, 4);
	CU_ASSERT_EQUAL(op->alone, 1);
	UNIT_SAME_TEXT(op->accesses[0].function, "");
	UNIT_SAME_TEXT(op->accesses[1].function, "cleave_up_lamp_open");
	UNIT_SAME_TEXT(op->accesses[2].function, "lamp_read");
	CU_ASSERT_EQUAL(op->accesses[2].region, 2);
	CU_ASSERT_EQUAL(op->accesses[2].offset, 1);
	UNIT_SAME_TEXT(op->accesses[3].function, "cleave_up_lamp_open");
	end(&log);
}

/* A task that began later may end later: each leaves its own. */
static void test_tasks(void)
{
	struct verify_log log;

	begin(&log);
	mark(&log, MARK_OPERATION, 7, 1);
	mark(&log, MARK_ENTER, 7, 1);
	mark(&log, MARK_ENTER | MARK_WORKER, 8, 3);
	mark(&log, MARK_LEAVE, 7, 1);
	access_at(&log, "write", 0x1000, 1, 4);
	CU_ASSERT_EQUAL(log.operations[1].alone, 1);
	mark(&log, MARK_LEAVE | MARK_WORKER, 8, 3);
	access_at(&log, "write", 0x1000, 1, 4);
	CU_ASSERT_EQUAL(log.operations[1].alone, 1);
	CU_ASSERT_EQUAL(log.operations[1].nr, 1);
	end(&log);
}

/*
 * Two callers of a user half at a time, an operation and a worker: its threads 20 and 21 work for
 * the one that woke them, whichever of the callers began last.
 */
static void test_user_half(void)
{
	struct verify_operation *op;
	struct verify_log log;

	begin_call(&log);
	mark(&log, MARK_TASK, 20, MARK_TASK_WOKEN);
	mark(&log, MARK_TASK, 8, MARK_TASK_RUNS);
	mark(&log, MARK_ENTER | MARK_WORKER, 8, 3);
	mark(&log, MARK_TASK | MARK_WORKER, 21, MARK_TASK_WOKEN);
	mark(&log, MARK_TASK | MARK_INTERRUPT, 20, MARK_TASK_WOKEN);
	op = &log.operations[1];
	mark(&log, MARK_TASK, 20, MARK_TASK_RUNS);
	access_at(&log, "write", 0x1000, 1, 4);
	CU_ASSERT_EQUAL_FATAL(op->nr, 1);
	UNIT_SAME_TEXT(op->accesses[0].function, "cleave_up_lamp_open");
	mark(&log, MARK_TASK, 21, MARK_TASK_RUNS);
	access_at(&log, "write", 0x1000, 1, 4);
	CU_ASSERT_EQUAL(op->nr, 1);
	CU_ASSERT_EQUAL(op->alone, 1);
	mark(&log, MARK_ENTER | MARK_INTERRUPT, 21, 2);
	access_at(&log, "write", 0x1004, 1, 4);
	CU_ASSERT_EQUAL(op->alone, 2);
	mark(&log, MARK_LEAVE | MARK_INTERRUPT, 21, 2);
	mark(&log, MARK_TASK, 7, MARK_TASK_RUNS);
	access_at(&log, "write", 0x1004, 1, 4);
	CU_ASSERT_EQUAL(op->nr, 2);
	end(&log);
}

/* What such a thread runs itself is done for who woke it, too. */
static void test_region(void)
{
	struct verify_operation *op;
	struct verify_log log;

	begin_call(&log);
	op = &log.operations[1];
	mark(&log, MARK_TASK, 20, MARK_TASK_WOKEN);
	mark(&log, MARK_TASK, 8, MARK_TASK_RUNS);
	mark(&log, MARK_ENTER | MARK_WORKER, 8, 3);
	mark(&log, MARK_TASK | MARK_WORKER, 21, MARK_TASK_WOKEN);
	mark(&log, MARK_TASK, 21, MARK_TASK_RUNS);
	mark(&log, MARK_ENTER, 21, 4);
	access_at(&log, "read", 0x1000, 1, 4);
	mark(&log, MARK_LEAVE, 21, 4);
	CU_ASSERT_EQUAL(op->nr, 0);
	CU_ASSERT_EQUAL(op->alone, 1);
	mark(&log, MARK_TASK, 20, MARK_TASK_RUNS);
	mark(&log, MARK_ENTER, 20, 4);
	access_at(&log, "read", 0x1000, 1, 4);
	CU_ASSERT_EQUAL_FATAL(op->nr, 1);
	UNIT_SAME_TEXT(op->accesses[0].function, "cleave_down_lamp_dim");
	end(&log);
}

/* An interrupt in the middle of a mark: its function is missed, but not where it begins and ends. */
static void test_missed_handler(void)
{
	struct verify_operation *op;
	struct verify_log log;

	begin_call(&log);
	op = &log.operations[1];
	mark(&log, MARK_TASK | MARK_INTERRUPT, 7, MARK_TASK_INTERRUPTED);
	access_at(&log, "read", 0x1000, 1, 4);
	mark(&log, MARK_TASK | MARK_INTERRUPT, 7, MARK_TASK_INTERRUPTED);
	mark(&log, MARK_TASK | MARK_INTERRUPT, 7, MARK_TASK_RESUMED);
	access_at(&log, "write", 0x1004, 1, 4);
	mark(&log, MARK_TASK | MARK_INTERRUPT, 7, MARK_TASK_RESUMED);
	CU_ASSERT_EQUAL(op->nr, 0);
	CU_ASSERT_EQUAL(op->alone, 2);
	access_at(&log, "write", 0x1004, 1, 4);
	CU_ASSERT_EQUAL(op->nr, 1);
	/* no end was marked of this one, but the task goes on */
	mark(&log, MARK_TASK | MARK_INTERRUPT, 7, MARK_TASK_INTERRUPTED);
	mark(&log, MARK_LEAVE, 7, 1);
	access_at(&log, "read", 0x1008, 1, 4);
	CU_ASSERT_EQUAL(op->nr, 2);
	end(&log);
}

static void test_polling(void)
{
	struct verify_log log;

	begin(&log);
	mark(&log, MARK_OPERATION, 7, 1);
	access_at(&log, "read", 0x1004, 0, 4);
	access_at(&log, "read", 0x1004, 0, 4);
	access_at(&log, "read", 0x1004, 9, 4);
	access_at(&log, "read", 0x1004, 9, 2);	/* another size, another access */
	access_at(&log, "write", 0x1004, 1, 2);
	access_at(&log, "write", 0x1004, 1, 2);
	CU_ASSERT_EQUAL_FATAL(log.operations[1].nr, 4);
	CU_ASSERT_EQUAL(log.operations[1].accesses[0].times, 3);
	CU_ASSERT_EQUAL(log.operations[1].accesses[0].value, 9);
	end(&log);
}

/* Compares what two lists of accesses come to: pairs of register and value, all of 4 bytes. */
static json_t *compare(const json_t *ignore, const unsigned long *stock, const unsigned long *split)
{
	struct verify_rules rules = { .ignore = ignore };
	struct verify_log a, b;
	json_t *result;

	begin(&a);
	begin(&b);
	mark(&a, MARK_OPERATION, 7, 1);
	mark(&b, MARK_OPERATION, 7, 1);
	mark(&b, MARK_ENTER, 7, 1);
	for (; *stock; stock += 2)
		access_at(&a, "write", stock[0], stock[1], 4);
	for (; *split; split += 2)
		access_at(&b, "write", split[0], split[1], 4);
	result = verify__compare(&rules, &a.operations[1], &b.operations[1]);
	free(rules.pages);
	end(&a);
	end(&b);
	return result;
}

#define LIST(...)	((const unsigned long[]){ __VA_ARGS__, 0 })

static bool same(const json_t *ignore, const unsigned long *stock, const unsigned long *split)
{
	json_t *result = compare(ignore, stock, split);
	bool is = json_is_true(json_object_get(result, "same"));

	json_decref(result);
	return is;
}

static void test_same(void)
{
	json_t *ignore = json_pack("{s:s}", "BAR0+0x8", "runs freely");

	CU_ASSERT(same(NULL, LIST(0x1004, 1, 0x1008, 2), LIST(0x1004, 1, 0x1008, 2)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 1, 0x1008, 2), LIST(0x1008, 2, 0x1004, 1)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 1), LIST(0x1004, 2)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 1), LIST(0x1004, 1, 0x1004, 1)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 1), LIST(0)));
	CU_ASSERT(same(ignore, LIST(0x1008, 1), LIST(0x1008, 2)));
	CU_ASSERT_FALSE(same(ignore, LIST(0x1008, 1), LIST(0x1004, 1)));
	json_decref(ignore);
}

/* Addresses of memory: one page for one page, the same byte of it. */
static void test_memory(void)
{
	CU_ASSERT(same(NULL, LIST(0x1004, 0x123100, 0x1008, 0x123200), LIST(0x1004, 0x456100, 0x1008, 0x456200)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 0x123100), LIST(0x1004, 0x456104)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 0x123100, 0x1008, 0x123200), LIST(0x1004, 0x456100, 0x1008, 0x457200)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 0x123100, 0x1008, 0x124200), LIST(0x1004, 0x456100, 0x1008, 0x456200)));
	CU_ASSERT_FALSE(same(NULL, LIST(0x1004, 0x100), LIST(0x1004, 0x456100)));
}

static void test_difference(void)
{
	json_t *result = compare(NULL, LIST(0x1004, 1, 0x1008, 2, 0x100c, 3),
				 LIST(0x1004, 1, 0x1010, 9, 0x1008, 2, 0x100c, 3));
	json_t *d = json_object_get(result, "differences");
	json_t *split = json_array_get(json_object_get(d, "split"), 0);

	CU_ASSERT_EQUAL(json_integer_value(json_object_get(d, "stock_accesses")), 0);
	CU_ASSERT_EQUAL(json_integer_value(json_object_get(d, "split_accesses")), 1);
	UNIT_SAME_TEXT(json_string_value(json_object_get(split, "register")), "BAR0+0x10");
	UNIT_SAME_TEXT(json_string_value(json_object_get(split, "value")), "0x9");
	UNIT_SAME_TEXT(json_string_value(json_object_get(split, "function")), "lamp_open (user half)");
	json_decref(result);
}

const struct unit_test suite_verify[] = {
	{ "accesses belong to the innermost function", test_functions },
	{ "functions of several tasks", test_tasks },
	{ "a user half works for who woke it", test_user_half },
	{ "and so does what it runs in the kernel", test_region },
	{ "an interrupt whose function was missed", test_missed_handler },
	{ "polling counts as one read", test_polling },
	{ "order and values count", test_same },
	{ "addresses of memory correspond", test_memory },
	{ "a difference has its function", test_difference },
	{}
};
