/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line of trace_pipe about one of cleave.ko's events (kernel/trace.h), taken apart. */
#ifndef USER_TRACE_LINE_H
#define USER_TRACE_LINE_H

#include <stdbool.h>
#include <stdint.h>

#define TRACE_ARGS	6	/* words that an event carries */
#define TRACE_NAME	64

enum trace_kind {
	TRACE_UPCALL,
	TRACE_UPCALL_DONE,
	TRACE_DOWNCALL,
	TRACE_DOWNCALL_DONE,
	TRACE_SYNC,
	TRACE_EVENT,
	TRACE_DEATH,
	TRACE_LOST,		/* the buffer was full: @nr events are missing */
};

/**
 * struct trace_line - an event; what its kind does not have is 0
 * @seconds: by the kernel's monotonic clock
 * @nargs: arguments of the call; at most TRACE_ARGS of them are in @args
 * @nr: TRACE_SYNC: fields so far; TRACE_DEATH: session; TRACE_LOST: events
 * @why: TRACE_DEATH
 */
struct trace_line {
	enum trace_kind kind;
	double seconds;
	char comm[TRACE_NAME];
	int pid;
	char channel[TRACE_NAME];
	char function[2 * TRACE_NAME];
	unsigned int id;
	unsigned int depth;
	unsigned int nargs;
	uint64_t args[TRACE_ARGS];
	uint64_t ret;
	int err;
	uint64_t nanoseconds;
	uint64_t nr;
	bool to_kernel;
	char why[2 * TRACE_NAME];
};

/** trace_line__parse() - false if the line is about something else, or damaged */
bool trace_line__parse(struct trace_line *out, const char *line);

/** trace_line__kind_name() - "upcall", "upcall-done" ... */
const char *trace_line__kind_name(enum trace_kind kind);

#endif /* USER_TRACE_LINE_H */
