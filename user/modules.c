// SPDX-License-Identifier: GPL-2.0-or-later
/* Modules of the running kernel: asked for in sysfs, moved by system calls and kmod. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "modules.h"

#define MAX_NAME	64

extern char **environ;

/* As sysfs and the kernel spell it. */
static void spell(char *to, const char *name)
{
	size_t i;

	for (i = 0; name[i] && i < MAX_NAME - 1; i++)
		to[i] = name[i] == '-' ? '_' : name[i];
	to[i] = '\0';
}

bool module__same(const char *a, const char *b)
{
	char sa[MAX_NAME], sb[MAX_NAME];

	spell(sa, a);
	spell(sb, b);
	return !strcmp(sa, sb);
}

bool module__loaded(const char *name)
{
	char spelled[MAX_NAME], path[MAX_NAME + 32];

	spell(spelled, name);
	/* Code that is built in has a directory too, but no state. */
	snprintf(path, sizeof(path), "/sys/module/%s/initstate", spelled);
	return !access(path, F_OK);
}

int module__insert(const char *path, const char *params)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return -errno;
	rc = syscall(SYS_finit_module, fd, params, 0) ? -errno : 0;
	close(fd);
	return rc;
}

int module__remove(const char *name)
{
	char spelled[MAX_NAME];

	spell(spelled, name);
	return syscall(SYS_delete_module, spelled, O_NONBLOCK) ? -errno : 0;
}

/*
 * Run a program of kmod; its output, if wanted, goes to @out. Where it is, the
 * PATH of an ordinary user does not say.
 */
static int run(char *const argv[], int out)
{
	posix_spawn_file_actions_t files;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), status = -1, rc;
	char path[64];
	pid_t pid;

	snprintf(path, sizeof(path), "/sbin/%s", argv[0]);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, null, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out >= 0 ? out : null, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&files, null, STDERR_FILENO);
	rc = posix_spawn(&pid, path, &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	close(null);
	if (rc)
		return -rc;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && !WEXITSTATUS(status) ? 0 : -ENOENT;
}

int module__probe(const char *name)
{
	char *argv[] = { "modprobe", "-q", "--", (char *)name, NULL };

	return run(argv, -1);
}

char *module__depends(const char *path)
{
	char *argv[] = { "modinfo", "-F", "depends", "--", (char *)path, NULL };
	int fd = memfd_create("depends", MFD_CLOEXEC);
	char *text = NULL;
	ssize_t len;

	if (fd >= 0 && !run(argv, fd)) {
		len = lseek(fd, 0, SEEK_END);
		text = calloc(1, (size_t)len + 1);
		if (text && pread(fd, text, (size_t)len, 0) == len)
			text[strcspn(text, "\n")] = '\0';
	}
	if (fd >= 0)
		close(fd);
	return text;
}
