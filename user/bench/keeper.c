// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loads the module and its user half, and unloads it. A process of its own, the
 * keeper, does that: it waits for the end of a pipe that the command holds, so
 * that the module goes whatever ended the command, SIGKILL included.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "bench.h"
#include "cmd.h"
#include "interrupt.h"
#include "modules.h"

#define UNLOAD_TRIES	100	/* of 50 ms */
#define WORKERS		"8"

struct keeper {
	pid_t pid;
	pid_t half;
	int hold;	/* closed: unload */
	int status;	/* an int each for loading and unloading: 0 or -errno */
};

/* The user half, with what it says in a file. */
static pid_t start_half(const char *program, const char *transport, const char *log)
{
	char *const argv[] = {
		(char *)program, "--workers", WORKERS, "--transport", (char *)transport, NULL,
	};
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	pid_t pid;

	if (fd < 0)
		return -1;
	fflush(NULL);
	pid = fork();
	if (pid) {
		close(fd);
		return pid;
	}
	signal(SIGINT, SIG_IGN);	/* a terminal sends it to all */
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	execv(program, argv);
	_exit(127);
}

/*
 * Until it has said its first word, that it waits for the kernel half, or has
 * ended. Without a timeout: a guest's clock may run far ahead while files are read.
 */
static void await_half(pid_t half, const char *log)
{
	struct pollfd p[2] = {
		{ .fd = inotify_init1(IN_CLOEXEC), .events = POLLIN },
		{ .fd = (int)syscall(SYS_pidfd_open, half, 0), .events = POLLIN },
	};
	struct stat st;

	if (p[0].fd >= 0 && p[1].fd >= 0 && inotify_add_watch(p[0].fd, log, IN_MODIFY) >= 0 &&
	    !stat(log, &st) && !st.st_size)
		poll(p, 2, -1);
	close(p[0].fd);
	close(p[1].fd);
}

/* ---- the keeper --------------------------------------------------------- */

/* The device is busy for as long as processes that had it open are dying. */
static int unload(void)
{
	const struct timespec pause = { .tv_nsec = 50000000 };

	int rc = -EBUSY;

	for (int i = 0; i < UNLOAD_TRIES && (rc == -EAGAIN || rc == -EBUSY); i++) {
		if (i)
			nanosleep(&pause, NULL);
		rc = module__remove(CLEAVE_BENCH_NAME);
	}
	return rc == -ENOENT ? 0 : rc;
}

static void tell(int fd, int status)
{
	if (write(fd, &status, sizeof(status)) != sizeof(status))
		_exit(1);
}

static void __attribute__((noreturn)) keep(const char *module, int hold, int status)
{
	char byte;
	int rc;

	setsid();
	signal(SIGPIPE, SIG_IGN);
	rc = module__insert(module, "");
	tell(status, rc);
	if (rc)
		_exit(1);
	while (read(hold, &byte, 1) < 0 && errno == EINTR)
		;
	tell(status, unload());
	_exit(0);
}

/* ---- the command -------------------------------------------------------- */

/* Either the module is loaded, or its user half, for which it waits, has died. */
static int wait_for_load(struct keeper *k, int *rc)
{
	struct pollfd p = { .fd = k->status, .events = POLLIN };

	for (;;) {
		if (poll(&p, 1, 50) > 0)
			return read(k->status, rc, sizeof(*rc)) == sizeof(*rc) ? 0 : -EPIPE;
		if (waitpid(k->half, NULL, WNOHANG) == k->half) {
			k->half = 0;
			return -ECHILD;
		}
		if (interrupt__seen())
			return -EINTR;
	}
}

static void reap(pid_t pid, int signal)
{
	if (pid <= 0)
		return;
	kill(pid, signal);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static struct keeper *give_up(struct keeper *k)
{
	reap(k->pid, SIGKILL);
	reap(k->half, SIGTERM);
	close(k->hold);
	close(k->status);
	free(k);
	return NULL;
}

static pid_t start_keeper(struct keeper *k, const char *module)
{
	int hold[2], status[2];

	if (pipe2(hold, O_CLOEXEC))
		return -1;
	if (pipe2(status, O_CLOEXEC)) {
		close(hold[0]);
		close(hold[1]);
		return -1;
	}
	fflush(NULL);
	k->pid = fork();
	if (!k->pid) {
		close(hold[1]);
		close(status[0]);
		keep(module, hold[0], status[1]);
	}
	close(hold[0]);
	close(status[1]);
	k->hold = hold[1];
	k->status = status[0];
	return k->pid;
}

static bool prepare(const char *module, const char *program)
{
	if (geteuid()) {
		cmd__fail("bench loads a kernel module: run it as root");
		return false;
	}
	if (module__loaded(CLEAVE_BENCH_NAME)) {
		cmd__fail("the module " CLEAVE_BENCH_NAME " is loaded; another bench may be running, "
			  "else: rmmod " CLEAVE_BENCH_NAME);
		return false;
	}
	if (!module__loaded("cleave") && module__probe("cleave")) {
		cmd__fail("cleave.ko is not loaded, and modprobe does not find it; insmod it first");
		return false;
	}
	if (access(module, R_OK) || access(program, X_OK)) {
		cmd__fail("%s: %s; build and install the harness, or say by -d where it is",
			  access(module, R_OK) ? module : program, strerror(errno));
		return false;
	}
	/* Compared with, where there are such; the module needs uio if it was built with it. */
	module__probe("uio");
	module__probe("fuse");
	return true;
}

struct keeper *keeper__start(const char *module, const char *program, const char *transport,
			     const char *log, pid_t *half)
{
	struct keeper *k;
	int rc = 0, err;

	if (!prepare(module, program))
		return NULL;
	k = calloc(1, sizeof(*k));
	if (!k)
		return NULL;
	k->half = start_half(program, transport, log);
	if (k->half > 0)
		await_half(k->half, log);
	if (k->half < 0 || start_keeper(k, module) < 0) {
		cmd__fail("cannot start the user half: %s", strerror(errno));
		reap(k->half, SIGTERM);
		free(k);
		return NULL;
	}
	err = wait_for_load(k, &rc);
	if (err == -ECHILD)
		cmd__fail("the user half ended before the module was loaded; %s says why", log);
	else if (err == -EINTR)
		cmd__fail("interrupted");
	else if (err || rc)
		cmd__fail("%s cannot be loaded: %s; dmesg may tell more", module,
			  strerror(-(err ? err : rc)));
	if (err || rc)
		return give_up(k);
	*half = k->half;
	return k;
}

int keeper__stop(struct keeper *k)
{
	int rc = -EIO;

	if (waitpid(k->half, NULL, WNOHANG) == k->half) {
		cmd__fail("the user half has ended by itself; half.log says why");
		k->half = 0;
	}
	close(k->hold);
	while (read(k->status, &rc, sizeof(rc)) < 0 && errno == EINTR)
		;
	reap(k->pid, SIGKILL);	/* it has nothing left to do */
	reap(k->half, SIGTERM);
	close(k->status);
	free(k);
	if (rc)
		cmd__fail("the module " CLEAVE_BENCH_NAME " could not be unloaded: %s",
			  strerror(-rc));
	return rc;
}
