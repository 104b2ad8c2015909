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

/* Replaces this process. Return: only if it cannot. */
static int become(const char *program, int argc, char **argv)
{
	char **args = calloc((size_t)argc + 2, sizeof(*args));

	if (!args)
		return cmd__fail("out of memory");
	args[0] = (char *)program;
	memcpy(args + 1, argv, (size_t)argc * sizeof(*args));
	execv(program, args);
	free(args);
	return cmd__fail("cannot run %s: %s; split the driver again", program, strerror(errno));
}

static int run(struct cmd_options *o, int argc, char **argv)
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
		status = become(paths.program, argc - rest, argv + rest);
	plan__free(plan);
	paths__free(&paths);
	return status;
}

const struct cmd cmd_run = {
	.name = "run",
	.usage = "DRIVER [-- OPTION...]",
	.summary = "run a user half in the foreground",
	.help =
	"Waits for the kernel half, which is then inserted from another terminal, and\n"
	"serves it until that is removed. Not confined and not supervised: for debugging.\n"
	"After --, options of the user half; --help there lists them.\n"
	"\n"
	"  cleave run DRIVER -- --verbose --workers 1\n"
	"  gdb --args cleave run DRIVER\n",
	.run = run,
};
