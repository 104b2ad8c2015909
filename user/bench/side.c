// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a process uses: processor time from its clock, which the scheduler keeps
 * to the nanosecond, context switches from /proc, and instructions from the
 * processor's counters where there are such.
 */
#include <dirent.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "bench.h"

#define MAX_THREADS	64

static double read_switches(pid_t pid, const char *thread)
{
	char path[64], line[128];
	double sum = 0, n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%.16s/status", pid, thread);
	f = fopen(path, "re");
	if (!f)
		return 0;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "voluntary_ctxt_switches: %lf", &n) == 1 ||
		    sscanf(line, "nonvoluntary_ctxt_switches: %lf", &n) == 1)
			sum += n;
	fclose(f);
	return sum;
}

/* Calls @visit for every thread of @pid. */
static void each_thread(pid_t pid, void (*visit)(pid_t pid, const char *thread, void *arg), void *arg)
{
	char path[32];
	struct dirent *d;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", pid);
	dir = opendir(path);
	if (!dir)
		return;
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.')
			visit(pid, d->d_name, arg);
	closedir(dir);
}

static void add_switches(pid_t pid, const char *thread, void *arg)
{
	*(double *)arg += read_switches(pid, thread);
}

void side__read(struct side *side, pid_t pid)
{
	clockid_t clock = CLOCK_PROCESS_CPUTIME_ID;
	struct timespec t = { 0 };

	memset(side, 0, sizeof(*side));
	if (pid && clock_getcpuclockid(pid, &clock))
		return;
	clock_gettime(clock, &t);
	side->cpu = (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
	each_thread(pid ? pid : getpid(), add_switches, &side->switches);
}

/* ---- instructions ------------------------------------------------------- */

struct counters {
	int fds[MAX_THREADS];
	unsigned int nr;
	bool broken;
};

static void open_counter(pid_t pid, const char *thread, void *arg)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_INSTRUCTIONS,
		.inherit = 1,
	};
	struct counters *c = arg;

	(void)pid;
	if (c->nr == MAX_THREADS) {
		c->broken = true;
		return;
	}
	c->fds[c->nr] = (int)syscall(SYS_perf_event_open, &attr, atoi(thread), -1, -1,
				     PERF_FLAG_FD_CLOEXEC);
	if (c->fds[c->nr] < 0)
		c->broken = true;
	else
		c->nr++;
}

struct counters *counters__open(pid_t peer)
{
	struct counters *c = calloc(1, sizeof(*c));

	if (!c)
		return NULL;
	each_thread(getpid(), open_counter, c);
	if (peer)
		each_thread(peer, open_counter, c);
	return c;
}

double counters__close(struct counters *c)
{
	double sum = 0;
	uint64_t n;

	if (!c)
		return -1;
	for (unsigned int i = 0; i < c->nr; i++) {
		if (read(c->fds[i], &n, sizeof(n)) == sizeof(n))
			sum += (double)n;
		else
			c->broken = true;
		close(c->fds[i]);
	}
	if (c->broken || !c->nr)
		sum = -1;
	free(c);
	return sum;
}
