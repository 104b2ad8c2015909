// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a user half says when its driver crashes, and that it then dies as it
 * would have. Each crash is a child's; its standard error is read.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../../user/libcleave.h"
#include "suites.h"

static struct worker worker = { .depth = 2, .serving = { "outer", "driver_probe" } };

/* In assembly, so that neither the compiler nor a sanitizer sees it coming. */
static void touch(uintptr_t at)
{
	__asm__ volatile("movl $1, (%0)" : : "r"(at) : "memory");
}

static void follow_null(void)
{
	touch(16);
}

static void follow_opaque(void)
{
	touch(CLEAVE_OPAQUE + 42);
}

/* Nothing is mapped there, which is what an object that has ended looks like. */
static void touch_ended(void)
{
	touch(CLEAVE_ARENA_BASE + (7ULL << CLEAVE_SLOT_SHIFT) + 0x18);
}

static void call_nothing(void)
{
	__asm__ volatile("ud2");
}

/* As WARN_ON() and BUG() of arch/x86/include/asm/bug.h. */
#define BUG_AT(line, flags)						\
	__asm__ volatile("1: ud2\n"					\
			 ".pushsection __bug_table, \"aw\"\n"		\
			 "2: .long 1b - .\n"				\
			 ".long 3f - .\n"				\
			 ".word " #line ", " #flags "\n"			\
			 ".popsection\n"				\
			 ".pushsection .rodata.str, \"aMS\", @progbits, 1\n" \
			 "3: .asciz \"driver.c\"\n"			\
			 ".popsection\n")

/* One place in the program, and so one entry of the table. */
static __attribute__((noinline)) void warn_once(void)
{
	BUG_AT(77, 3);
}

static void warn_twice(void)
{
	warn_once();
	warn_once();
	_exit(0);
}

static void bug(void)
{
	BUG_AT(88, 0);
}

/* What @crash says in a child, up to the backtrace; *@status as of wait(). */
static const char *said(void (*crash)(void), int *status)
{
	const struct rlimit no_core = { 0, 0 };
	static char text[4096];
	ssize_t len, used = 0;
	int fds[2];
	pid_t pid;

	CU_ASSERT_EQUAL_FATAL(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		setrlimit(RLIMIT_CORE, &no_core);
		dup2(fds[1], STDERR_FILENO);
		cleave_worker = &worker;
		cleave_crash_stack();
		cleave_catch_warnings();
		cleave_catch_crashes();
		crash();
		_exit(0);
	}
	close(fds[1]);
	while (used < (ssize_t)sizeof(text) - 1 &&
	       (len = read(fds[0], text + used, sizeof(text) - 1 - (size_t)used)) > 0)
		used += len;
	text[used] = '\0';
	close(fds[0]);
	waitpid(pid, status, 0);
	return text;
}

#define DIES(crash, signal, expected)						\
	do {									\
		int status_;							\
		char first_[256];						\
		const char *text_ = said(crash, &status_);			\
										\
		CU_ASSERT_TRUE(WIFSIGNALED(status_) && WTERMSIG(status_) == (signal)); \
		snprintf(first_, sizeof(first_), "%.*s", (int)strcspn(text_, "\n"), text_); \
		UNIT_SAME_TEXT(first_, expected);				\
		CU_ASSERT_PTR_NOT_NULL(strstr(text_, "+0x"));	/* a backtrace */ \
	} while (0)

static void faults(void)
{
	DIES(follow_null, SIGSEGV, "unit: followed NULL (offset 16), in upcall driver_probe");
	DIES(follow_opaque, SIGSEGV, "unit: followed opaque pointer number 42, in upcall driver_probe");
	DIES(touch_ended, SIGSEGV,
	     "unit: touched an object that has ended, slot 7, offset 0x18, in upcall driver_probe");
	DIES(call_nothing, SIGILL, "unit: illegal instruction, in upcall driver_probe");
	DIES(bug, SIGILL, "unit: BUG at driver.c:88, in upcall driver_probe");
}

static void warnings(void)
{
	static const char line[] = "unit: WARNING at driver.c:77, in upcall driver_probe\n";
	int status;
	const char *text = said(warn_twice, &status);

	CU_ASSERT_TRUE(WIFEXITED(status) && !WEXITSTATUS(status));
	CU_ASSERT_EQUAL(strncmp(text, line, strlen(line)), 0);
	CU_ASSERT_PTR_NULL(strstr(text + strlen(line), "WARNING"));
}

const struct unit_test suite_crash[] = {
	{ "a crash is told in the driver's terms, then the process dies of it", faults },
	{ "after a warning the driver goes on, and WARN_ONCE warns once", warnings },
	{}
};
