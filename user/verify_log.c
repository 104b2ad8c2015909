// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads QEMU's trace, see user/verify_log.h. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../kernel/mark.h"
#include "../splitter/store.h"
#include "verify_log.h"

/* ---- marks -------------------------------------------------------------------- */

static void leave(struct verify_log *log, unsigned int number, unsigned int task)
{
	for (unsigned int i = log->nr_frames; i--;) {
		if (log->frames[i].number != number || log->frames[i].task != task)
			continue;
		memmove(&log->frames[i], &log->frames[i + 1],
			(log->nr_frames - i - 1) * sizeof(*log->frames));
		log->nr_frames--;
		return;
	}
}

/* Innermost function that the task runs, or NULL. */
static const struct verify_frame *frame_of(const struct verify_log *log, unsigned int task)
{
	for (unsigned int i = log->nr_frames; i--;)
		if (log->frames[i].task == task)
			return &log->frames[i];
	return NULL;
}

static struct verify_wake *wake_of(const struct verify_log *log, unsigned int task)
{
	for (unsigned int i = 0; i < log->nr_wakes; i++)
		if (log->wakes[i].task == task)
			return &log->wakes[i];
	return NULL;
}

/*
 * What runs: of the task itself; or, as a thread of a user half runs none, of the one that
 * woke it to have something done.
 */
static const struct verify_frame *running(const struct verify_log *log)
{
	const struct verify_frame *frame = frame_of(log, log->running);
	const struct verify_wake *wake = frame ? NULL : wake_of(log, log->running);

	if (wake)
		frame = frame_of(log, wake->by);
	return frame || !log->nr_frames ? frame : &log->frames[log->nr_frames - 1];
}

static const char *name_of(const struct verify_log *log, const struct verify_frame *frame)
{
	const char *name = frame && frame->number < log->nr_names ?
			   log->names[frame->number] : NULL;

	return name ? name : "";
}

/*
 * A thread of a user half that runs a downcall itself: that is the outermost it runs, and it does
 * so for the one that woke it.
 */
static bool serves(const struct verify_log *log, unsigned int task)
{
	for (unsigned int i = 0; i < log->nr_frames; i++)
		if (log->frames[i].task == task)
			return !strncmp(name_of(log, &log->frames[i]), "cleave_down_",
					strlen("cleave_down_"));
	return false;
}

/* Whether what runs comes when it comes, @frame or what that is done for. */
static bool alone(const struct verify_log *log, const struct verify_frame *frame)
{
	const struct verify_wake *wake = serves(log, log->running) ?
					 wake_of(log, log->running) : NULL;
	const struct verify_frame *caller = wake ? frame_of(log, wake->by) : NULL;

	return log->interrupts || (frame && frame->alone) || (caller && caller->alone);
}

/* An interrupt wakes tasks for reasons of its own. */
static void take_task(struct verify_log *log, const struct verify_frame *mark, bool interrupt)
{
	struct verify_wake *wake;

	if (mark->number == MARK_TASK_RUNS) {
		log->running = mark->task;
	} else if (mark->number == MARK_TASK_INTERRUPTED) {
		log->interrupts++;
	} else if (mark->number == MARK_TASK_RESUMED) {
		log->interrupts -= !!log->interrupts;
	} else if (!interrupt && frame_of(log, log->running)) {
		wake = wake_of(log, mark->task);
		if (!wake)
			wake = STORE_ADD(log->wakes, log->nr_wakes);
		*wake = (struct verify_wake){ .task = mark->task, .by = log->running };
	}
}

static void take_mark(struct verify_log *log, uint32_t mark)
{
	struct verify_frame frame = {
		.number = mark & MARK_NUMBER_MASK,
		.task = mark >> MARK_TASK_SHIFT & MARK_TASK_MASK,
		.alone = mark & (MARK_INTERRUPT | MARK_WORKER),
	};

	/* A task makes marks when no interrupt runs in its stead any more. */
	if (!(mark & MARK_INTERRUPT))
		log->interrupts = 0;
	switch (mark & MARK_KIND_MASK) {
	case MARK_TASK:
		take_task(log, &frame, mark & MARK_INTERRUPT);
		break;
	case MARK_OPERATION:
		/* they are numbered in order; 0 is before the first */
		while (log->nr <= frame.number)
			STORE_ADD(log->operations, log->nr);
		break;
	case MARK_ENTER:
		*STORE_ADD(log->frames, log->nr_frames) = frame;
		break;
	case MARK_LEAVE:
		leave(log, frame.number, frame.task);
		break;
	}
}

