/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the parts of a split driver are. Below a base directory, by default
 * /var/lib/cleave/<release of the running kernel>, each driver has
 *
 *	DRIVER/plan.json
 *	DRIVER/kernel/DRIVER.ko
 *	DRIVER/user/DRIVER
 */
#ifndef USER_PATHS_H
#define USER_PATHS_H

#include <stdbool.h>

/**
 * struct paths - of one driver; strings are owned by the structure
 * @driver: module name as its directory spells it
 * @dir: the driver's directory
 * @plan: plan.json
 * @module: the kernel half
 * @program: the user half
 */
struct paths {
	char *driver;
	char *dir;
	char *plan;
	char *module;
	char *program;
};

/**
 * paths__base() - the base directory
 * @dir: what the command line says, or NULL for the default
 *
 * Return: for free(); NULL without memory.
 */
char *paths__base(const char *dir);

/**
 * paths__init() - the paths of a driver, whether or not they exist
 * @dir: base directory as the command line says, or NULL
 *
 * Where a directory exists under the name with "-" for "_", or the other way,
 * that spelling is taken: modprobe holds both for the same.
 *
 * Return: 0; -EINVAL (no name of a module), -ENOMEM.
 */
int paths__init(struct paths *paths, const char *dir, const char *driver);
void paths__free(struct paths *paths);

/** paths__same_driver() - whether two names are one module's: "-" is as "_" */
bool paths__same_driver(const char *a, const char *b);

struct cmd_options;
struct plan;

/**
 * paths__load_plan() - read the plan of a driver; prints why it cannot
 * @paths: filled in on success; for paths__free()
 *
 * Return: NULL after a message; else for plan__free().
 */
struct plan *paths__load_plan(struct paths *paths, const struct cmd_options *options,
			      const char *driver);

/**
 * paths__try_plan() - the same in silence
 * @rc: on failure -ENOENT, -EACCES ...; -EINVAL (no name of a module), -EBADMSG
 *	(not readable as a plan)
 */
struct plan *paths__try_plan(struct paths *paths, const char *dir, const char *driver, int *rc);

#endif /* USER_PATHS_H */
