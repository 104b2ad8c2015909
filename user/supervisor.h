/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The supervisor: a daemon per split driver that keeps its user half running.
 * In /run/cleave it has DRIVER.pid, locked while it lives, and DRIVER.log, what
 * it and the user half have to say.
 */
#ifndef USER_SUPERVISOR_H
#define USER_SUPERVISOR_H

#include <stdbool.h>
#include <sys/types.h>

/**
 * supervisor__start() - start the daemon, which starts the user half
 * @driver: module name
 * @program: the user half
 * @transport: how its calls go, or NULL: as it likes
 * @rebind: bind devices anew that a user half leaves half-way
 *
 * Return: 0 once it runs; -EEXIST (one runs already) or another -errno.
 */
int supervisor__start(const char *driver, const char *program, const char *transport, bool rebind);

/** supervisor__pid() - Return: that of the one that runs, or 0 */
pid_t supervisor__pid(const char *driver);

/**
 * supervisor__stop() - stop the daemon and the user half, and wait for both
 *
 * Return: 0, also when there was none; -ETIMEDOUT.
 */
int supervisor__stop(const char *driver);

/** supervisor__last_words() - the last line of the user half's in the log; for free(), or NULL */
char *supervisor__last_words(const char *driver);

#endif /* USER_SUPERVISOR_H */
