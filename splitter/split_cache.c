// SPDX-License-Identifier: GPL-2.0-or-later
/* The cache: sources that were unpacked, and what the programs that are run have to say. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "split.h"
#include "store.h"

/* Return: as flock() does. */
static int lock(int fd, bool tell)
{
	if (!flock(fd, LOCK_EX | LOCK_NB))
		return 0;
	if (errno != EWOULDBLOCK)
		return -1;
	if (tell)
		fprintf(stderr, "cleave: waiting for another cleave split to end\n");
	return flock(fd, LOCK_EX);
}

static char *cache_path(void)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (cache && *cache)
		return store__format("%s/cleave", cache);
	return home && *home ? store__format("%s/.cache/cleave", home) : NULL;
}

/* Return: a descriptor that holds the lock until it is closed, or -errno. */
static int lock_path(struct split *s, const char *dir, const char *path)
{
	int err = split__make_dirs(dir);
	int fd = err ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (!err && (fd < 0 || lock(fd, s->tell)))
		err = -errno;
	if (!err)
		return fd;
	report__add(s->report, "%s: %s; set HOME or XDG_CACHE_HOME to where the source may go",
		    path, strerror(-err));
	return err;
}

int split__lock_source(struct split *s)
{
	char *dir = store__format("%.*s", (int)(strrchr(s->source, '/') - s->source), s->source);
	char *path = store__format("%s.lock", s->source);
	int fd = lock_path(s, dir, path);

	if (fd >= 0)
		unlink(s->log);
	free(path);
	free(dir);
	return fd < 0 ? fd : 0;
}

void split__leave_cache(struct split *s)
{
	close(s->cache_lock);
}

int split__open_cache(struct split *s)
{
	const char *slash = strrchr(s->target, '/'), *name = slash ? slash + 1 : s->target;
	char *path;

	s->cache = cache_path();
	if (!s->cache) {
		report__add(s->report, "no place for the source; set HOME or XDG_CACHE_HOME");
		return -ENOENT;
	}
	path = store__format("%s/lock", s->cache);
	s->cache_lock = lock_path(s, s->cache, path);
	free(path);
	s->log = store__format("%s/%s.log", s->cache, *name && *name != '.' ? name : "split");
	return s->cache_lock < 0 ? s->cache_lock : 0;
}
