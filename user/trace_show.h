/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shows events as they come: for people as calls, one inside the other, with
 * arguments by name and type where the driver's plan is found; or as one JSON
 * object per line.
 */
#ifndef USER_TRACE_SHOW_H
#define USER_TRACE_SHOW_H

#include <stdbool.h>
#include <stdio.h>
#include "trace_line.h"

/** struct trace_show - calls under way, plans read so far */
struct trace_show;

/**
 * trace_show__new() - NULL without memory
 * @dir: where split drivers are, or NULL: for paths__init()
 * @out: stays the caller's
 */
struct trace_show *trace_show__new(const char *dir, bool json, FILE *out);
void trace_show__free(struct trace_show *show);

/** trace_show__line() - the next event */
void trace_show__line(struct trace_show *show, const struct trace_line *line);

/**
 * trace_show__pause() - nothing more comes for now: show the call that was kept
 * back, waiting for its end to go on the same line
 */
void trace_show__pause(struct trace_show *show);

#endif /* USER_TRACE_SHOW_H */
