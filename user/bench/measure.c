// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Measures one point in three passes: one to warm up; one for the mean, in which
 * the clock is read only at the ends; one for the distribution, in which it is
 * read after each operation.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include "bench.h"
#include "interrupt.h"

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

int subject__kernel(struct bench *b, const struct subject *s, uint32_t iterations,
		    uint32_t *samples, uint64_t *ns)
{
	struct cleave_bench_run run = {
		.what = s->what, .n = s->n, .iterations = iterations,
		.samples = (uintptr_t)samples,
	};

	if (ioctl(b->device, CLEAVE_BENCH_RUN, &run))
		return -errno;
	*ns = run.ns;
	return 0;
}

int subject__user(struct bench *b, const struct subject *s, uint32_t iterations,
		  uint32_t *samples, uint64_t *ns)
{
	uint64_t begin = now(), last = begin, t;
	int rc = 0;

	(void)b;
	for (uint32_t i = 0; i < iterations && !rc && !interrupt__seen(); i++) {
		rc = s->once(s->arg);
		if (!samples)
			continue;
		t = now();
		samples[i] = t - last < UINT32_MAX ? (uint32_t)(t - last) : UINT32_MAX;
		last = t;
	}
	*ns = now() - begin;
	return rc ? rc : interrupt__seen() ? -EINTR : 0;
}

static int compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void measure__quantiles(struct measure *m, uint32_t *ns, uint32_t nr)
{
	if (!nr)
		return;
	qsort(ns, nr, sizeof(*ns), compare);
	m->median = ns[nr / 2];
	m->p99 = ns[(uint64_t)nr * 99 / 100];
	m->p999 = ns[(uint64_t)nr * 999 / 1000];
}

/* The pass for the mean, and for what both sides used meanwhile. */
static int take_mean(struct bench *b, const struct subject *s, struct measure *m)
{
	struct counters *counters = counters__open(s->peer);
	struct side before[2], after[2];
	double n = m->iterations;
	uint64_t ns;
	int rc;

	side__read(&before[0], 0);
	side__read(&before[1], s->peer);
	rc = s->repeat(b, s, m->iterations, NULL, &ns);
	side__read(&after[0], 0);
	side__read(&after[1], s->peer);
	m->instructions = counters__close(counters);
	if (rc)
		return rc;
	m->ns = (double)ns / n;
	m->caller_cpu = (after[0].cpu - before[0].cpu) / n;
	m->caller_switches = (after[0].switches - before[0].switches) / n;
	if (s->peer) {
		m->peer_cpu = (after[1].cpu - before[1].cpu) / n;
		m->peer_switches = (after[1].switches - before[1].switches) / n;
	}
	if (b->icount)
		m->instructions = m->ns;
	else if (m->instructions >= 0)
		m->instructions /= n;
	return 0;
}

int measure__subject(struct bench *b, const struct subject *s, uint32_t iterations,
		     struct measure *m)
{
	uint32_t *samples = calloc(iterations, sizeof(*samples));
	uint64_t ns;
	int rc = samples ? 0 : -ENOMEM;

	memset(m, 0, sizeof(*m));
	m->iterations = iterations;
	if (!rc)
		rc = s->repeat(b, s, iterations / 10 + 1, NULL, &ns);
	if (!rc)
		rc = take_mean(b, s, m);
	if (!rc)
		rc = s->repeat(b, s, iterations, samples, &ns);
	if (!rc)
		measure__quantiles(m, samples, iterations);
	free(samples);
	return rc;
}
