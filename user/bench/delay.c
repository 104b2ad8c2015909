// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The published figure of U2MDF (2011) again: throughput and processor
 * utilisation of a driver under load against the time that a mode switch takes.
 * There, as for the curves here, both halves are in the kernel and the mode
 * switch is a busy wait. The marks are what was not to be had then: the same
 * load with the real crossing of this machine, nothing added.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include "bench.h"

#define RATE	20000	/* packets per second */
#define EVERY	2	/* packets that one crossing is for */
#define MSEC	200

static const char *const manners[] = {
	[CLEAVE_BENCH_QUEUED] = "netlink",
	[CLEAVE_BENCH_BLOCKING] = "ioctl",
};

static void add_row(struct bench *b, const struct experiment *e,
		    const struct cleave_bench_load *load)
{
	double seconds = (double)load->ns / 1e9;
	json_t *row = json_pack("{s:s, s:s, s:b, s:f, s:f, s:I, s:I, s:I, s:I, s:I}",
		"experiment", e->name, "manner", manners[load->manner], "real", load->real,
		"delay_us", load->delay_ns / 1000.0,
		"packets_per_second", (double)load->handled / seconds,
		"offered", (json_int_t)load->offered, "handled", (json_int_t)load->handled,
		"dropped", (json_int_t)load->dropped, "crossings", (json_int_t)load->crossings,
		"missed", (json_int_t)load->missed);

	if (load->idle_ns != ~0ULL)
		json_object_set_new(row, "cpu_percent", json_real(100 - 100.0 *
			(double)load->idle_ns / (double)load->ns / load->cpus));
	json_array_append_new(b->rows, row);
}

static int measure_load(struct bench *b, const struct experiment *e, uint32_t manner, bool real,
			uint32_t delay_us)
{
	struct cleave_bench_load load = {
		.manner = manner, .real = real, .delay_ns = delay_us * 1000,
		.rate = RATE, .every = EVERY, .msec = MSEC,
	};

	if (ioctl(b->device, CLEAVE_BENCH_LOAD, &load))
		return bench__failed(e, delay_us, -errno);
	add_row(b, e, &load);
	return 0;
}

static int measure_manner(struct bench *b, const struct experiment *e, uint32_t manner)
{
	int rc = 0;

	for (unsigned int i = 0; i < b->nr_delays && !rc; i++)
		rc = measure_load(b, e, manner, false, b->delays[i]);
	return rc ? rc : measure_load(b, e, manner, true, 0);
}

int bench__delay(struct bench *b, const struct experiment *e)
{
	int rc = measure_manner(b, e, CLEAVE_BENCH_QUEUED);
	pid_t peer;

	if (rc)
		return rc;
	peer = peer__start(peer__serve_ioctl, b);
	if (peer < 0)
		return bench__failed(e, 0, peer);
	rc = measure_manner(b, e, CLEAVE_BENCH_BLOCKING);
	peer__stop(peer);
	return rc;
}
