/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Member paths as the facts have them: "mii_if.phy_id", "resource[].start". */
#ifndef SPLITTER_PATH_H
#define SPLITTER_PATH_H

#include "facts.h"

/** struct path_step - one member on the way */
struct path_step {
	const struct record *owner;
	const struct field *field;	/* name "" for an anonymous struct or union */
	unsigned int indexed;		/* how many [] stand behind it */
};

#define PATH_STEPS	16

/**
 * path__steps() - take a path apart
 * @steps: room for PATH_STEPS
 *
 * Return: how many, -1 if it does not lead anywhere.
 */
int path__steps(const struct record *record, const char *path, struct path_step *steps);

/** path__type() - type of what a step leads to, after its [] */
const struct type *path__type(const struct path_step *step);

/** path__pointee() - what a pointer, or an array, leads to; NULL: it is neither */
const struct type *path__pointee(const struct type *type);

/** path__element() - what an array, also one of arrays, is made of; else the type itself, or NULL */
const struct type *path__element(const struct type *type);

/** path__holds() - whether a structure is @part, or one like that lies in it */
bool path__holds(const struct record *record, const struct record *part);

#endif /* SPLITTER_PATH_H */
