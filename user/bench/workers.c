// SPDX-License-Identifier: GPL-2.0-or-later
/* Several threads that make empty upcalls at the same time. */
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include "bench.h"

#define MAX_WORKERS	8

struct caller {
	pthread_t thread;
	struct bench *bench;
	uint32_t iterations;
	uint32_t *samples;
	int rc;
};

static void *call(void *arg)
{
	const struct subject s = { .what = CLEAVE_BENCH_UPCALL };
	struct caller *c = arg;
	uint64_t ns;

	c->rc = subject__kernel(c->bench, &s, c->iterations, c->samples, &ns);
	return NULL;
}

/* Each of @n threads does its part; the caller's thread times the whole. */
static int call_at_once(void *arg)
{
	struct caller *callers = arg;
	int rc = 0;

	for (uint32_t i = 0; i < MAX_WORKERS && callers[i].bench; i++) {
		callers[i].rc = -pthread_create(&callers[i].thread, NULL, call, &callers[i]);
		if (callers[i].rc)
			callers[i].thread = 0;
	}
	for (uint32_t i = 0; i < MAX_WORKERS && callers[i].bench; i++) {
		if (callers[i].thread)
			pthread_join(callers[i].thread, NULL);
		rc = rc ? rc : callers[i].rc;
	}
	return rc;
}

/* The mean is that of all together, the distribution what each thread saw. */
static int repeat_at_once(struct bench *b, const struct subject *s, uint32_t iterations,
			  uint32_t *samples, uint64_t *ns)
{
	struct caller callers[MAX_WORKERS];
	const struct subject once = { .once = call_at_once, .arg = callers };
	uint32_t done = 0;

	memset(callers, 0, sizeof(callers));
	for (uint32_t i = 0; i < s->n; i++) {
		callers[i].bench = b;
		callers[i].iterations = iterations / s->n + (i < iterations % s->n);
		callers[i].samples = samples ? samples + done : NULL;
		done += callers[i].iterations;
	}
	return subject__user(b, &once, 1, NULL, ns);
}

int bench__workers(struct bench *b, const struct experiment *e)
{
	struct measure m;
	int rc;

	for (uint32_t i = 0; i < e->nr_points; i++) {
		const struct subject s = {
			.repeat = repeat_at_once, .peer = b->half, .n = e->points[i],
		};

		rc = measure__subject(b, &s, b->iterations, &m);
		if (rc)
			return bench__failed(e, e->points[i], rc);
		bench__row(b, e, e->points[i], &m);
	}
	return 0;
}
