/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the function tracer saw of a driver: how often each function was called,
 * and in which contexts.
 */
#ifndef USER_PROFILE_COUNT_H
#define USER_PROFILE_COUNT_H

#include <stdbool.h>
#include <stdio.h>
#include <jansson.h>

/**
 * struct profile_function - one function, as often as a call was so
 * @name: as in the source: what the compiler appends is taken off
 * @atomic: where sleeping is forbidden: any of those below
 * @peak: calls in the busiest second
 * @atomic_from: who made the first call where sleeping is forbidden, or NULL
 */
struct profile_function {
	char *name;
	unsigned long calls, atomic;
	unsigned long irqs_off, bh_off, hardirq, softirq, preempt_off;
	unsigned long peak;
	char *atomic_from;
	unsigned long second, in_second;	/* the second that is being counted */
};

/** struct profile - all of them; starts zeroed */
struct profile {
	struct profile_function *functions;
	unsigned int nr;
	unsigned long calls;
	unsigned long lost;	/* calls that the buffer had no room for */
};

/**
 * profile__line() - count a line of trace_pipe
 *
 * Return: whether it was a call.
 */
bool profile__line(struct profile *p, const char *line);

/** profile__sort() - the functions by name */
void profile__sort(struct profile *p);

/** profile__json() - {"lost", "functions"}, a new reference */
json_t *profile__json(const struct profile *p);

void profile__free(struct profile *p);

#endif /* USER_PROFILE_COUNT_H */
