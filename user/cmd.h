/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the verbs of the command `cleave` share. A verb is a file cmd_VERB.c that
 * defines a struct cmd, with a line in the table of cleave.c.
 */
#ifndef USER_CMD_H
#define USER_CMD_H

#include <stdbool.h>
#include <jansson.h>

/** enum cmd_status - exit statuses */
enum cmd_status {
	CMD_OK = 0,
	CMD_FAILED = 1,
	CMD_USAGE = 2,
};

/**
 * struct cmd_options - what was said before the verb, or by cmd__options()
 * @dir: -d DIR, or $CLEAVE_DIR, or NULL: paths__base() decides
 * @json: -j: print JSON on standard output, and nothing else there
 */
struct cmd_options {
	const char *dir;
	bool json;
};

/**
 * struct cmd - a verb
 * @name: as typed
 * @usage: what follows the name, "DRIVER [FUNCTION]"
 * @summary: one line, small first letter, no full stop
 * @help: the rest of the help: what it does, its options, examples; each line
 *	ends with a newline
 * @run: argv[0] is the verb. Return: enum cmd_status
 */
struct cmd {
	const char *name;
	const char *usage;
	const char *summary;
	const char *help;
	int (*run)(struct cmd_options *options, int argc, char **argv);
};

/**
 * cmd__options() - take the options that every verb takes (-j, -d DIR) from its
 * arguments
 * @cmd: for the message when another option is given
 *
 * Stops at the first argument that is no option, and after "--".
 *
 * Return: index in argv of that argument; -1 after a message: return CMD_USAGE.
 */
int cmd__options(const struct cmd *cmd, struct cmd_options *options, int argc, char **argv);

/** cmd__fail() - print "cleave: ..." as one line. Return: CMD_FAILED */
int cmd__fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** cmd__usage() - print "cleave: ..." and how the verb is used. Return: CMD_USAGE */
int cmd__usage(const struct cmd *cmd, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/** cmd__print_json() - print @json on standard output and drop the reference */
void cmd__print_json(json_t *json);

#endif /* USER_CMD_H */
