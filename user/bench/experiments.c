// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The table of everything that can be measured. Most are one operation of the
 * module repeated at several points; some are differences of two such.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "bench.h"
#include "interrupt.h"

#define LEAST	20	/* iterations */

/* An operation whose cost is half payload at e->weight gets half the iterations there. */
uint32_t bench__iterations(const struct bench *b, const struct experiment *e, uint32_t point)
{
	uint64_t n = b->iterations;

	if (e->weight)
		n = n * e->weight / (e->weight + point);
	return n < LEAST ? LEAST : (uint32_t)n;
}

int bench__failed(const struct experiment *e, uint32_t point, int err)
{
	if (err == -EINTR && interrupt__seen())
		return err;
	fflush(stdout);
	fprintf(stderr, "cleave: %s", e->name);
	if (e->parameter)
		fprintf(stderr, " at %u %s", point, e->parameter);
	fprintf(stderr, ": %s\n", strerror(-err));
	return err;
}

static json_t *number(double value)
{
	return value < 0 ? json_null() : json_real(value);
}

void bench__row(struct bench *b, const struct experiment *e, uint32_t point,
		const struct measure *m)
{
	json_t *row = json_pack("{s:s, s:I, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o}",
		"experiment", e->name, "iterations", (json_int_t)m->iterations, "ns", m->ns,
		"median_ns", m->median, "p99_ns", m->p99, "p999_ns", m->p999,
		"caller_cpu_ns", m->caller_cpu, "peer_cpu_ns", m->peer_cpu,
		"caller_switches", m->caller_switches, "peer_switches", m->peer_switches,
		"instructions", number(m->instructions));

	if (e->parameter) {
		json_object_set_new(row, "parameter", json_string(e->parameter));
		json_object_set_new(row, "point", json_integer(point));
	}
	json_array_append_new(b->rows, row);
}

int bench__single(struct bench *b, const struct experiment *e, const struct subject *s)
{
	struct measure m;
	int rc = measure__subject(b, s, b->iterations, &m);

	if (rc)
		return bench__failed(e, 0, rc);
	bench__row(b, e, 0, &m);
	return 0;
}

static int measure_point(struct bench *b, const struct experiment *e, uint32_t point,
			 struct measure *m)
{
	const struct subject s = {
		.repeat = subject__kernel, .peer = b->half, .what = e->what, .n = point,
	};

	return measure__subject(b, &s, bench__iterations(b, e, point), m);
}

static int run_points(struct bench *b, const struct experiment *e)
{
	struct measure m;
	int rc;

	for (uint32_t i = 0; i < e->nr_points; i++) {
		rc = measure_point(b, e, e->points[i], &m);
		if (rc)
			return bench__failed(e, e->points[i], rc);
		bench__row(b, e, e->points[i], &m);
	}
	return 0;
}

/*
 * One of what points[0] of are made in an operation: the difference to the
 * operation without. The quantiles are those of the operation, less the mean of
 * the one without; the tail of one alone is in them only where points[0] is 1.
 */
static int run_difference(struct bench *b, const struct experiment *e)
{
	uint32_t n = e->points[0];
	struct measure none, some;
	int rc = measure_point(b, e, 0, &none);

	if (!rc)
		rc = measure_point(b, e, n, &some);
	if (rc)
		return bench__failed(e, n, rc);
	some.ns = (some.ns - none.ns) / n;
	some.median = (some.median - none.median) / n;
	some.p99 = (some.p99 - none.median) / n;
	some.p999 = (some.p999 - none.median) / n;
	some.caller_cpu = (some.caller_cpu - none.caller_cpu) / n;
	some.peer_cpu = (some.peer_cpu - none.peer_cpu) / n;
	some.caller_switches = (some.caller_switches - none.caller_switches) / n;
	some.peer_switches = (some.peer_switches - none.peer_switches) / n;
	if (some.instructions >= 0)
		some.instructions = (some.instructions - none.instructions) / n;
	bench__row(b, e, 0, &some);
	return 0;
}

static int run_upcall(struct bench *b, const struct experiment *e)
{
	const struct subject s = { .repeat = subject__kernel, .peer = b->half, .what = e->what };

	return bench__single(b, e, &s);
}

#define POINTS(...)	.points = (const uint32_t[]){ __VA_ARGS__ }, \
	.nr_points = sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t)

