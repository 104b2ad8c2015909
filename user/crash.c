// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A crash of the driver told in its own terms: which upcall, and what the
 * address means. Then the process dies as it would have, with its core. WARN()
 * and BUG() are an illegal instruction with an entry in __bug_table
 * (arch/x86/include/asm/bug.h); after the former the driver goes on.
 */
#include "libcleave.h"

#include <execinfo.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#define STACK_SIZE	(64 * 1024)

/* struct bug_entry with CONFIG_GENERIC_BUG_RELATIVE_POINTERS and DEBUG_BUGVERBOSE */
struct bug {
	int32_t addr;
	int32_t file;
	uint16_t line;
	uint16_t flags;
};

#define BUG_WARNING	1
#define BUG_ONCE	2
#define BUG_DONE	4

/* Made by the linker if the driver has such a section. */
extern struct bug __start___bug_table[] __attribute__((weak));
extern struct bug __stop___bug_table[] __attribute__((weak));

static const char *serving(void)
{
	struct worker *w = cleave_worker;

	return w && w->depth ? w->serving[w->depth - 1] : "none";
}

/* A pointer that only the kernel knows is not canonical: no address is reported. */
static int opaque_pointer(const ucontext_t *uc, unsigned long long *number)
{
	for (int i = 0; i <= REG_RIP; i++) {
		unsigned long long v = (unsigned long long)uc->uc_mcontext.gregs[i];

		if (v >> 48 == CLEAVE_OPAQUE >> 48) {
			*number = v - CLEAVE_OPAQUE;
			return 1;
		}
	}
	return 0;
}

static void describe(char *text, size_t size, int sig, const siginfo_t *info,
		     const ucontext_t *uc)
{
	uintptr_t at = (uintptr_t)info->si_addr;
	unsigned long long number;

	if (info->si_code <= 0)
		snprintf(text, size, "%s sent by process %d", strsignal(sig), info->si_pid);
	else if (info->si_code == SI_KERNEL && opaque_pointer(uc, &number))
		snprintf(text, size, "followed opaque pointer number %llu", number);
	else if (cleave_in_arena(info->si_addr))
		snprintf(text, size, "touched an object that has ended, slot %llu, offset %#llx",
			 (unsigned long long)(at - CLEAVE_ARENA_BASE) >> CLEAVE_SLOT_SHIFT,
			 (unsigned long long)at & ((1ULL << CLEAVE_SLOT_SHIFT) - 1));
	else if (at < 4096)
		snprintf(text, size, "followed NULL (offset %zu)", (size_t)at);
	else
		snprintf(text, size, "%s at address %p", sig == SIGBUS ? "bus error" : "fault",
			 info->si_addr);
}

static void die_by(int sig)
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };

	/* Returning runs the instruction again, now with the default action. */
	sigaction(sig, &dfl, NULL);
}

static void report(const char *text)
{
	void *frames[32];

	fprintf(stderr, "%s: %s, in upcall %s\n", cleave_user_half.name, text, serving());
	fflush(stderr);
	backtrace_symbols_fd(frames, backtrace(frames, 32), STDERR_FILENO);
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
	char text[128];

	die_by(sig);
	describe(text, sizeof(text), sig, info, context);
	report(text);
	if (info->si_code <= 0)		/* no instruction to run again */
		raise(sig);
}

static struct bug *find_bug(uintptr_t at)
{
	for (struct bug *b = __start___bug_table; b < __stop___bug_table; b++)
		if ((uintptr_t)&b->addr + b->addr == at)
			return b;
	return NULL;
}

static void on_illegal(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	struct bug *b = find_bug((uintptr_t)info->si_addr);
	char text[160];

	if (!b) {
		die_by(sig);
		report("illegal instruction");
		return;
	}
	snprintf(text, sizeof(text), "%s at %s:%u", b->flags & BUG_WARNING ? "WARNING" : "BUG",
		 (const char *)&b->file + b->file, b->line);
	if (!(b->flags & BUG_WARNING)) {
		die_by(sig);
		report(text);
		return;
	}
	if (!(b->flags & BUG_ONCE) || !(b->flags & BUG_DONE))
		report(text);
	b->flags |= BUG_DONE;
	uc->uc_mcontext.gregs[REG_RIP] += 2;	/* ud2 */
}

void cleave_crash_stack(void)
{
	stack_t stack = { .ss_size = STACK_SIZE };

	stack.ss_sp = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1, 0);
	if (stack.ss_sp != MAP_FAILED)
		sigaltstack(&stack, NULL);
}

void cleave_catch_warnings(void)
{
	struct sigaction illegal = { .sa_sigaction = on_illegal,
				     .sa_flags = SA_SIGINFO | SA_ONSTACK };
	void *frame;

	/* The first call loads a library, which a handler must not. */
	backtrace(&frame, 1);
	sigaction(SIGILL, &illegal, NULL);
}

/* The sanitizers', where they are. */
extern void __sanitizer_symbolize_pc(void *pc, const char *format, char *text, size_t size)
	__attribute__((weak));

/* A user half that a sanitizer ends has died of a signal: the supervisor starts another. */
__attribute__((used)) const char *__asan_default_options(void)
{
	return "abort_on_error=1";
}

/* It reads which address is which line when it first needs that, which a confined process cannot. */
void cleave_read_lines(void)
{
	char text[256];

	if (__sanitizer_symbolize_pc)
		__sanitizer_symbolize_pc((void *)cleave_read_lines, "%L", text, sizeof(text));
}

/* Under a debugger the fault is the debugger's. */
static bool traced(void)
{
	FILE *f = fopen("/proc/self/status", "re");
	char line[128];
	int pid = 0;

	while (f && fgets(line, sizeof(line), f) && sscanf(line, "TracerPid: %d", &pid) != 1)
		;
	if (f)
		fclose(f);
	return pid;
}

void cleave_catch_crashes(void)
{
	struct sigaction fault = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	if (traced())
		return;
	sigaction(SIGSEGV, &fault, NULL);
	sigaction(SIGBUS, &fault, NULL);
}
