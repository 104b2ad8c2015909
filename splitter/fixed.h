/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of which the driver's text says what they are. */
#ifndef SPLITTER_FIXED_H
#define SPLITTER_FIXED_H

#include "partition.h"

#define FIXED_VALUES	16

/** struct fixed - constants that are all that an argument ever is */
struct fixed {
	unsigned long long values[FIXED_VALUES];
	unsigned int nr;
};

/**
 * fixed__add() - what argument @at of a call is, by the text of its function, or of all callers of
 * that where it is a parameter
 *
 * Return: false if it may be anything.
 */
bool fixed__add(const struct partition *p, const struct func *func, const struct call *call,
		unsigned int at, struct fixed *fixed);

/** fixed__alone() - whether argument @at of @callee is one constant, the same in the whole driver */
bool fixed__alone(const struct partition *p, const struct func *callee, unsigned int at);

#endif /* SPLITTER_FIXED_H */
