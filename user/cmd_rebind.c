// SPDX-License-Identifier: GPL-2.0-or-later
/* cleave rebind: bind anew what a user half that died has left half-way. */
#include <unistd.h>
#include "cmd.h"
#include "paths.h"
#include "rebind.h"

extern const struct cmd cmd_rebind;

static int run(struct cmd_options *o, int argc, char **argv)
{
	int at = cmd__options(&cmd_rebind, o, argc, argv), status = CMD_OK;
	struct paths paths;

	if (at < 0)
		return CMD_USAGE;
	if (argc - at != 1)
		return cmd__usage(&cmd_rebind, "which driver?");
	if (paths__init(&paths, o->dir, argv[at]))
		return cmd__fail("\"%s\" is no name of a module", argv[at]);
	if (geteuid())
		status = cmd__fail("binding devices needs root; try: sudo cleave rebind %s",
				   paths.driver);
	else if (rebind__driver(paths.driver))
		status = CMD_FAILED;
	paths__free(&paths);
	return status;
}

const struct cmd cmd_rebind = {
	.name = "rebind",
	.usage = "DRIVER",
	.summary = "bind devices anew that a user half has left half-way",
	.help =
	"A user half that dies in the middle of a call leaves a device in a state that nobody\n"
	"knows. Packets and interrupts go on, but whoever asks the driver for something gets an\n"
	"error, until the device is bound anew: it is gone for a moment, and comes back as after\n"
	"boot. `cleave status DRIVER` tells which; `cleave load --rebind` does this by itself.\n"
	"\n"
	"  cleave rebind DRIVER\n",
	.run = run,
};