const struct experiment bench_experiments[] = {
	{ "getpid", "baseline", "system call that does nothing", .run = bench__system_call },
	{ "eventfd", "baseline", "a word to another process and back, by eventfd",
	  .run = bench__eventfd },
	{ "pipe", "baseline", "the same by pipe", .run = bench__pipe },
	{ "ioctl", "baseline", "kernel to a process that replies and waits in one ioctl",
	  .what = CLEAVE_BENCH_IOCTL, .run = bench__ioctl },
	{ "uio", "baseline", "interrupt of a UIO device, read and answered by write",
	  .what = CLEAVE_BENCH_UIO, .run = bench__uio },
	{ "genl", "baseline", "kernel to a process and back by Generic Netlink, bare recv and send",
	  .run = bench__genl },
	{ "genl-libnl", "baseline", "the same with libnl's defaults", .run = bench__genl_libnl },
#ifdef HAVE_FUSE
	{ "fuse", "baseline", "fstat() of a file, by libfuse's low-level loop",
	  .run = bench__fuse },
#endif
	{ "upcall-netlink", "netlink", "empty upcall, by netlink",
	  .what = CLEAVE_BENCH_UPCALL, .run = run_upcall, .transport = "netlink" },
	{ "downcall-netlink", "netlink", "empty downcall in the upcall's thread, by netlink",
	  POINTS(1), .what = CLEAVE_BENCH_NESTED, .run = run_difference, .transport = "netlink" },
	{ "anywhere-netlink", "netlink", "empty downcall in its own system call, by netlink",
	  POINTS(1), .what = CLEAVE_BENCH_ANYWHERE, .run = run_difference,
	  .transport = "netlink" },
	{ "upcall", "crossing", "empty upcall", .what = CLEAVE_BENCH_UPCALL, .run = run_upcall },
	{ "downcall", "crossing", "empty downcall, in the thread that made the upcall",
	  POINTS(1), .what = CLEAVE_BENCH_NESTED, .run = run_difference },
	{ "anywhere", "crossing", "empty downcall, in the user half's own system call",
	  POINTS(1), .what = CLEAVE_BENCH_ANYWHERE, .run = run_difference },
	{ "nested", "crossing", "upcall with downcalls nested in it", "downcalls",
	  POINTS(0, 1, 2, 4, 8, 16, 32, 64), CLEAVE_BENCH_NESTED, 1, run_points },
	{ "nested-anywhere", "crossing", "the same with downcalls that need no thread", "downcalls",
	  POINTS(0, 1, 2, 4, 8, 16, 32, 64), CLEAVE_BENCH_ANYWHERE, 3, run_points },
	{ "payload", "crossing", "upcall that carries bytes to the user half", "bytes",
	  POINTS(0, 64, 256, 1024, 4096, 16384, CLEAVE_BENCH_MAX_PAYLOAD),
	  CLEAVE_BENCH_PAYLOAD, 16384, run_points },
	{ "payload-back", "crossing", "upcall whose answer carries bytes", "bytes",
	  POINTS(0, 64, 256, 1024, 4096, 16384, CLEAVE_BENCH_MAX_PAYLOAD),
	  CLEAVE_BENCH_PAYLOAD_BACK, 16384, run_points },
	{ "workers", "crossing", "empty upcalls by several threads at once", "threads",
	  POINTS(1, 2, 3, 4, 5, 6, 7, 8), .run = bench__workers },
	{ "objects", "mirror", "empty upcall with unchanged objects of 8 shared words", "objects",
	  POINTS(0, 1, 4, 16, 64), CLEAVE_BENCH_OBJECTS, 16, run_points },
	{ "fields", "mirror", "empty upcall with an unchanged object of shared words", "words",
	  POINTS(0, 8, 32, 128, 512), CLEAVE_BENCH_FIELDS, 128, run_points },
	{ "changed-kernel", "mirror", "the kernel half changed so many of 512 words", "words",
	  POINTS(0, 8, 32, 128, 512), CLEAVE_BENCH_CHANGED_KERNEL, 128, run_points },
	{ "changed-user", "mirror", "the user half changes so many of 512 words", "words",
	  POINTS(0, 8, 32, 128, 512), CLEAVE_BENCH_CHANGED_USER, 128, run_points },
	{ "burst", "events", "events from interrupt context, all at once, until handled", "events",
	  POINTS(0, 1, 8, 63), CLEAVE_BENCH_BURST, 16, run_points },
	{ "event", "events", "one event more in a burst of 64",
	  POINTS(63), .what = CLEAVE_BENCH_BURST, .run = run_difference },
	{ "event-rate", "events", "events from a timer's interrupt at a fixed rate", "events/s",
	  POINTS(1000, 5000, 10000, 20000, 50000, 100000, 200000), .run = bench__event_rate },
	{ "reg-kernel", "registers", "readl() in the kernel half",
	  POINTS(1000), .what = CLEAVE_BENCH_REGS_KERNEL, .run = run_difference },
	{ "reg-mapped", "registers", "load from a region mapped into the user half",
	  POINTS(1000), .what = CLEAVE_BENCH_REGS_MAPPED, .run = run_difference },
	{ "reg-downcall", "registers", "readl() by downcall",
	  POINTS(16), .what = CLEAVE_BENCH_REGS_DOWNCALL, .run = run_difference },
	{ "delay", "delay", "a loaded driver against the time that a mode switch takes",
	  .run = bench__delay, .transport = "netlink" },
};

const unsigned int bench_nr_experiments = sizeof(bench_experiments) / sizeof(*bench_experiments);
