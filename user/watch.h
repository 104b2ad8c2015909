/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What cleave.ko tells of a channel's session, as it changes. */
#ifndef USER_WATCH_H
#define USER_WATCH_H

#include <stdbool.h>
#include <sys/types.h>

/** struct watch - a socket that hears of changes, and one to ask what they were */
struct watch;

/** watch__open() - prints why it cannot. Return: NULL, or for watch__close() */
struct watch *watch__open(void);
void watch__close(struct watch *watch);

/** watch__fd() - Return: what is readable when something has changed; -1 for no watch */
int watch__fd(const struct watch *watch);

/**
 * struct watched - a driver's channel
 * @serving: the process whose session it has now, or 0
 * @live: which answers
 * @struck: devices that one before has left half-way
 */
struct watched {
	pid_t serving;
	bool live;
	unsigned int struck;
};

/**
 * watch__look() - be done with what has changed so far, and look
 *
 * Return: false after a message.
 */
bool watch__look(struct watch *watch, const char *driver, struct watched *now);

/** watch__expect() - tell cleave.ko that a user half is started in @pause_ms; if it can be told */
void watch__expect(struct watch *watch, const char *driver, int pause_ms);

/** watch__debugged() - whether somebody traces a process */
bool watch__debugged(pid_t pid);

#endif /* USER_WATCH_H */
