// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave unload: remove the kernel half, then stop what served it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"
#include "interrupt.h"
#include "modules.h"
#include "paths.h"
#include "supervisor.h"

extern const struct cmd cmd_unload;

static int unload(const char *driver)
{
	bool loaded = module__loaded(driver);
	int rc;

	if (!loaded && !supervisor__pid(driver))
		return cmd__fail("%s is not loaded", driver);
	/* The driver's exit must not be left half-way; it runs in the user half, which goes last. */
	interrupt__catch();
	rc = loaded ? module__remove(driver) : 0;
	if (rc == -EWOULDBLOCK)
		return cmd__fail("%s is in use; lsmod tells by what", driver);
	if (rc)
		return cmd__fail("%s cannot be removed: %s", driver, strerror(-rc));
	rc = supervisor__stop(driver);
	if (rc)
		return cmd__fail("%s is removed, but its supervisor does not end: process %d", driver,
				 (int)supervisor__pid(driver));
	printf("%s: unloaded\n", driver);
	return CMD_OK;
}

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_unload, o, argc, argv), status;
	struct paths paths;

	if (at < 0)
		return CMD_USAGE;
	if (argc - at != 1)
		return cmd__usage(&cmd_unload, "which driver?");
	if (paths__init(&paths, o->dir, argv[at]))
		return cmd__fail("\"%s\" is no name of a module", argv[at]);
	if (geteuid())
		status = cmd__fail("unloading %s needs root; try: sudo cleave unload %s",
				   paths.driver, paths.driver);
	else
		status = unload(paths.driver);
	paths__free(&paths);
	return status;
}

const struct cmd cmd_unload = {
	.name = "unload",
	.usage = "DRIVER",
	.summary = "remove a kernel half and stop its user half",
	.help =
	"The driver's remove and exit run in the user half as usual. cleave.ko stays.\n"
	"\n"
	"  cleave unload DRIVER\n",
	.run = run,
};
