// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave explain: where a function of a driver is, why, and what would move it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"
#include "paths.h"
#include "suggest.h"
#include "table.h"
#include "../splitter/plan.h"

extern const struct cmd cmd_explain;

static const char *side_name(enum side side)
{
	static const char *const names[] = {
		[SIDE_KERNEL] = "kernel", [SIDE_USER] = "user", [SIDE_BOTH] = "both",
	};

	return names[side];
}

static const char *kind_name(enum arg_kind kind)
{
	static const char *const names[] = {
		[ARG_VALUE] = "value", [ARG_OBJECT] = "object", [ARG_POINTER] = "pointer",
		[ARG_BUFFER] = "buffer", [ARG_STRING] = "string",
		[ARG_STRING_KEPT] = "string, kept", [ARG_IGNORED] = "ignored",
		[ARG_VOID] = "nothing",
	};

	return names[kind];
}

static json_t *arguments(const struct plan_arg *args, unsigned int count)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < count; i++)
		json_array_append_new(list, json_pack("{s:s?, s:s?, s:s, s:s*}", "name", args[i].name,
						      "type", args[i].type, "kind",
						      kind_name(args[i].kind), "length",
						      args[i].len));
	return list;
}

/* What a person is told of a function, and what -j prints. */
static json_t *describe(const struct plan *plan, const struct plan_function *f)
{
	const struct plan_source *source = &plan->sources[f->source];
	json_t *d = json_pack("{s:s, s:s, s:i, s:i, s:s, s:b, s:s?, s:s?}", "function", f->name,
			      "file", source->path, "line", (int)f->line, "lines",
			      (int)(f->end_line - f->line + 1), "side", side_name(f->side),
			      "atomic", f->atomic, "reason", f->reason, "advice", f->advice);

	if (f->upcall >= 0) {
		const struct plan_upcall *up = &plan->upcalls[f->upcall];

		json_object_set_new(d, "upcall",
				    json_pack("{s:i, s:s?, s:i, s:o}", "number", f->upcall, "slot",
					      up->slot, "wait_ms", (int)up->wait_ms, "arguments",
					      arguments(f->args, f->nr_args)));
	}
	if (f->downcall >= 0) {
		const struct plan_downcall *down = &plan->downcalls[f->downcall];

		json_object_set_new(d, "downcall",
				    json_pack("{s:i, s:o}", "number", f->downcall, "arguments",
					      arguments(down->args, down->nr_args)));
	}
	return d;
}

static void print_arguments(const json_t *crossing)
{
	json_t *arg;
	size_t i;

	json_array_foreach(json_object_get(crossing, "arguments"), i, arg) {
		const char *len = json_string_value(json_object_get(arg, "length"));

		printf("             %s: %s%s%s%s\n",
		       json_string_value(json_object_get(arg, "name")),
		       json_string_value(json_object_get(arg, "kind")), len ? " of " : "",
		       len ? len : "", len ? " bytes" : "");
	}
}

static void print_crossings(const json_t *d)
{
	const json_t *up = json_object_get(d, "upcall"), *down = json_object_get(d, "downcall");
	const char *slot = json_string_value(json_object_get(up, "slot"));

	if (!up && !down)
		puts("Crossings:   none; it is only called within its own half");
	if (up) {
		printf("Crossings:   the kernel half calls it: upcall %lld%s%s\n",
		       (long long)json_integer_value(json_object_get(up, "number")),
		       slot ? ", by " : "", slot ? slot : "");
		print_arguments(up);
	}
	if (down) {
		printf("Crossings:   the user half calls it: downcall %lld\n",
		       (long long)json_integer_value(json_object_get(down, "number")));
		print_arguments(down);
	}
}

