// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs other programs, see run.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"

/* In the child. */
static void become(const char *const *argv, int out, int err)
{
	int null = open("/dev/null", O_RDWR);
	sigset_t none;

	/* a caller that waits with its own end until we are done blocks signals */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (null < 0 || dup2(null, 0) < 0 || dup2(out, 1) < 0 || dup2(err < 0 ? null : err, 2) < 0)
		_exit(126);
	/* their messages are read, and parsed, by this program */
	setenv("LC_ALL", "C", 1);
	execvp(argv[0], (char *const *)argv);
	_exit(errno == ENOENT ? 127 : 126);
}

static int status_of(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run__logged(const char *log, const char *const *argv)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	pid_t pid;

	if (fd < 0)
		return -errno;
	dprintf(fd, "$");
	for (const char *const *arg = argv; *arg; arg++)
		dprintf(fd, " %s", *arg);
	dprintf(fd, "\n");
	pid = fork();
	if (!pid)
		become(argv, fd, fd);
	close(fd);
	return pid < 0 ? -errno : status_of(pid);
}

int run__output(struct text *out, const char *const *argv)
{
	char buf[65536];
	int ends[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC))
		return -errno;
	pid = fork();
	if (!pid)
		become(argv, ends[1], -1);
	close(ends[1]);
	while (pid > 0 && ((n = read(ends[0], buf, sizeof(buf))) > 0 || (n < 0 && errno == EINTR)))
		if (n > 0)
			text__put_n(out, buf, n);
	close(ends[0]);
	status = pid < 0 ? -errno : status_of(pid);
	return status;
}
