// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave run: become the user half, in this process, so that a debugger sees it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>
#include "cmd.h"
#include "paths.h"
#include "supervisor.h"
#include "../splitter/plan.h"

extern const struct cmd cmd_run;

/* Replaces this process by @program, run by the words of @under. Return: only if it cannot. */
static int become(const wordexp_t *under, char *program, int argc, char **argv)
{
	char **args = calloc(under->we_wordc + (size_t)argc + 2, sizeof(*args));
	char **rest = args + under->we_wordc;

	if (!args)
		return cmd__fail("out of memory");
	for (size_t i = 0; i < under->we_wordc; i++)
		args[i] = under->we_wordv[i];
	*rest++ = program;
	memcpy(rest, argv, (size_t)argc * sizeof(*args));
	execvp(args[0], args);
	if (under->we_wordc)
		cmd__fail("cannot run %s: %s; is it installed?", args[0], strerror(errno));
	else
		cmd__fail("cannot run %s: %s; split the driver again", program, strerror(errno));
	free(args);
	return CMD_FAILED;
}

/* --under COMMAND, taken out of argv. Return: the new argc; -1 after a message. */
static int take_under(wordexp_t *under, int argc, char **argv)
{
	int kept = 0, i;

	for (i = 0; i < argc && strcmp(argv[i], "--"); i++) {
		if (strcmp(argv[i], "--under")) {
			argv[kept++] = argv[i];
			continue;
		}
		if (++i == argc)
			return -cmd__usage(&cmd_run, "--under takes a command");
		if (wordexp(argv[i], under, WRDE_NOCMD | WRDE_REUSE))
			return -cmd__usage(&cmd_run, "these are no words of a command: %s", argv[i]);
	}
	while (i < argc)
		argv[kept++] = argv[i++];
	argv[kept] = NULL;
	return kept;
}

static int run_under(const wordexp_t *under, struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_run, o, argc, argv), rest, status;
	struct paths paths;
	struct plan *plan;

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

static int run(struct cmd_options *o, int argc, char **argv)
{
	wordexp_t under = { 0 };
	int status = CMD_USAGE;

	argc = take_under(&under, argc, argv);
	if (argc >= 0)
		status = run_under(&under, o, argc, argv);
	wordfree(&under);
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
	"  --under COMMAND  run it by COMMAND, a debugger's say; quotes as in a shell\n"
	"\n"
	"  cleave run DRIVER -- --verbose --workers 1\n"
	"  cleave run --under \"gdb --args\" DRIVER\n"
	"  cleave run --under valgrind DRIVER\n",
	.run = run,
};
