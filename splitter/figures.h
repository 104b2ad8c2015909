/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is counted of a plan, for the summary and the report. */
#ifndef SPLITTER_FIGURES_H
#define SPLITTER_FIGURES_H

#include "plan.h"

/**
 * struct figures - counts
 * @user: functions that are in the user half alone
 * @both: functions of which each half has a copy
 * @percent: functions that run in the user half, copies included, of all
 * @shared: fields that cross
 * @reachable: fields that could be reached from the arguments of the crossings
 * @shared_percent: of those, 0 if nothing crosses
 */
struct figures {
	unsigned int functions, user, both;
	double percent;
	unsigned int lines, lines_user, lines_both;
	unsigned int shared, reachable;
	double shared_percent;
};

/** figures__of() - count */
struct figures figures__of(const struct plan *plan);

#endif /* SPLITTER_FIGURES_H */
