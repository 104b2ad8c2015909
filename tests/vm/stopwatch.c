// SPDX-License-Identifier: GPL-2.0-or-later
/* The kernel counts idle time in nanoseconds, and tells so in /proc/timer_list alone. */
#include <errno.h>
#include <error.h>
#include <stdio.h>
#include <time.h>

#include "stopwatch.h"

long long stopwatch__now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long idle(void)
{
	FILE *list = fopen("/proc/timer_list", "re");
	long long ns = -1;
	char line[256];

	if (!list)
		error(1, errno, "/proc/timer_list");
	while (ns < 0 && fgets(line, sizeof(line), list))
		if (sscanf(line, " .idle_sleeptime : %lld", &ns) != 1)
			ns = -1;
	fclose(list);
	if (ns < 0)
		error(1, 0, "/proc/timer_list does not tell how long the processor was idle");
	return ns;
}

struct stopwatch stopwatch__start(void)
{
	struct stopwatch started = { .idle = idle() };

	started.clock = stopwatch__now();
	return started;
}

struct stopwatch stopwatch__stop(const struct stopwatch *started)
{
	struct stopwatch passed = { .clock = stopwatch__now() - started->clock };

	passed.idle = idle() - started->idle;
	return passed;
}
