/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Modules of the running kernel. In names "-" and "_" are the same.
 */
#ifndef USER_MODULES_H
#define USER_MODULES_H

#include <stdbool.h>

bool module__loaded(const char *name);

/** module__same() - whether two names are those of one module */
bool module__same(const char *a, const char *b);

/**
 * module__insert() - insert a file
 * @params: "a=1 b=2", or ""
 *
 * Returns when the module's init has. Return: 0 or -errno.
 */
int module__insert(const char *path, const char *params);

/** module__remove() - never waits for users. Return: 0 or -errno (-EWOULDBLOCK: in use) */
int module__remove(const char *name);

/** module__probe() - modprobe, quietly. Return: 0 or -ENOENT */
int module__probe(const char *name);

/**
 * module__depends() - what a file wants loaded before it
 *
 * Return: names separated by commas, for free(); NULL if it cannot be read.
 */
char *module__depends(const char *path);

#endif /* USER_MODULES_H */
