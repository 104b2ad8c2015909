// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave run: become the user half, in this process, so that a debugger sees it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"
#include "paths.h"
#include "supervisor.h"
#include "../splitter/plan.h"

extern const struct cmd cmd_run;

#define MAX_WORDS	16	/* of a command that runs the user half */

/* Replaces this process by @program, run by the words of @under. Return: only if it cannot. */
static int become(char *under, char *program, int argc, char **argv)
{
	char **args = calloc((size_t)argc + MAX_WORDS + 2, sizeof(*args)), *word;
	int n = 0;

	if (!args)
		return cmd__fail("out of memory");
	while (under && n < MAX_WORDS && (word = strsep(&under, " ")))
		if (*word)
			args[n++] = word;
	args[n++] = program;
	memcpy(args + n, argv, (size_t)argc * sizeof(*args));
	execvp(args[0], args);
	if (n > 1)
		cmd__fail("cannot run %s: %s; is it installed?", args[0], strerror(errno));
	else
		cmd__fail("cannot run %s: %s; split the driver again", program, strerror(errno));
	free(args);
	return CMD_FAILED;
}

/* --under COMMAND, taken out of argv. Return: the new argc; -1 after a message. */
static int take_under(char **under, int argc, char **argv)
{
	int at = 1;

	while (at < argc && *argv[at] == '-' && strcmp(argv[at], "--") && strcmp(argv[at], "--under"))
		at += 1 + !strcmp(argv[at], "-d");
	if (at >= argc || strcmp(argv[at], "--under"))
		return argc;
	if (at + 1 == argc)
		return -cmd__usage(&cmd_run, "--under takes a command");
	*under = argv[at + 1];
	memmove(argv + at, argv + at + 2, (size_t)(argc - at - 1) * sizeof(*argv));
	return argc - 2;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at, rest, status;
	char *under = NULL;
	struct paths paths;
	struct plan *plan;

	argc = take_under(&under, argc, argv);
	if (argc < 0)
		return CMD_USAGE;
	at = cmd__options(&cmd_run, o, argc, argv);
	if (at < 0)
		return CMD_USAGE;
	if (at == argc)
		return cmd__usage(&cmd_run, "which driver?");
	rest = at + 1;
	if (rest < argc && strcmp(argv[rest], "--"))
		return cmd__usage(&cmd_run, "options of the user half come after --");
	rest += rest < argc;
	plan = paths__load_plan(&paths, o, argv[at]);
	if (!plan)
		return CMD_FAILED;
	if (supervisor__pid(paths.driver))
		status = cmd__fail("%s already has a user half; first: cleave unload %s",
				   paths.driver, paths.driver);
	else
		status = become(under, paths.program, argc - rest, argv + rest);
	plan__free(plan);
	paths__free(&paths);
	return status;
}

const struct cmd cmd_run = {
	.name = "run",
	.usage = "[--under COMMAND] DRIVER [-- OPTION...]",
	.summary = "run a user half in the foreground",
	.help =
	"Waits for the kernel half, which is then inserted from another terminal by\n"
	"cleave load --kernel-half, and serves it until that is removed. Not confined and not\n"
	"supervised: for debugging. After --, options of the user half; --help there lists them.\n"
	"  --under COMMAND  run it by COMMAND, a debugger's say\n"
	"\n"
	"  cleave run DRIVER -- --verbose --workers 1\n"
	"  cleave run --under \"gdb --args\" DRIVER\n"
	"  cleave run --under valgrind DRIVER\n",
	.run = run,
};
