/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the kernel's that a driver uses for things of its own. */
#ifndef SPLITTER_DISOWN_H
#define SPLITTER_DISOWN_H

#include "facts.h"
#include "model.h"
#include "plan.h"

/** disown__names() - make @model forget what it says of names that the driver defines itself */
void disown__names(struct model *model, const struct facts *facts, const struct plan *plan);

#endif /* SPLITTER_DISOWN_H */
