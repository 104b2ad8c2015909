/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pass "births": of which type the memory is that a driver allocates, told by what the result
 * goes to. A call that allocates or frees memory of a type is from then on a call of a function
 * of that type alone, "kcalloc__ring", which the model knows like any other.
 */
#ifndef SPLITTER_BIRTHS_H
#define SPLITTER_BIRTHS_H

#include "facts.h"
#include "model.h"

/**
 * births__find() - tell allocations by type
 * @model: gets functions and types
 *
 * Memory that never leaves the function that allocates it, but as bytes, is the user half's own:
 * such calls become calls of cleave_local_NAME.
 */
void births__find(struct facts *facts, struct model *model);

/** births__untold() - whether @entry makes, or frees, memory of which the type was not told */
bool births__untold(const struct model *model, const struct model_function *entry);

#endif /* SPLITTER_BIRTHS_H */