static void print_function(const json_t *d)
{
	static const char *const where[][2] = {
		{ "kernel", "stays in the kernel half" },
		{ "user", "runs in the user half" },
		{ "both", "is in both halves, each its own copy" },
	};
	const char *side = json_string_value(json_object_get(d, "side"));
	const char *advice = json_string_value(json_object_get(d, "advice"));
	const char *reason = json_string_value(json_object_get(d, "reason"));
	size_t i;

	for (i = 0; strcmp(where[i][0], side); i++)
		;
	printf("%s (%s:%lld) %s.\n\n", json_string_value(json_object_get(d, "function")),
	       json_string_value(json_object_get(d, "file")),
	       (long long)json_integer_value(json_object_get(d, "line")), where[i][1]);
	printf("Reason:      %s\n", reason ? reason : "none is recorded");
	printf("Context:     %s\n", json_is_true(json_object_get(d, "atomic")) ?
	       "may be atomic: it must not sleep there" : "process context; it may sleep");
	if (advice)
		printf("To move it:  %s\n", advice);
	print_crossings(d);
}

static int explain_all(const struct plan *plan, const struct cmd_options *o)
{
	static const struct table_column columns[] = {
		{ "FUNCTION", "function" }, { "SIDE", "side" }, { "LINES", "lines" },
		{ "REASON", "reason" }, {}
	};
	json_t *all = json_array();
	unsigned int i;

	for (i = 0; i < plan->nr_functions; i++)
		json_array_append_new(all, describe(plan, &plan->functions[i]));
	if (o->json) {
		cmd__print_json(json_pack("{s:s, s:o}", "driver", plan->driver, "functions", all));
		return CMD_OK;
	}
	table__print(all, columns);
	json_decref(all);
	return CMD_OK;
}

/* Prints "did you mean". */
static int unknown(const struct plan *plan, const char *name)
{
	const char **names = calloc(plan->nr_functions + 1, sizeof(*names));
	char *list = NULL;
	unsigned int i;

	for (i = 0; names && i < plan->nr_functions; i++)
		names[i] = plan->functions[i].name;
	if (names)
		list = suggest(names, plan->nr_functions, name);
	if (list)
		cmd__fail("%s has no function \"%s\"; did you mean %s?", plan->driver, name, list);
	else
		cmd__fail("%s has no function \"%s\"; cleave explain %s lists them all",
			  plan->driver, name, plan->driver);
	free(list);
	free(names);
	return CMD_FAILED;
}

static int explain_one(const struct plan *plan, const struct cmd_options *o, const char *name)
{
	const struct plan_function *f = plan__function(plan, name);
	json_t *d;

	if (!f)
		return unknown(plan, name);
	d = describe(plan, f);
	if (o->json) {
		cmd__print_json(d);
		return CMD_OK;
	}
	print_function(d);
	json_decref(d);
	return CMD_OK;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_explain, o, argc, argv), status;
	struct paths paths;
	struct plan *plan;

	if (at < 0)
		return CMD_USAGE;
	if (argc - at < 1 || argc - at > 2)
		return cmd__usage(&cmd_explain, "a driver, and perhaps one of its functions");
	plan = paths__load_plan(&paths, o, argv[at]);
	if (!plan)
		return CMD_FAILED;
	status = argc - at == 1 ? explain_all(plan, o) : explain_one(plan, o, argv[at + 1]);
	plan__free(plan);
	paths__free(&paths);
	return status;
}

const struct cmd cmd_explain = {
	.name = "explain",
	.usage = "DRIVER [FUNCTION]",
	.summary = "tell why a function is in the half where it is",
	.help =
	"With FUNCTION: its half and the reason, what would move it to the other one, and how\n"
	"it is called across. Without: a line for each function of the driver. It reads\n"
	"plan.json, which `cleave split` wrote; the driver need not be loaded.\n"
	"\n"
	"  cleave explain DRIVER\n"
	"  cleave explain DRIVER FUNCTION\n"
	"  cleave -j explain DRIVER | jq '.functions[] | select(.side == \"kernel\") | .reason'\n"
	"  cleave -d out/split explain DRIVER FUNCTION\n",
	.run = run,
};
