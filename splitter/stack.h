/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a pointer that a function is given leads to a variable of a caller's own, on a stack.
 * Of a type of which there are objects, too, such a variable is none: it can be lent.
 */
#ifndef SPLITTER_STACK_H
#define SPLITTER_STACK_H

#include "partition.h"

/** stack__only() - all that @func is ever given as @param, and it has no slot */
bool stack__only(const struct partition *p, const struct func *func, unsigned int param);

/** stack__in_kernel() - something that functions of the kernel half give it there */
bool stack__in_kernel(const struct partition *p, const struct func *func, unsigned int param);

/** stack__given() - whether @from, in the user half's @func, may lead to such a variable */
bool stack__given(const struct partition *p, const struct func *func, const struct origins *from);

/**
 * stack__numbers() - of the structure that @param leads to nothing is used but numbers
 *
 * Neither by @func nor by what it gives one to, so what pointers there are in a copy is no matter.
 */
bool stack__numbers(const struct func *func, unsigned int param);

#endif /* SPLITTER_STACK_H */
