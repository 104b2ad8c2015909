/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a human is told of a plan beside its figures: lines that the model or a profile lacks. */
#ifndef SPLITTER_NOTES_H
#define SPLITTER_NOTES_H

#include "plan.h"
#include "text.h"

/**
 * notes__missing() - what keeps functions in the kernel half for want of a line
 *
 * A line for each symbol, those first that keep most functions. It names file, line and some of
 * the functions, and what could be added once a human has read that it is true.
 */
void notes__missing(struct text *out, const struct plan *plan);

/**
 * notes__audited() - a line for each function that the audit keeps in the kernel half
 *
 * That is safe, but no other rule saw it: a fault of the splitter, or of a line of the model.
 */
void notes__audited(struct text *out, const struct plan *plan);

/** notes__idle() - a line for each entry of a profile that has no effect */
void notes__idle(struct text *out, const struct plan *plan);

#endif /* SPLITTER_NOTES_H */
