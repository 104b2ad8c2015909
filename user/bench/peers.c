// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Processes on the other side, and those that the module wakes through a
 * character device: by an ioctl that replies and waits, and by UIO.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include "bench.h"

pid_t peer__start(int (*serve)(void *arg), void *arg)
{
	pid_t parent = getpid(), pid;
	int rc;

	fflush(NULL);
	pid = fork();
	if (pid)
		return pid < 0 ? -errno : pid;
	signal(SIGINT, SIG_IGN);	/* the parent ends this one when it has stopped asking */
	signal(SIGTERM, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(0);
	rc = serve(arg);
	fprintf(stderr, "cleave: the process on the other side failed: %s\n", strerror(-rc));
	_exit(1);
}

void peer__stop(pid_t pid)
{
	kill(pid, SIGKILL);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

int peer__serve_ioctl(void *arg)
{
	const struct bench *b = arg;
	unsigned long reply = 0;

	while (!ioctl(b->device, CLEAVE_BENCH_SERVE, reply))
		reply = 1;
	return -errno;
}

static int with_peer(struct bench *b, const struct experiment *e, int (*serve)(void *arg),
		     void *arg)
{
	struct subject s = { .repeat = subject__kernel, .what = e->what };
	int rc;

	s.peer = peer__start(serve, arg);
	if (s.peer < 0)
		return bench__failed(e, 0, s.peer);
	rc = bench__single(b, e, &s);
	peer__stop(s.peer);
	return rc;
}

int bench__ioctl(struct bench *b, const struct experiment *e)
{
	return with_peer(b, e, peer__serve_ioctl, b);
}

static bool is_ours(const char *path)
{
	char name[64] = "";
	FILE *f = fopen(path, "re");

	if (f && !fgets(name, sizeof(name), f))
		*name = '\0';
	if (f)
		fclose(f);
	return !strcmp(name, CLEAVE_BENCH_NAME "\n");
}

/* Return: descriptor of the module's UIO device, -errno. */
static int open_uio(void)
{
	char dev[32];
	unsigned int number;
	int fd = -ENODEV;
	glob_t found;

	if (glob("/sys/class/uio/uio*/name", 0, NULL, &found))
		return -ENODEV;
	for (size_t i = 0; i < found.gl_pathc && fd == -ENODEV; i++) {
		if (!is_ours(found.gl_pathv[i]) ||
		    sscanf(found.gl_pathv[i], "/sys/class/uio/uio%u", &number) != 1)
			continue;
		snprintf(dev, sizeof(dev), "/dev/uio%u", number);
		fd = open(dev, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	}
	globfree(&found);
	return fd;
}

static int serve_uio(void *arg)
{
	int fd = *(int *)arg;
	int32_t count, on = 1;

	while (read(fd, &count, sizeof(count)) == sizeof(count) &&
	       write(fd, &on, sizeof(on)) == sizeof(on))
		;
	return errno ? -errno : -EIO;
}

int bench__uio(struct bench *b, const struct experiment *e)
{
	int fd = open_uio(), rc;

	if (fd < 0)
		return bench__failed(e, 0, fd);
	rc = with_peer(b, e, serve_uio, &fd);
	close(fd);
	return rc;
}
