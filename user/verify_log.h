/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a driver did to its device's registers, by operation: QEMU's trace of a
 * virtual machine in which cleave_mark.ko left its marks.
 */
#ifndef USER_VERIFY_LOG_H
#define USER_VERIFY_LOG_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct verify_access - one access, or several reads of one register in a row
 * @region: number of the device's region (BAR)
 * @port: the region is none of a BAR: @offset is the port itself
 * @value: what was written; the last that was read
 * @times: how many accesses these are
 * @function: innermost function of the driver that was running, "" if none was
 */
struct verify_access {
	bool write;
	unsigned int region;
	bool port;
	uint64_t offset;
	unsigned int size;
	uint64_t value;
	unsigned int times;
	const char *function;
};

/**
 * struct verify_operation - what was done from the mark of one operation to the next
 * @alone: accesses made by interrupts and workers, which come when they come
 */
struct verify_operation {
	struct verify_access *accesses;
	unsigned int nr;
	unsigned int alone;
};

#define VERIFY_REGIONS	8

/** struct verify_region - addresses of a BAR, or ports; both ends belong to it */
struct verify_region {
	uint64_t first, last;
	bool ports;		/* that no BAR tells */
};

/** struct verify_log - all operations of a run; number 0 is what came before the first */
struct verify_log {
	struct verify_operation *operations;
	unsigned int nr;
	struct verify_region regions[VERIFY_REGIONS];
	unsigned int nr_regions;
	char **names;		/* functions by number */
	unsigned int nr_names;
	struct verify_frame {
		unsigned int number, task;
		bool alone;
	} *frames;		/* functions that run, in the order in which they began */
	unsigned int nr_frames;
	struct verify_wake {
		unsigned int task, by;
	} *wakes;		/* tasks, and which of those that run functions woke each last */
	unsigned int nr_wakes;
	unsigned int running;	/* the task that runs */
	unsigned int interrupts;	/* that run in its stead, one within the other */
};

/**
 * verify_log__read() - read what a run left
 * @dir: has `trace`, `functions` (NUMBER NAME) and `regions` (FIRST LAST FLAGS, as
 *	sysfs's `resource`, or FIRST LAST "ports")
 * @operations: how many there were
 * @bad: on failure the file that is the reason, for free()
 *
 * Return: 0 or -errno.
 */
int verify_log__read(struct verify_log *log, const char *dir, unsigned int operations, char **bad);

/** verify_log__line() - take one line of the trace, in order; what is of no interest is passed over */
void verify_log__line(struct verify_log *log, const char *line);

void verify_log__free(struct verify_log *log);

#endif /* USER_VERIFY_LOG_H */
