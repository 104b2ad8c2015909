/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other programs: make, tar, nm, objdump. Run without a shell. */
#ifndef SPLITTER_RUN_H
#define SPLITTER_RUN_H

#include "text.h"

/**
 * run__logged() - run a program, its output appended to a file
 * @log: path; made if need be
 * @argv: NULL-terminated; found in PATH
 *
 * Standard input is /dev/null. The log starts with the command.
 *
 * Return: its exit status; 127 if there is no such program, 128 + N if signal N
 * ended it, -errno if it could not be run.
 */
int run__logged(const char *log, const char *const *argv);

/** run__output() - likewise, but standard output is appended to @out and the rest dropped */
int run__output(struct text *out, const char *const *argv);

#endif /* SPLITTER_RUN_H */
