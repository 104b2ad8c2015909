/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of `cleave bench` share. experiments.c has the table of what
 * can be measured; measure.c measures one point; local.c, peers.c, genl.c and
 * fuse.c are the processes on the other side of what crossings are compared
 * with; keeper.c loads the module and never leaves it behind; report.c and
 * plot.c say what came out.
 */
#ifndef USER_BENCH_H
#define USER_BENCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include "../../kernel/bench/uapi.h"

#define BENCH_MAX_DELAYS	16

/**
 * struct bench - one run of the command
 * @device: /dev/cleave_bench
 * @half: process of the user half
 * @icount: the clock counts instructions
 * @delays: added to each mode switch, microseconds
 * @rows: what was measured, an array of objects
 */
struct bench {
	int device;
	pid_t half;
	bool icount;
	unsigned int iterations;
	unsigned int delays[BENCH_MAX_DELAYS];
	unsigned int nr_delays;
	json_t *rows;
};

/**
 * struct subject - something that is repeated
 * @repeat: does it @iterations times. @samples: nanoseconds of each, or NULL.
 *	@ns: nanoseconds that all took. Return: 0 or -errno
 * @peer: process on the other side, 0 for none
 * @what: enum cleave_bench_what, for subject__kernel()
 * @n: parameter
 * @once: for subject__user(): once, by this process; 0 or -errno
 * @arg: of @once
 */
struct subject {
	int (*repeat)(struct bench *b, const struct subject *s, uint32_t iterations,
		      uint32_t *samples, uint64_t *ns);
	pid_t peer;
	uint32_t what;
	uint32_t n;
	int (*once)(void *arg);
	void *arg;
};

int subject__kernel(struct bench *b, const struct subject *s, uint32_t iterations,
		    uint32_t *samples, uint64_t *ns);
int subject__user(struct bench *b, const struct subject *s, uint32_t iterations,
		  uint32_t *samples, uint64_t *ns);

/**
 * struct measure - one point, all per operation
 * @iterations: that it is the mean of
 * @ns, @median, @p99, @p999: nanoseconds; the mean without reading the clock
 *	between, the others with
 * @caller_cpu, @peer_cpu: nanoseconds of processor time
 * @caller_switches, @peer_switches: context switches
 * @instructions: of both sides, kernel included; negative if not known
 */
struct measure {
	uint32_t iterations;
	double ns, median, p99, p999;
	double caller_cpu, peer_cpu;
	double caller_switches, peer_switches;
	double instructions;
};

/** measure__subject() - Return: 0 or -errno */
int measure__subject(struct bench *b, const struct subject *s, uint32_t iterations,
		     struct measure *m);

/** measure__quantiles() - sorts @ns and sets median, p99 and p999 */
void measure__quantiles(struct measure *m, uint32_t *ns, uint32_t nr);

/**
 * struct side - what a process has used so far; side.c
 * @cpu: nanoseconds
 * @switches: context switches of all its threads
 */
struct side {
	double cpu;
	double switches;
};

/** side__read() - @pid 0: this process */
void side__read(struct side *side, pid_t pid);

struct counters;
/** counters__open() - count instructions of this process and @peer, if the machine can */
struct counters *counters__open(pid_t peer);
/** counters__close() - Return: instructions since counters__open(); negative if not known */
double counters__close(struct counters *c);

/**
 * struct experiment - a line of the table in experiments.c
 * @group: experiments can be asked for by group, too
 * @parameter: what the points are, "bytes"; NULL if there is one point
 * @points: ends with the second 0
 * @run: measures it all and adds rows. Return: 0 or -errno, after a message
 * @transport: that the user half must have; NULL: the one that was asked for
 */
struct experiment {
	const char *name;
	const char *group;
	const char *summary;
	const char *parameter;
	const uint32_t *points;
	uint32_t nr_points;
	uint32_t what;
	uint32_t weight;
	int (*run)(struct bench *b, const struct experiment *e);
	const char *transport;
};

extern const struct experiment bench_experiments[];
extern const unsigned int bench_nr_experiments;

/** bench__row() - add what was measured at @point */
void bench__row(struct bench *b, const struct experiment *e, uint32_t point,
		const struct measure *m);
/** bench__failed() - say that a point could not be measured. Return: @err */
int bench__failed(const struct experiment *e, uint32_t point, int err);
/** bench__iterations() - fewer for heavy points */
uint32_t bench__iterations(const struct bench *b, const struct experiment *e, uint32_t point);

/* Those that are not plain repetition. */
int bench__system_call(struct bench *b, const struct experiment *e);	/* local.c */
int bench__eventfd(struct bench *b, const struct experiment *e);
int bench__pipe(struct bench *b, const struct experiment *e);
int bench__ioctl(struct bench *b, const struct experiment *e);		/* peers.c */
int bench__uio(struct bench *b, const struct experiment *e);
int bench__genl(struct bench *b, const struct experiment *e);		/* genl.c */
int bench__genl_libnl(struct bench *b, const struct experiment *e);
int bench__fuse(struct bench *b, const struct experiment *e);		/* fuse.c */
int bench__workers(struct bench *b, const struct experiment *e);	/* workers.c */
int bench__event_rate(struct bench *b, const struct experiment *e);	/* rates.c */
int bench__delay(struct bench *b, const struct experiment *e);		/* delay.c */

/**
 * peer__start() - fork a process that runs @serve(@arg) and dies with this one
 *
 * @serve returns only if it fails; the child says so.
 *
 * Return: its pid, -errno.
 */
pid_t peer__start(int (*serve)(void *arg), void *arg);
void peer__stop(pid_t pid);

/** peer__serve_ioctl() - @arg: struct bench; the other end of CLEAVE_BENCH_IOCTL */
int peer__serve_ioctl(void *arg);

/** bench__single() - measure one subject, one row; prints why it cannot */
int bench__single(struct bench *b, const struct experiment *e, const struct subject *s);

/* keeper.c */
struct keeper;
/**
 * keeper__start() - load the module, with its user half
 * @module, @program: paths
 * @transport: how calls go
 * @log: file for what the user half says
 * @half: set to the process of the user half
 *
 * A process of its own does it, and unloads the module when this process is
 * gone, however it went.
 *
 * Return: NULL after a message.
 */
struct keeper *keeper__start(const char *module, const char *program, const char *transport,
			     const char *log, pid_t *half);
/** keeper__stop() - unload. Return: 0, or -errno after a message */
int keeper__stop(struct keeper *k);

/* report.c */
json_t *bench__machine(const struct bench *b);
void bench__print(const struct bench *b);

/* plot.c */
bool plot__available(void);
/** plot__all() - figures of what was measured, SVG and PNG. Return: 0 or -errno after a message */
int plot__all(const struct bench *b, const char *dir);

#endif /* USER_BENCH_H */
