/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures that a function is lent to read alone. */
#ifndef SPLITTER_LENT_H
#define SPLITTER_LENT_H

#include "partition.h"

/**
 * lent__written() - the structure that a function writes, or may, although its caller goes on with
 * what it lent; NULL: there is none
 * @line: where
 */
const struct record *lent__written(const struct partition *p, const struct func *func,
				   unsigned int *line);

#endif /* SPLITTER_LENT_H */
