// SPDX-License-Identifier: GPL-2.0-or-later
/* An own instance of the kernel's trace buffer. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cmd.h"
#include "tracefs.h"

#define PREFIX	"cleave-"

static char *join(const char *dir, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", dir, name) < 0 ? NULL : path;
}

/* Return: 0 or -errno. */
static int put(const char *dir, const char *name, const char *text)
{
	char *path = join(dir, name);
	int fd = path ? open(path, O_WRONLY | O_CLOEXEC) : -1, rc = 0;

	free(path);
	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		rc = -errno;
	close(fd);
	return rc;
}

static const char *mount_point(void)
{
	static const char *const places[] = { "/sys/kernel/tracing", "/sys/kernel/debug/tracing" };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char *events = join(places[i], "events");
		int there = events && !access(events, F_OK);

		free(events);
		if (there || errno == EACCES)
			return places[i];
	}
	return NULL;
}

/* Instances are named after the process that made them. */
static void remove_stale(const char *instances)
{
	DIR *dir = opendir(instances);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		int pid;

		if (sscanf(entry->d_name, PREFIX "%d", &pid) == 1 && kill(pid, 0) &&
		    errno == ESRCH)
			unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
	}
	if (dir)
		closedir(dir);
}

static int make_instance(struct tracefs *t, const char *root)
{
	char *instances = join(root, "instances");
	int rc;

	if (!instances)
		return -ENOMEM;
	remove_stale(instances);
	rc = asprintf(&t->dir, "%s/" PREFIX "%d", instances, getpid());
	free(instances);
	if (rc < 0) {
		t->dir = NULL;
		return -ENOMEM;
	}
	if (!mkdir(t->dir, 0700))
		return 0;
	rc = -errno;
	free(t->dir);
	t->dir = NULL;
	return rc;
}

static int enable(struct tracefs *t, const char *system)
{
	char *name;
	int rc;

	if (asprintf(&name, "events/%s/enable", system) < 0)
		return -ENOMEM;
	rc = put(t->dir, name, "1");
	free(name);
	return rc;
}

static int open_pipe(struct tracefs *t)
{
	char *path = join(t->dir, "trace_pipe");

	/* The clock of the log, so that lines can be put side by side with dmesg's. */
	put(t->dir, "trace_clock", "mono");
	t->pipe = path ? open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC) : -1;
	free(path);
	return t->pipe < 0 ? -errno : 0;
}

/* An instance in which nothing is traced. Return: 0, or -errno after a message. */
static int begin(struct tracefs *t)
{
	const char *root = mount_point();
	int rc;

	t->dir = NULL;
	t->pipe = -1;
	if (!root) {
		cmd__fail("tracefs is not mounted; mount it with: mount -t tracefs nodev /sys/kernel/tracing");
		return -ENOENT;
	}
	rc = make_instance(t, root);
	if (rc == -EACCES || rc == -EPERM)
		cmd__fail("tracing is not permitted; run this as root");
	else if (rc)
		cmd__fail("%s: %s", root, strerror(-rc));
	return rc;
}

int tracefs__open(struct tracefs *t, const char *system)
{
	int rc;

	if (begin(t))
		return -1;
	rc = enable(t, system);
	rc = rc ? rc : open_pipe(t);
	if (!rc)
		return 0;
	if (rc == -ENOENT)
		cmd__fail("the kernel has no events of %s.ko; load it with: modprobe %s", system,
			  system);
	else
		cmd__fail("%s: %s", t->dir, strerror(-rc));
	tracefs__close(t);
	return -1;
}

/* The kernel takes a filter that begins with a digit for a number of a function. */
static char *module_filter(const char *module)
{
	char *filter;
	int rc = module[0] >= '0' && module[0] <= '9' ?
		 asprintf(&filter, "*:mod:[%c]%s", module[0], module + 1) :
		 asprintf(&filter, "*:mod:%s", module);

	for (char *at = rc < 0 ? NULL : filter; at && *at; at++)
		if (*at == '-')
			*at = '_';
	return rc < 0 ? NULL : filter;
}

/* Tracing all functions would stop the machine: a filter that is not there is an error. */
static int filter_functions(struct tracefs *t, const char *module, unsigned int *nr)
{
	char *filter = module_filter(module), *path = join(t->dir, "set_ftrace_filter");
	int rc = filter ? put(t->dir, "set_ftrace_filter", filter) : -ENOMEM;
	FILE *file = rc || !path ? NULL : fopen(path, "re");
	char line[512];

	*nr = 0;
	while (file && fgets(line, sizeof(line), file))
		*nr += line[0] != '#';
	if (file)
		fclose(file);
	free(filter);
	free(path);
	return rc ? rc : *nr ? 0 : -ESRCH;
}

int tracefs__open_functions(struct tracefs *t, const char *module, unsigned int *nr)
{
	int rc;

	if (begin(t))
		return -1;
	put(t->dir, "options/irq-info", "1");
	put(t->dir, "options/function-trace", "1");
	put(t->dir, "buffer_size_kb", "16384");
	rc = filter_functions(t, module, nr);
	/* the tracer cannot be changed once the pipe is open */
	rc = rc ? rc : put(t->dir, "current_tracer", "function");
	rc = rc ? rc : open_pipe(t);
	if (!rc)
		return 0;
	if (rc == -ESRCH)
		cmd__fail("the function tracer sees no function of %s", module);
	else
		cmd__fail("the function tracer cannot be used: %s: %s", t->dir, strerror(-rc));
	tracefs__close(t);
	return -1;
}

void tracefs__stop(struct tracefs *t)
{
	put(t->dir, "tracing_on", "0");
}

void tracefs__close(struct tracefs *t)
{
	if (t->pipe >= 0)
		close(t->pipe);
	if (t->dir && rmdir(t->dir))
		cmd__fail("%s: cannot be removed: %s", t->dir, strerror(errno));
	free(t->dir);
	t->dir = NULL;
	t->pipe = -1;
}
