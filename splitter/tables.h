/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tables of the driver whose addresses cross: they must have a name in both halves, also where
 * a function has one for itself.
 */
#ifndef SPLITTER_TABLES_H
#define SPLITTER_TABLES_H

#include "partition.h"

/** tables__leaves() - is an address of a variable stored, or given to the kernel? */
bool tables__leaves(const struct partition *p, const struct func *func, const struct access *a);

/** tables__is() - would a name of it be that of a table? */
bool tables__is(const struct global *global);

/** tables__nameable() - can it have a name in both halves? */
bool tables__nameable(const struct global *global);

#endif /* SPLITTER_TABLES_H */
