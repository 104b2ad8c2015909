/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which declarations of a header that another module's sources include, too, these cannot get to.
 */
#ifndef SPLITTER_READ_OWN_H
#define SPLITTER_READ_OWN_H

#include "plan.h"

/** struct named - words in the sources of other modules */
struct named;

struct named *named__new(void);
void named__free(struct named *named);

/** named__all() - add all words of a source of another module */
void named__all(struct named *named, const char *text);

/**
 * named__own() - find in shared headers what is the driver's alone
 * @plan: ->sources[].shared is known; ->own is filled in
 *
 * What no other source names, nor anything that it names of these headers by a declaration, is
 * the driver's: a source gets to a structure by its name, or by that of a function, variable, macro
 * or structure in whose declaration it is, or by one that is there.
 */
void named__own(struct named *named, struct plan *plan);

#endif /* SPLITTER_READ_OWN_H */
