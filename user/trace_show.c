// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Shows events. Each thread has its stack of calls, so that an end finds its
 * begin. A call that ends before anything else happens goes on one line; for
 * that a begin is kept back until the next event, or until a pause.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include <cleave/wire.h>
#include "paths.h"
#include "trace_show.h"
#include "trace_value.h"
#include "../splitter/plan.h"

#define MAX_NESTING	(2 * CLEAVE_MAX_DEPTH + 2)

/* Calls of a thread that have begun and not ended. */
struct thread {
	struct thread *next;
	int pid;
	unsigned int depth;
	char open[MAX_NESTING][2 * TRACE_NAME];
};

/* A driver's plan; NULL if it cannot be found. */
struct driver {
	struct driver *next;
	char channel[TRACE_NAME];
	struct plan *plan;
};

struct trace_show {
	const char *dir;
	bool json;
	FILE *out;
	struct thread *threads;
	struct driver *drivers;
	bool kept;
	struct trace_line begin;	/* the one kept back */
	unsigned int indent;		/* of it */
};

/* The arguments of a call, as far as they are known. */
struct signature {
	const struct plan_arg *args;
	unsigned int nr_args;
	const struct plan_arg *ret;
};

struct trace_show *trace_show__new(const char *dir, bool json, FILE *out)
{
	struct trace_show *s = calloc(1, sizeof(*s));

	if (s) {
		s->dir = dir;
		s->json = json;
		s->out = out;
	}
	return s;
}

void trace_show__free(struct trace_show *s)
{
	while (s->threads) {
		struct thread *t = s->threads;

		s->threads = t->next;
		free(t);
	}
	while (s->drivers) {
		struct driver *d = s->drivers;

		s->drivers = d->next;
		plan__free(d->plan);
		free(d);
	}
	free(s);
}

static struct thread *thread(struct trace_show *s, int pid)
{
	struct thread *t;

	for (t = s->threads; t; t = t->next)
		if (t->pid == pid)
			return t;
	t = calloc(1, sizeof(*t));
	if (t) {
		t->pid = pid;
		t->next = s->threads;
		s->threads = t;
	}
	return t;
}

static const struct plan *plan_of(struct trace_show *s, const char *channel)
{
	struct paths paths;
	struct driver *d;
	int rc;

	for (d = s->drivers; d; d = d->next)
		if (!strcmp(d->channel, channel))
			return d->plan;
	d = calloc(1, sizeof(*d));
	if (!d)
		return NULL;
	strcpy(d->channel, channel);
	d->plan = paths__try_plan(&paths, s->dir, channel, &rc);
	if (d->plan)
		paths__free(&paths);
	d->next = s->drivers;
	s->drivers = d;
	return d->plan;
}

static bool is_up(enum trace_kind kind)
{
	return kind == TRACE_UPCALL || kind == TRACE_UPCALL_DONE || kind == TRACE_EVENT;
}

static struct signature builtin(unsigned int id)
{
	static const struct plan_arg log[] = {
		{ .name = "level", .type = "int", .kind = ARG_VALUE },
		{ .name = "kind", .type = "int", .kind = ARG_VALUE },
		{ .name = "object", .kind = ARG_POINTER },
		{ .name = "text", .kind = ARG_STRING },
	};
	static const struct plan_arg port[] = {
		{ .name = "at", .kind = ARG_POINTER },
		{ .name = "bytes", .type = "int", .kind = ARG_VALUE },
		{ .name = "writes", .type = "int", .kind = ARG_VALUE },
		{ .name = "value", .type = "unsigned int", .kind = ARG_VALUE },
	};
	static const struct plan_arg delay = {
		.name = "nanoseconds", .type = "unsigned int", .kind = ARG_VALUE,
	};
	static const struct plan_arg sleep = {
		.name = "milliseconds", .type = "unsigned int", .kind = ARG_VALUE,
	};
	static const struct plan_arg nothing = { .kind = ARG_VOID };
	static const struct plan_arg value = { .type = "unsigned int", .kind = ARG_VALUE };

	if (id == CLEAVE_DOWN_LOG)
		return (struct signature){ log, 4, &nothing };
	if (id == CLEAVE_DOWN_PORT)
		return (struct signature){ port, 4, &value };
	if (id == CLEAVE_DOWN_DELAY)
		return (struct signature){ &delay, 1, &nothing };
	if (id == CLEAVE_DOWN_SLEEP)
		return (struct signature){ &sleep, 1, &nothing };
	return (struct signature){ 0 };
}

