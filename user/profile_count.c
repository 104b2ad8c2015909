// SPDX-License-Identifier: GPL-2.0-or-later
/* Counts lines of the function tracer, see user/profile_count.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "profile_count.h"

/*
 * Flags as kernel/trace/trace_output.c, trace_print_lat_fmt(), writes them: interrupts,
 * rescheduling, hard or soft interrupt, depth of preempt_disable(); more may follow.
 */
enum { FLAG_IRQS, FLAG_RESCHED, FLAG_IN_IRQ, FLAG_PREEMPT, NR_FLAGS };

/* What is told after "[000] ". */
struct call {
	char flags[16];
	unsigned long second;
	char name[128];
	char from[128];
};

static bool parse_call(const char *at, struct call *call)
{
	unsigned long rest;
	int end = 0;

	if (sscanf(at, "%15s %lu.%lu: %127s%n", call->flags, &call->second, &rest, call->name,
		   &end) != 4 || strlen(call->flags) < NR_FLAGS)
		return false;
	at = strstr(at + end, "<-");
	return at && sscanf(at, "<-%127s", call->from) == 1;
}

/* A task may have any name, brackets as well. */
static bool find_call(const char *line, struct call *call)
{
	const char *at = line;

	while ((at = strchr(at, '[')) != NULL) {
		at++;
		if (isdigit((unsigned char)*at) && parse_call(at + strspn(at, "0123456789] "), call))
			return true;
	}
	return false;
}

static struct profile_function *function_of(struct profile *p, const char *name)
{
	/* "cp_open.isra.0", "cp_open.cold" */
	size_t len = strcspn(name, ".");
	struct profile_function *more;

	for (unsigned int i = 0; i < p->nr; i++)
		if (!strncmp(p->functions[i].name, name, len) && !p->functions[i].name[len])
			return &p->functions[i];
	more = reallocarray(p->functions, p->nr + 1, sizeof(*more));
	if (!more)
		abort();
	p->functions = more;
	more = &p->functions[p->nr++];
	*more = (struct profile_function){ .name = strndup(name, len) };
	if (!more->name)
		abort();
	return more;
}

static void count_context(struct profile_function *f, const struct call *call)
{
	char irqs = call->flags[FLAG_IRQS], in = call->flags[FLAG_IN_IRQ];
	bool irqs_off = irqs == 'd' || irqs == 'D', bh_off = irqs == 'b' || irqs == 'D';
	bool hard = strchr("hHzZ", in), soft = strchr("sH", in);
	bool preempt = call->flags[FLAG_PREEMPT] != '.';

	f->irqs_off += irqs_off;
	f->bh_off += bh_off;
	f->hardirq += hard;
	f->softirq += soft;
	f->preempt_off += preempt;
	if (!irqs_off && !bh_off && !hard && !soft && !preempt)
		return;
	f->atomic++;
	if (!f->atomic_from)
		f->atomic_from = strdup(call->from);
}

bool profile__line(struct profile *p, const char *line)
{
	struct profile_function *f;
	unsigned long lost;
	struct call call;

	if (sscanf(line, "CPU:%*u [LOST %lu EVENTS]", &lost) == 1) {
		p->lost += lost;
		return false;
	}
	if (!find_call(line, &call))
		return false;
	f = function_of(p, call.name);
	p->calls++;
	f->calls++;
	if (call.second != f->second)
		f->in_second = 0;
	f->second = call.second;
	if (++f->in_second > f->peak)
		f->peak = f->in_second;
	count_context(f, &call);
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct profile_function *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void profile__sort(struct profile *p)
{
	if (p->nr)
		qsort(p->functions, p->nr, sizeof(*p->functions), by_name);
}

json_t *profile__json(const struct profile *p)
{
	json_t *all = json_array();

	for (unsigned int i = 0; i < p->nr; i++) {
		const struct profile_function *f = &p->functions[i];

		json_array_append_new(all, json_pack(
			"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s*}", "function", f->name,
			"calls", (json_int_t)f->calls, "peak", (json_int_t)f->peak,
			"atomic", (json_int_t)f->atomic, "irqs_off", (json_int_t)f->irqs_off,
			"bh_off", (json_int_t)f->bh_off, "hardirq", (json_int_t)f->hardirq,
			"softirq", (json_int_t)f->softirq,
			"preempt_off", (json_int_t)f->preempt_off, "atomic_from", f->atomic_from));
	}
	return json_pack("{s:I, s:o}", "lost", (json_int_t)p->lost, "functions", all);
}

void profile__free(struct profile *p)
{
	for (unsigned int i = 0; i < p->nr; i++) {
		free(p->functions[i].name);
		free(p->functions[i].atomic_from);
	}
	free(p->functions);
	memset(p, 0, sizeof(*p));
}
