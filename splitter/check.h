/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ground truth: what the compiler really left undefined in a half, and
 * which instructions a user half may not have. The plan is not believed.
 */
#ifndef SPLITTER_CHECK_H
#define SPLITTER_CHECK_H

#include "plan.h"
#include "report.h"

/**
 * check__user() - look through the linked units of a user half
 * @userdir: has units.o, symbols with the kernel's names, and half.o, renamed
 * @library: libcleave.a
 *
 * Every undefined symbol must be a stub or in libcleave. No instruction may
 * touch per-CPU data or need a privilege.
 *
 * Return: 0, or -EINVAL with a line in @report for each trouble.
 */
int check__user(const struct plan *plan, const char *userdir, const char *library,
		struct report *report);

/**
 * check__kernel() - look through what building the kernel half said
 * @log: output of kbuild, of which the last run counts
 *
 * Return: number of symbols that the kernel does not export, a line in @report for each.
 */
int check__kernel(const struct plan *plan, const char *log, struct report *report);

#endif /* SPLITTER_CHECK_H */