/* Empty if there is no plan, or it is another build's. */
static struct signature signature(struct trace_show *s, const struct trace_line *l)
{
	const struct plan *plan = plan_of(s, l->channel);

	if (!is_up(l->kind) && l->id >= CLEAVE_DOWN_BUILTIN)
		return builtin(l->id);
	if (plan && is_up(l->kind) && l->id < plan->nr_upcalls) {
		const struct plan_function *f = &plan->functions[plan->upcalls[l->id].function];

		if (!strcmp(f->name, l->function))
			return (struct signature){ f->args, f->nr_args, &f->ret };
	}
	if (plan && !is_up(l->kind) && l->id < plan->nr_downcalls) {
		const struct plan_downcall *d = &plan->downcalls[l->id];

		if (!strcmp(d->name, l->function))
			return (struct signature){ d->args, d->nr_args, &d->ret };
	}
	return (struct signature){ 0 };
}

/* ---- for people --------------------------------------------------------------- */

static void put_head(struct trace_show *s, const struct trace_line *l, unsigned int indent)
{
	fprintf(s->out, "[%13.6f] %s-%d %s: %*s", l->seconds, l->comm, l->pid, l->channel,
		2 * indent, "");
}

static void put_call(struct trace_show *s, const struct trace_line *l)
{
	struct signature sig = signature(s, l);
	char value[TRACE_VALUE_MAX];
	unsigned int i;

	fprintf(s->out, "%c %s(", is_up(l->kind) ? '>' : '<', l->function);
	for (i = 0; i < l->nargs; i++) {
		const struct plan_arg *arg = i < sig.nr_args ? &sig.args[i] : NULL;

		if (i == TRACE_ARGS) {
			fputs(", ...", s->out);
			break;
		}
		trace_value(value, arg, l->args[i]);
		fprintf(s->out, "%s%s%s%s", i ? ", " : "", arg && arg->name ? arg->name : "",
			arg && arg->name ? "=" : "", value);
	}
	fputc(')', s->out);
}

static void put_result(struct trace_show *s, const struct trace_line *l)
{
	struct signature sig = signature(s, l);
	char value[TRACE_VALUE_MAX];

	if (l->err)
		fprintf(s->out, " failed: %s", strerror(-l->err));
	else if (!sig.ret || sig.ret->kind == ARG_VALUE) {
		trace_value(value, sig.ret, l->ret);
		fprintf(s->out, " = %s", value);
	}
	fprintf(s->out, "  %.1f us\n", l->nanoseconds / 1000.0);
}

/* The call that was kept back, now that it is not over at once. */
static void put_kept(struct trace_show *s)
{
	if (!s->kept)
		return;
	s->kept = false;
	put_head(s, &s->begin, s->indent);
	put_call(s, &s->begin);
	fputs(" {\n", s->out);
}

static void show_begin(struct trace_show *s, const struct trace_line *l)
{
	struct thread *t = thread(s, l->pid);

	put_kept(s);
	if (!t || t->depth == MAX_NESTING)
		return;
	s->indent = t->depth;
	strcpy(t->open[t->depth++], l->function);
	s->begin = *l;
	s->kept = true;
}

/* Ends the call, and those inside it whose ends were lost. Return: whether it had begun. */
static bool close_call(struct thread *t, const char *function)
{
	unsigned int at = t ? t->depth : 0;

	while (at && strcmp(t->open[at - 1], function))
		at--;
	if (!at)
		return false;
	t->depth = at - 1;
	return true;
}

/* An end without begin: nobody served the call, or the begin was lost. */
static void show_done(struct trace_show *s, const struct trace_line *l)
{
	struct thread *t = thread(s, l->pid);
	bool whole = s->kept && s->begin.pid == l->pid && !strcmp(s->begin.function, l->function);
	bool begun = close_call(t, l->function);

	if (whole)
		s->kept = false;
	else
		put_kept(s);
	put_head(s, whole ? &s->begin : l, t ? t->depth : 0);
	if (whole)
		put_call(s, &s->begin);
	else if (begun)
		fprintf(s->out, "} %s", l->function);
	else
		fprintf(s->out, "%c %s(...)", is_up(l->kind) ? '>' : '<', l->function);
	put_result(s, l);
}

