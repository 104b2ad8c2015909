/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files cross*.c share. Nobody else includes this. */
#ifndef SPLITTER_CROSS_PARTS_H
#define SPLITTER_CROSS_PARTS_H

#include "cross.h"

/* Why it cannot be done; the first reason counts. */
__attribute__((format(printf, 3, 4)))
void cross__trouble(struct partition *p, struct crossing *out, const char *format, ...);

/* What the model, or a profile, says of an argument; @up: of a slot. */
void cross__by_model(struct partition *p, struct crossing *out, struct cross_arg *arg,
		     const struct model_arg *model, const struct func *func, unsigned int at,
		     bool up);

/* What is returned; @model may be NULL. */
void cross__returned(struct partition *p, struct crossing *out, const struct func *func,
		     const struct model_returns *model);

/* Begins @out: names and types. Return: whether so many arguments can cross. */
bool cross__prototype(struct partition *p, struct crossing *out, const struct func *func,
		      const struct model_function *entry);

/* cross_type.c */
const struct type *cross__pointee(const struct type *type);
bool cross__scalar(const struct type *type);
bool cross__object(const struct partition *p, const struct type *type);

/* Bytes that mean the same in both halves, as many as the type says. */
bool cross__copyable(const struct type *to);

/* A function uses no more of what @param points to than one element, and keeps it nowhere. */
bool cross__single(const struct partition *p, const struct func *func, unsigned int param);

/*
 * A table, or list of pointers, that each half has: its address crosses. There is no other way
 * for a list, so whoever gives one is asked.
 */
bool cross__into_table(struct partition *p, const struct func *func, unsigned int at,
		       struct cross_arg *arg, bool down);

/* A copy of one element, there and, unless it is const, back. */
void cross__loan(struct partition *p, struct cross_arg *arg, unsigned int at, bool up);

#endif /* SPLITTER_CROSS_PARTS_H */
