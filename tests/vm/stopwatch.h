/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How long something takes, and for how much of that the processor had something to do. */
#ifndef TESTS_VM_STOPWATCH_H
#define TESTS_VM_STOPWATCH_H

/** struct stopwatch - nanoseconds; under `run --icount` one is an instruction */
struct stopwatch {
	long long clock;
	long long idle;
};

/** stopwatch__now() - the clock */
long long stopwatch__now(void);

/** stopwatch__start() - from now on */
struct stopwatch stopwatch__start(void);

/**
 * stopwatch__stop() - until now
 *
 * Return: what has passed on the clock, and how much of that the processor (the only one)
 * was idle.
 */
struct stopwatch stopwatch__stop(const struct stopwatch *started);

#endif /* TESTS_VM_STOPWATCH_H */
