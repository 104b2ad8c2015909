// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Thunks that a compiler calls by the kernel's flags: arch/x86/lib/retpoline.S,
 * arch/x86/kernel/ftrace_64.S. Here a jump is a jump. They must not touch a
 * register, so they are assembly.
 */
#define THUNK(name, code)						\
	".globl kapi_" name "\n"					\
	".type kapi_" name ", @function\n"				\
	"kapi_" name ":\n\t" code "\n"
#define INDIRECT(reg)	THUNK("__x86_indirect_thunk_" reg, "jmp *%" reg)

__asm__(".text\n"
	THUNK("__fentry__", "ret")
	THUNK("__x86_return_thunk", "ret")
	INDIRECT("rax") INDIRECT("rbx") INDIRECT("rcx") INDIRECT("rdx")
	INDIRECT("rsi") INDIRECT("rdi") INDIRECT("rbp")
	INDIRECT("r8") INDIRECT("r9") INDIRECT("r10") INDIRECT("r11")
	INDIRECT("r12") INDIRECT("r13") INDIRECT("r14") INDIRECT("r15"));
