/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Inside the module cleave_bench: main.c repeats operations; half.c is the
 * kernel half, calls.c its operations, events.c events, load.c the generated
 * load; chardev.c, genl.c and uio.c are what crossings are compared with.
 */
#ifndef CLEAVE_BENCH_H
#define CLEAVE_BENCH_H

#include <linux/completion.h>
#include <linux/types.h>
#include "uapi.h"

struct platform_device;

/**
 * struct bench_op - an operation that bench_run() repeats
 * @max: greatest parameter
 * @alone: one run at a time
 * @setup: before the clock starts; may be NULL
 * @once: the operation; 0 or -errno
 * @finish: after the clock has stopped, if @setup was successful; may be NULL
 */
struct bench_op {
	u32 max;
	bool alone;
	int (*setup)(u32 n);
	int (*once)(u32 n);
	void (*finish)(u32 n);
};

/* calls.c */
extern const struct bench_op bench_op_upcall, bench_op_nested, bench_op_anywhere;
extern const struct bench_op bench_op_payload, bench_op_payload_back;
extern const struct bench_op bench_op_regs_mapped, bench_op_regs_downcall, bench_op_regs_kernel;
int bench_calls_init(void);
void bench_calls_exit(void);

/* mirror.c */
extern const struct bench_op bench_op_objects, bench_op_fields;
extern const struct bench_op bench_op_changed_kernel, bench_op_changed_user;

/* events.c */
extern const struct bench_op bench_op_burst;
int bench_events(struct cleave_bench_events *ev);
void bench_events_marked(void);
void bench_events_init(void);

/* load.c */
int bench_load(struct cleave_bench_load *load);

/* chardev.c */
extern const struct bench_op bench_op_ioctl;
long bench_serve(bool reply);

/* genl.c */
extern const struct bench_op bench_op_genl;
int bench_genl_init(void);
void bench_genl_exit(void);

/* uio.c */
extern const struct bench_op bench_op_uio;
int bench_uio_init(struct platform_device *pdev);
void bench_uio_exit(void);

/* main.c */
int bench_wait(struct completion *done);

#endif /* CLEAVE_BENCH_H */