static void show_text(struct trace_show *s, const struct trace_line *l)
{
	switch (l->kind) {
	case TRACE_UPCALL:
	case TRACE_DOWNCALL:
		show_begin(s, l);
		return;
	case TRACE_UPCALL_DONE:
	case TRACE_DOWNCALL_DONE:
		show_done(s, l);
		return;
	case TRACE_SYNC:	/* one with every crossing: only worth a line if it failed */
		if (!l->err)
			return;
		put_kept(s);
		put_head(s, l, 0);
		fprintf(s->out, "! fields to the %s half: %s\n", l->to_kernel ? "kernel" : "user",
			strerror(-l->err));
		return;
	case TRACE_EVENT:
		put_kept(s);
		put_head(s, l, 0);
		put_call(s, l);
		fprintf(s->out, " event%s\n", l->err < 0 ? " dropped" :
			l->err ? " coalesced" : "");
		return;
	case TRACE_DEATH:
		put_kept(s);
		put_head(s, l, 0);
		fprintf(s->out, "! session %" PRIu64 " ended: %s\n", l->nr, l->why);
		return;
	case TRACE_LOST:
		put_kept(s);
		fprintf(s->out, "! %" PRIu64 " events were lost\n", l->nr);
	}
}

void trace_show__pause(struct trace_show *s)
{
	put_kept(s);
	fflush(s->out);
}

/* ---- for programs --------------------------------------------------------------- */

static json_t *json_args(struct trace_show *s, const struct trace_line *l)
{
	struct signature sig = signature(s, l);
	json_t *list = json_array();
	char value[TRACE_VALUE_MAX], word[TRACE_VALUE_MAX];
	unsigned int i;

	for (i = 0; i < l->nargs && i < TRACE_ARGS; i++) {
		const struct plan_arg *arg = i < sig.nr_args ? &sig.args[i] : NULL;

		trace_value(value, arg, l->args[i]);
		snprintf(word, sizeof(word), "0x%" PRIx64, l->args[i]);
		json_array_append_new(list, json_pack("{s:s*, s:s*, s:s, s:s}", "name",
						      arg ? arg->name : NULL, "type",
						      arg ? arg->type : NULL, "value", value,
						      "word", word));
	}
	return list;
}

static void add_details(struct trace_show *s, const struct trace_line *l, json_t *o)
{
	switch (l->kind) {
	case TRACE_UPCALL:
	case TRACE_DOWNCALL:
		json_object_set_new(o, "depth", json_integer(l->depth));
		json_object_set_new(o, "args", json_args(s, l));
		break;
	case TRACE_UPCALL_DONE:
	case TRACE_DOWNCALL_DONE:
		json_object_set_new(o, "ret", json_integer(l->ret));
		json_object_set_new(o, "err", json_integer(l->err));
		json_object_set_new(o, "nanoseconds", json_integer(l->nanoseconds));
		break;
	case TRACE_SYNC:
		json_object_set_new(o, "to", json_string(l->to_kernel ? "kernel" : "user"));
		json_object_set_new(o, "fields", json_integer(l->nr));
		json_object_set_new(o, "err", json_integer(l->err));
		break;
	case TRACE_EVENT:
		json_object_set_new(o, "args", json_args(s, l));
		json_object_set_new(o, "ret", json_integer(l->err));
		break;
	case TRACE_DEATH:
		json_object_set_new(o, "session", json_integer(l->nr));
		json_object_set_new(o, "why", json_string(l->why));
		break;
	case TRACE_LOST:
		json_object_set_new(o, "events", json_integer(l->nr));
	}
}

static void show_json(struct trace_show *s, const struct trace_line *l)
{
	json_t *o = json_pack("{s:s}", "event", trace_line__kind_name(l->kind));

	if (l->kind != TRACE_LOST) {
		json_object_set_new(o, "seconds", json_real(l->seconds));
		json_object_set_new(o, "command", json_string(l->comm));
		json_object_set_new(o, "thread", json_integer(l->pid));
		json_object_set_new(o, "channel", json_string(l->channel));
	}
	if (*l->function) {
		json_object_set_new(o, "function", json_string(l->function));
		json_object_set_new(o, "id", json_integer(l->id));
	}
	add_details(s, l, o);
	json_dumpf(o, s->out, JSON_COMPACT | JSON_REAL_PRECISION(14));
	fputc('\n', s->out);
	json_decref(o);
}

void trace_show__line(struct trace_show *s, const struct trace_line *l)
{
	if (s->json)
		show_json(s, l);
	else
		show_text(s, l);
}
