/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last pass: writes the two halves that a plan describes. */
#ifndef SPLITTER_EMIT_H
#define SPLITTER_EMIT_H

#include "plan.h"
#include "report.h"

/**
 * emit() - write the sources of both halves
 * @plan: complete
 * @outdir: exists; gets kernel/ and user/
 * @report: what went wrong
 *
 * The same plan and the same driver give the same bytes.
 *
 * Return: 0, or -errno with a line added to @report.
 */
int emit(const struct plan *plan, const char *outdir, struct report *report);

#endif /* SPLITTER_EMIT_H */