/* ---- accesses ------------------------------------------------------------------- */

static bool of_device(const struct verify_log *log, uint64_t address, struct verify_access *access)
{
	for (unsigned int i = 0; i < log->nr_regions; i++) {
		if (address < log->regions[i].first || address > log->regions[i].last)
			continue;
		access->region = i;
		access->port = log->regions[i].ports;
		access->offset = access->port ? address : address - log->regions[i].first;
		return true;
	}
	return false;
}

/* Polling: how often a register is read until it changes is a matter of time. */
static bool read_again(struct verify_operation *op, const struct verify_access *access)
{
	struct verify_access *last = op->nr ? &op->accesses[op->nr - 1] : NULL;

	if (access->write || !last || last->write || last->region != access->region ||
	    last->offset != access->offset || last->size != access->size)
		return false;
	last->value = access->value;
	last->times++;
	return true;
}

static void take_access(struct verify_log *log, struct verify_access *access)
{
	const struct verify_frame *frame = running(log);
	struct verify_operation *op;

	if (!log->nr)
		STORE_ADD(log->operations, log->nr);
	op = &log->operations[log->nr - 1];
	access->function = name_of(log, frame);
	access->times = 1;
	if (alone(log, frame))
		op->alone++;
	else if (!read_again(op, access))
		*STORE_ADD(op->accesses, op->nr) = *access;
}

void verify_log__line(struct verify_log *log, const char *line)
{
	const char *event = strstr(line, "memory_region_ops_");
	struct verify_access access = {};
	uint64_t address;
	char kind[16];

	if (!event || sscanf(event, "memory_region_ops_%15s cpu %*d mr %*s addr %" SCNx64 " value %" SCNx64 " size %u",
			     kind, &address, &access.value, &access.size) != 4)
		return;
	access.write = !strcmp(kind, "write");
	if (access.write && address == MARK_PORT && access.size == 4)
		take_mark(log, access.value);
	else if (of_device(log, address, &access))
		take_access(log, &access);
}

/* ---- files ------------------------------------------------------------------------ */

static void take_name(struct verify_log *log, const char *line)
{
	unsigned int number;
	char name[256];

	if (sscanf(line, "%u %255s", &number, name) != 2 || number > MARK_NUMBER_MASK)
		return;
	while (log->nr_names <= number)
		STORE_ADD(log->names, log->nr_names);
	free(log->names[number]);
	log->names[number] = store__copy(name);
}

static void take_region(struct verify_log *log, const char *line)
{
	struct verify_region region;
	char kind[24] = "";

	if (log->nr_regions == VERIFY_REGIONS ||
	    sscanf(line, "%" SCNx64 " %" SCNx64 " %23s", &region.first, &region.last, kind) < 2)
		return;
	region.ports = !strcmp(kind, "ports");
	/* an empty one is none, but has its number */
	if (!region.last)
		region.first = 1;
	log->regions[log->nr_regions++] = region;
}

static int each_line(struct verify_log *log, const char *dir, const char *name,
		     void (*take)(struct verify_log *log, const char *line), char **bad)
{
	char *path = store__format("%s/%s", dir, name), *line = NULL;
	FILE *file = fopen(path, "re");
	size_t room = 0;

	if (!file) {
		*bad = path;
		return -errno;
	}
	while (getline(&line, &room, file) > 0)
		take(log, line);
	free(line);
	free(path);
	fclose(file);
	return 0;
}

int verify_log__read(struct verify_log *log, const char *dir, unsigned int operations, char **bad)
{
	int err = each_line(log, dir, "functions", take_name, bad);

	err = err ? err : each_line(log, dir, "regions", take_region, bad);
	err = err ? err : each_line(log, dir, "trace", verify_log__line, bad);
	if (!err && log->nr != operations + 2) {
		*bad = store__format("%s/trace", dir);
		err = -ENODATA;
	}
	return err;
}

void verify_log__free(struct verify_log *log)
{
	for (unsigned int i = 0; i < log->nr; i++)
		free(log->operations[i].accesses);
	for (unsigned int i = 0; i < log->nr_names; i++)
		free(log->names[i]);
	free(log->operations);
	free(log->names);
	free(log->frames);
	free(log->wakes);
	memset(log, 0, sizeof(*log));
}
