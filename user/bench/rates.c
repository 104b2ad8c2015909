// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Events posted by a timer's interrupt at fixed rates: how late they are, how
 * many are merged into others, and how many are lost.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include "bench.h"

#define EVENTS	2000

static int measure_rate(struct bench *b, const struct experiment *e, uint32_t rate,
			uint32_t *samples)
{
	struct cleave_bench_events ev = {
		.rate = rate, .count = EVENTS, .samples = (uintptr_t)samples,
	};
	struct side before, after;
	struct measure m = { .iterations = EVENTS, .instructions = -1 };
	json_t *row;

	side__read(&before, b->half);
	if (ioctl(b->device, CLEAVE_BENCH_EVENTS, &ev))
		return bench__failed(e, rate, -errno);
	side__read(&after, b->half);
	m.ns = (double)ev.ns / EVENTS;
	m.peer_cpu = (after.cpu - before.cpu) / EVENTS;
	m.peer_switches = (after.switches - before.switches) / EVENTS;
	measure__quantiles(&m, samples, (uint32_t)ev.handled);
	bench__row(b, e, rate, &m);
	row = json_array_get(b->rows, json_array_size(b->rows) - 1);
	json_object_set_new(row, "posted", json_integer((json_int_t)ev.posted));
	json_object_set_new(row, "handled", json_integer((json_int_t)ev.handled));
	json_object_set_new(row, "coalesced", json_integer((json_int_t)ev.coalesced));
	json_object_set_new(row, "dropped", json_integer((json_int_t)ev.dropped));
	return 0;
}

int bench__event_rate(struct bench *b, const struct experiment *e)
{
	uint32_t *samples = calloc(EVENTS, sizeof(*samples));
	int rc = samples ? 0 : bench__failed(e, 0, -ENOMEM);

	for (uint32_t i = 0; i < e->nr_points && !rc; i++)
		rc = measure_rate(b, e, e->points[i], samples);
	free(samples);
	return rc;
}
