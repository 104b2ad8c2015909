/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inlines of headers that stand for a function of the model's: what they acquire, or give back, is
 * what that does, and its record is found by what they are given themselves.
 */
#ifndef SPLITTER_WRAPPED_H
#define SPLITTER_WRAPPED_H

#include "facts.h"

#define WRAPPED_PARAMS	12

struct model_function;
struct partition;

/**
 * struct wrapped - the model's function that an inline calls in the end
 * @param: which parameter of the inline each of its arguments is; -1: something else
 */
struct wrapped {
	const struct model_function *entry;
	const struct func *func;
	int param[WRAPPED_PARAMS];
	unsigned int nr;
};

/**
 * wrapped__find() - the function that @func stands for: @func itself, if the model knows it, or
 * the first one among those that it calls
 *
 * Return: false if none of them acquires anything or gives it back.
 */
bool wrapped__find(const struct partition *p, const struct func *func, struct wrapped *out);

/** wrapped__is_result() - whether the argument is where the function puts a pointer */
bool wrapped__is_result(const struct model_function *entry, unsigned long n);

/**
 * wrapped__say() - @expr, with the function's arguments as "$2", in terms of the inline's
 *
 * Where an argument is where the function puts a pointer, that pointer is meant.
 *
 * Return: to be freed; NULL if that cannot be said.
 */
char *wrapped__say(const struct wrapped *w, const char *expr);

/** wrapped__tells() - whether a call of @func tells by which keys its @entry goes on record */
bool wrapped__tells(const struct partition *p, const struct func *func,
		    const struct model_function *entry);

#endif /* SPLITTER_WRAPPED_H */
