// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The command `cleave`: finds the verb in a table and runs it. What the verbs
 * do is in cmd_*.c.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cmd.h"

extern const struct cmd cmd_bench, cmd_explain, cmd_load, cmd_profile, cmd_rebind, cmd_run;
extern const struct cmd cmd_split, cmd_status, cmd_trace, cmd_unload, cmd_verify;

/* In the order in which a person meets them. */
static const struct cmd *const verbs[] = {
	&cmd_split,
	&cmd_load,
	&cmd_status,
	&cmd_trace,
	&cmd_explain,
	&cmd_profile,
	&cmd_verify,
	&cmd_run,
	&cmd_rebind,
	&cmd_unload,
	&cmd_bench,
};

#define NR_VERBS	(sizeof(verbs) / sizeof(*verbs))

static void print_help(FILE *to)
{
	size_t i;

	fputs("usage: cleave [-j] [-d DIR] VERB [ARGUMENT...]\n\n"
	      "Splits an unmodified Linux driver into a kernel module and a process, and runs\n"
	      "the two together.\n\n", to);
	for (i = 0; i < NR_VERBS; i++)
		fprintf(to, "  %-8s %-22s %s\n", verbs[i]->name, verbs[i]->usage,
			verbs[i]->summary);
	fputs("\n"
	      "  -j       JSON instead of text\n"
	      "  -d DIR   where split drivers are (default: $CLEAVE_DIR, else\n"
	      "           /var/lib/cleave/<release of the running kernel>)\n\n"
	      "cleave VERB --help tells more. Exit status: 0 done, 1 failed, 2 wrong usage.\n", to);
}

static void print_verb_help(const struct cmd *cmd)
{
	printf("usage: cleave [-j] [-d DIR] %s %s\n\n%c%s.\n\n%s", cmd->name, cmd->usage,
	       toupper((unsigned char)*cmd->summary), cmd->summary + 1, cmd->help);
}

static const struct cmd *find(const char *name)
{
	size_t i;

	for (i = 0; i < NR_VERBS; i++)
		if (!strcmp(verbs[i]->name, name))
			return verbs[i];
	fprintf(stderr, "cleave: there is no verb \"%s\"; cleave --help lists them\n", name);
	return NULL;
}

static bool is_help(const char *arg)
{
	return !strcmp(arg, "--help") || !strcmp(arg, "-h");
}

/* Takes -j and -d at argv[at]. Return: next index, or -1 if it is neither. */
static int take_option(struct cmd_options *o, int argc, char **argv, int at)
{
	if (!strcmp(argv[at], "-j") || !strcmp(argv[at], "--json")) {
		o->json = true;
		return at + 1;
	}
	if (!strcmp(argv[at], "-d") && at + 1 < argc) {
		o->dir = argv[at + 1];
		return at + 2;
	}
	return -1;
}

int cmd__options(const struct cmd *cmd, struct cmd_options *o, int argc, char **argv)
{
	int at = 1, next;

	while (at < argc && argv[at][0] == '-' && argv[at][1]) {
		if (!strcmp(argv[at], "--"))
			return at + 1;
		next = take_option(o, argc, argv, at);
		if (next < 0) {
			cmd__usage(cmd, "unknown option %s", argv[at]);
			return -1;
		}
		at = next;
	}
	return at;
}

static void __attribute__((format(printf, 1, 0))) say(const char *format, va_list ap)
{
	fflush(stdout);
	fputs("cleave: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
}

int cmd__fail(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap);
	va_end(ap);
	return CMD_FAILED;
}

int cmd__usage(const struct cmd *cmd, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say(format, ap);
	va_end(ap);
	fprintf(stderr, "usage: cleave [-j] [-d DIR] %s %s\n", cmd->name, cmd->usage);
	return CMD_USAGE;
}

void cmd__print_json(json_t *json)
{
	json_dumpf(json, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(json);
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	const struct cmd *cmd;

	if (!strcmp(argv[0], "help") && argc > 1)
		argv[0] = argv[1], argv[1] = "--help";
	cmd = find(argv[0]);
	if (!cmd)
		return CMD_USAGE;
	if (argc > 1 && is_help(argv[1])) {
		print_verb_help(cmd);
		return CMD_OK;
	}
	return cmd->run(o, argc, argv);
}

int main(int argc, char **argv)
{
	struct cmd_options o = { .dir = getenv("CLEAVE_DIR") };
	int at = 1, next, status;

	if (o.dir && !*o.dir)
		o.dir = NULL;
	while (at < argc && (next = take_option(&o, argc, argv, at)) > 0)
		at = next;
	if (at < argc && (is_help(argv[at]) || (!strcmp(argv[at], "help") && at + 1 == argc))) {
		print_help(stdout);
		status = CMD_OK;
	} else if (at < argc && argv[at][0] != '-') {
		status = run(&o, argc - at, argv + at);
	} else {
		if (at < argc)
			fprintf(stderr, "cleave: unknown option %s\n", argv[at]);
		print_help(stderr);
		status = CMD_USAGE;
	}
	if (fflush(stdout) || ferror(stdout))
		return cmd__fail("the output could not be written");
	return status;
}
