// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Takes lines of trace_pipe apart:
 *
 *	      ethtool-321   [000] .....   12.345678: cleave_upcall: CHANNEL ...
 *
 * What stands behind the event's name is told in kernel/trace.h.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "trace_line.h"

static const char *const kinds[] = {
	[TRACE_UPCALL] = "upcall", [TRACE_UPCALL_DONE] = "upcall-done",
	[TRACE_DOWNCALL] = "downcall", [TRACE_DOWNCALL_DONE] = "downcall-done",
	[TRACE_SYNC] = "sync", [TRACE_EVENT] = "event", [TRACE_DEATH] = "death",
	[TRACE_LOST] = "lost",
};

const char *trace_line__kind_name(enum trace_kind kind)
{
	return kinds[kind];
}

static bool parse_begin(struct trace_line *l, const char *text)
{
	return sscanf(text, "%63s %u %127s depth %u nargs %u (%" SCNx64 " %" SCNx64 " %" SCNx64
		      " %" SCNx64 " %" SCNx64 " %" SCNx64, l->channel, &l->id, l->function,
		      &l->depth, &l->nargs, &l->args[0], &l->args[1], &l->args[2], &l->args[3],
		      &l->args[4], &l->args[5]) == 5 + TRACE_ARGS;
}

static bool parse_done(struct trace_line *l, const char *text)
{
	return sscanf(text, "%63s %u %127s depth %u ret %" SCNx64 " err %d %" SCNu64 " ns",
		      l->channel, &l->id, l->function, &l->depth, &l->ret, &l->err,
		      &l->nanoseconds) == 7;
}

static bool parse_sync(struct trace_line *l, const char *text)
{
	char way[8];

	if (sscanf(text, "%63s to %7[a-z]: %" SCNu64 " fields so far, err %d", l->channel, way,
		   &l->nr, &l->err) != 4)
		return false;
	l->to_kernel = !strcmp(way, "kernel");
	return true;
}

static bool parse_event(struct trace_line *l, const char *text)
{
	l->nargs = 1;
	return sscanf(text, "%63s %u %127s (%" SCNx64 ") ret %d", l->channel, &l->id, l->function,
		      &l->args[0], &l->err) == 5;
}

static bool parse_death(struct trace_line *l, const char *text)
{
	return sscanf(text, "%63s session %" SCNu64 ": %127[^\n]", l->channel, &l->nr,
		      l->why) == 3;
}

static const struct {
	const char *event;
	enum trace_kind kind;
	bool (*parse)(struct trace_line *l, const char *text);
} events[] = {
	{ "cleave_upcall", TRACE_UPCALL, parse_begin },
	{ "cleave_upcall_done", TRACE_UPCALL_DONE, parse_done },
	{ "cleave_downcall", TRACE_DOWNCALL, parse_begin },
	{ "cleave_downcall_done", TRACE_DOWNCALL_DONE, parse_done },
	{ "cleave_sync", TRACE_SYNC, parse_sync },
	{ "cleave_event", TRACE_EVENT, parse_event },
	{ "cleave_death", TRACE_DEATH, parse_death },
};

/* "COMM-PID   [CPU]": COMM may have anything in it. Return: what follows, or NULL. */
static const char *parse_task(struct trace_line *l, const char *line)
{
	const char *cpu, *dash, *start = line + strspn(line, " ");
	int len = 0;

	for (cpu = strstr(start, " ["); cpu; cpu = strstr(cpu + 1, " [")) {
		if (sscanf(cpu, " [%*u]%n", &len) == 0 && len)
			break;
	}
	if (!cpu)
		return NULL;
	for (dash = cpu; dash > start && *dash != '-'; dash--)
		;
	if (*dash != '-' || sscanf(dash + 1, "%d", &l->pid) != 1)
		return NULL;
	snprintf(l->comm, sizeof(l->comm), "%.*s", (int)(dash - start), start);
	return cpu + len;
}

static bool parse_lost(struct trace_line *l, const char *line)
{
	l->kind = TRACE_LOST;
	return sscanf(line, "CPU:%*d [LOST %" SCNu64 " EVENTS]", &l->nr) == 1 ||
	       strstr(line, "[LOST EVENTS]");
}

bool trace_line__parse(struct trace_line *l, const char *line)
{
	char event[TRACE_NAME];
	const char *rest;
	int len = 0;
	size_t i;

	memset(l, 0, sizeof(*l));
	if (parse_lost(l, line))
		return true;
	rest = parse_task(l, line);
	if (!rest || sscanf(rest, " %*s %lf: %63[a-z_]: %n", &l->seconds, event, &len) != 2 || !len)
		return false;
	for (i = 0; i < sizeof(events) / sizeof(*events); i++) {
		l->kind = events[i].kind;
		if (!strcmp(event, events[i].event))
			return events[i].parse(l, rest + len);
	}
	return false;
}
