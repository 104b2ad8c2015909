/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An own instance of the kernel's trace buffer, so that whatever else traces on
 * this machine is not disturbed, and nothing has to be put back.
 */
#ifndef USER_TRACEFS_H
#define USER_TRACEFS_H

/**
 * struct tracefs - an instance
 * @dir: its directory
 * @pipe: descriptor of trace_pipe, does not block
 */
struct tracefs {
	char *dir;
	int pipe;
};

/**
 * tracefs__open() - make an instance in which all events of a system are enabled;
 * prints why it cannot. Removes instances that dead processes left.
 *
 * Return: 0 or -1.
 */
int tracefs__open(struct tracefs *t, const char *system);

/**
 * tracefs__open_functions() - make an instance in which the function tracer follows a
 * module; prints why it cannot
 * @nr: how many of its functions can be traced
 *
 * Return: 0 or -1.
 */
int tracefs__open_functions(struct tracefs *t, const char *module, unsigned int *nr);

/** tracefs__stop() - nothing new comes into the buffer; what is there can be read */
void tracefs__stop(struct tracefs *t);

/** tracefs__close() - remove the instance */
void tracefs__close(struct tracefs *t);

#endif /* USER_TRACEFS_H */
